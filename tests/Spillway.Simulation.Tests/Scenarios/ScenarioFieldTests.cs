using System.Globalization;

namespace Spillway.Simulation.Tests;

public sealed class ScenarioFieldTests : IDisposable
{
    private readonly ScenarioFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"name\": \"btc-2025-10-10\"", "\"name\": \"\"", "name", "0 characters")]
    [InlineData("\"name\": \"btc-2025-10-10\"", "\"name\": \"a crash\"", "name", "only letters")]
    [InlineData("\"summary\": \"Bitcoin", "\"summary\": \"\\u001b[2J", "summary", "control characters")]
    [InlineData("\"prices\": \"prices.csv\"", "\"prices\": \"\"", "prices", "0 characters")]
    [InlineData("\"openInterest\": 8791000000", "\"openInterest\": 1000000000000", "openInterest", "1000 to 50000000000")]
    [InlineData("\"openInterest\": 8791000000", "\"openInterest\": 1e10", "openInterest", "without exponent")]
    [InlineData("\"symbol\": \"BTC-PERP\"", "\"symbol\": \"\"", "market.symbol", "0 characters")]
    [InlineData("\"symbol\": \"BTC-PERP\"", "\"symbol\": \"BTC/USD\"", "market.symbol", "only letters")]
    [InlineData("\"symbol\": \"BTC-PERP\"", "\"symbol\": \"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456\"", "market.symbol", "33 characters")]
    [InlineData("\"makerFee\": 0.0002", "\"makerFee\": 0.00000025", "market.makerFee", "finer than 6 digits")]
    [InlineData("\"takerFee\": 0.0005", "\"takerFee\": 0.0005001", "market.takerFee", "finer than 6 digits")]
    [InlineData("\"initialRate\": 0.02,", "\"initialRate\": 0.0200001,", "market.tiers[1].initialRate", "finer than 6 digits")]
    [InlineData("\"maintenanceRate\": 0.01 ", "\"maintenanceRate\": 0.0100001 ", "market.tiers[1].maintenanceRate", "finer than 6 digits")]
    [InlineData("\"basisHalfLifeSeconds\": 10", "\"basisHalfLifeSeconds\": 10.5", "market.basisHalfLifeSeconds", "not a whole number")]
    [InlineData("\"count\": 20000", "\"count\": 4000.7", "accounts.count", "not a whole number")]
    [InlineData("\"makers\": 4", "\"makers\": 4.5", "liquidity.makers", "not a whole number")]
    [InlineData("\"requoteSeconds\": 2", "\"requoteSeconds\": 2.25", "liquidity.requoteSeconds", "not a whole number")]
    public void Field_WhenItsValueIsNotAllowed_NamesFileLineAndField(string from, string to, string field, string problem) =>
        Assert.Contains(problem, folder.Refused(from, to, field).Problem, StringComparison.Ordinal);

    [Fact]
    public void Fields_InTheDocumentation_AreThoseOfTheTable()
    {
        string[] page = File.ReadAllLines(Path.Combine(Checkout.Library.Root, "docs", "simulator.md"));
        Assert.Equal(ScenarioField.All.Select(Row), page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    internal static string Row(ScenarioField field) => string.Create(
        CultureInfo.InvariantCulture, $"| `{field.Path}` | {field.Unit} | {field.Least:#,##0.######} – {field.Most:#,##0.######} | {field.Meaning}{(field.LeftOut is { } value ? string.Create(CultureInfo.InvariantCulture, $"; {value:#,##0.######} if left out") : "")} |");
}
