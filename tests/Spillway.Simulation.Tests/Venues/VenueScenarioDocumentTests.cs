namespace Spillway.Simulation.Tests;

/// <summary>Scenarios that join others: what they read, and an answer to everything that can be wrong with them.</summary>
public sealed class VenueScenarioDocumentTests : IDisposable
{
    private const string Name = "four-markets-2025-10-10";

    // A library of its own: the joined scenarios beside the one under test.
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("spillway-venue-");

    public VenueScenarioDocumentTests()
    {
        foreach (string member in (string[])["btc-2025-10-10", "sol-2025-10-10", "xrp-2025-10-10", "avax-2025-10-10", "placebo", Name])
        {
            DirectoryInfo copy = root.CreateSubdirectory(member);
            foreach (string file in Directory.GetFiles(Checkout.Library.ScenarioFolder(member))) File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }
    }

    private string Folder => Path.Combine(root.FullName, Name);

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void Read_OfTheShippedFour_GivesTheirMarketsOverTheSameMinutes()
    {
        VenueScenario four = VenueScenarioDocument.Read(Folder);
        Assert.Equal(["BTC-PERP", "SOL-PERP", "XRP-PERP", "AVAX-PERP"], four.Markets.Select(market => market.Market.Symbol));
        Assert.All(four.Markets, market => Assert.Equal(36, market.Prices.Bars.Count));
        Assert.Single(four.Markets.Select(market => market.Prices.Start).Distinct());
        Assert.All(four.Markets, market => Assert.InRange(market.Accounts.Count, 2, 4_000));
        Scenario alone = ScenarioDocument.Read(Checkout.Library.ScenarioFolder("xrp-2025-10-10"));
        Assert.Equal((alone.OpenInterestUsd, alone.Liquidity), (four.Markets[2].OpenInterestUsd, four.Markets[2].Liquidity));
        Assert.NotEqual(alone.Theta, four.Markets[2].Theta);
    }

    [Fact]
    public void Read_OfOneMarket_IsAVenueWithOne()
    {
        VenueScenario one = VenueScenarioDocument.Read(Checkout.Library.ScenarioFolder("placebo"));
        Assert.Equal("placebo", one.Name);
        Assert.Equal(JointTerms.Nothing, one.Joint);
        Assert.Single(one.Markets);
    }

    [Theory]
    [InlineData("\"sol-2025-10-10\"", "\"doge-2025-10-10\"", "markets[1]", "no scenario doge-2025-10-10 beside")]
    [InlineData("\"sol-2025-10-10\"", "\"btc-2025-10-10\"", "markets[1]", "BTC-PERP is listed already")]
    [InlineData("\"sol-2025-10-10\"", "\"four-markets-2025-10-10\"", "markets[1]", "several markets itself")]
    [InlineData("\"sol-2025-10-10\"", "\"placebo\"", "markets[1]", "does not hold every minute")]
    [InlineData("\"sol-2025-10-10\"", "\"../sol\"", "markets[1]", "only letters")]
    [InlineData("\"btc-2025-10-10\", \"sol-2025-10-10\", \"xrp-2025-10-10\", ", "", "markets", "1 markets")]
    [InlineData("2025-10-10T21:08:00Z", "2025-10-10T20:08:00Z", "markets[0]", "does not hold every minute")]
    [InlineData("2025-10-10T21:08:00Z", "2025-10-10T21:08:30Z", "markets[0]", "does not hold every minute")]
    [InlineData("2025-10-10T21:44:00Z", "2025-10-10T21:08:00Z", "markets[0]", "does not hold every minute")]
    [InlineData("2025-10-10T21:08:00Z", "2025-10-10 21:08:00Z", "from", "is not a time")]
    [InlineData("2025-10-10T21:08:00Z", "tomorrow", "from", "8 characters")]
    [InlineData("\"crossShare\": 0.3", "\"crossShare\": 1.1", "crossShare", "0 to 1")]
    [InlineData("\"sharedMakers\": 2", "\"sharedMakers\": 5", "sharedMakers", "4 makers only")]
    [InlineData("\"sharedMakers\": 2", "\"sharedMakers\": 0.5", "sharedMakers", "not a whole number")]
    [InlineData("\"thetas\": [", "\"thetas\": [0.5, ", "thetas", "5 values for 4 markets")]
    [InlineData("\"kind\": \"recorded\"", "\"kind\": \"synthetic\"", "kind", "that of every market")]
    [InlineData("\"hedgedShare\"", "\"hedgeShare\"", "hedgeShare", "")]
    public void Read_WhenAFieldIsWrong_NamesFileLineAndField(string from, string to, string field, string problem)
    {
        string file = Path.Combine(Folder, ScenarioDocument.FileName), text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
        BadInputException e = Assert.Throws<BadInputException>(() => VenueScenarioDocument.Read(Folder));
        Assert.Equal(file, e.File);
        Assert.Equal(field, e.Field);
        Assert.True(e.Line > 0);
        Assert.Contains(problem, e.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WithAPriceTableOfOneMarket_IsRefused()
    {
        string table = Path.Combine(Checkout.ScenarioFolder, "prices.csv");
        Assert.Contains("several markets", Assert.Throws<BadInputException>(() => VenueScenarioDocument.Read(Folder, table)).Problem, StringComparison.Ordinal);
        Assert.Contains("several markets", Assert.Throws<BadInputException>(() => VenueScenarioDocument.Read(Folder, openInterestUsd: 1e9)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_InTheDocumentation_AreThoseOfTheTable()
    {
        string[] page = File.ReadAllLines(Path.Combine(Checkout.Library.Root, "docs", "several-markets.md"));
        Assert.Equal(ScenarioField.Joint.Select(ScenarioFieldTests.Row), page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }
}
