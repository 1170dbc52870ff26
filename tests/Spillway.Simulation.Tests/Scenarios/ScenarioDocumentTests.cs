namespace Spillway.Simulation.Tests;

public sealed class ScenarioDocumentTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spillway-scenario-");

    private string Document => Path.Combine(folder.FullName, ScenarioDocument.FileName);

    private string Prices => Path.Combine(folder.FullName, "prices.csv");

    [Fact]
    public void Document_AsShipped_IsReadWithItsPrices()
    {
        Assert.Equal("btc-2025-10-10", Checkout.Scenario.Name);
        Assert.Equal(8_791_000_000, Checkout.Scenario.OpenInterestUsd);
        Assert.Equal(4, Checkout.Scenario.Market.Tiers.Count);
        Assert.Equal(PriceTableReader.Read(PriceFile.Shipped).Bars, Checkout.Scenario.Prices.Bars);
        Assert.Equal((Checkout.Scenario.Name, Checkout.Scenario.Summary), ScenarioDocument.ReadTitle(Checkout.ScenarioFolder));
    }

    [Theory]
    [InlineData("\"fundShare\": 0.005", "\"fundShares\": 0.005", "fundShares", "fundShare")]
    [InlineData("\"makerFee\": 0.0002", "\"makrFee\": 0.0002", "market.makrFee", "makerFee")]
    [InlineData("\"noiseShare\": 0.02", "\"noiseSher\": 0.02", "liquidity.noiseSher", "noiseShare")]
    public void Document_WhenAFieldIsUnknown_NamesFileLineFieldAndTheLikelyName(string from, string to, string field, string suggestion)
    {
        BadInputException e = Refused(from, to, field);
        Assert.Contains("unknown field", e.Problem, StringComparison.Ordinal);
        Assert.Contains($"\"{suggestion}\"", e.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"withdrawal\": 0.9", "\"withdrawal\": 1.5", "liquidity.withdrawal")]
    [InlineData("\"count\": 4000", "\"count\": 1", "accounts.count")]
    [InlineData("\"fundShare\": 0.005", "\"fundShare\": -0.1", "fundShare")]
    [InlineData("\"fromShare\": 0.05,", "\"fromShare\": 11,", "market.tiers[3].fromShare")]
    [InlineData("\"openInterest\": 8791000000", "\"openInterest\": 10", "openInterest")]
    public void Document_WhenANumberIsOutOfBounds_NamesFileLineAndField(string from, string to, string field) =>
        Assert.Contains("out of bounds", Refused(from, to, field).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"count\": 4000", "\"count\": \"many\"", "accounts.count")]
    [InlineData("\"symbol\": \"BTC-PERP\"", "\"symbol\": 5", "market.symbol")]
    public void Document_WhenAValueHasAnotherShape_NamesFileLineAndField(string from, string to, string field) => Refused(from, to, field);

    [Fact]
    public void Document_WhenAFieldIsMissing_NamesIt()
    {
        Write("\"permanentShare\": 0.2", "");
        BadInputException e = Assert.Throws<BadInputException>(() => ScenarioDocument.Read(folder.FullName));
        Assert.Equal(Document, e.File);
        Assert.Contains("permanentShare", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Document_WhenItIsNotThere_NamesIt() => Assert.Equal(Document, Assert.Throws<BadInputException>(() => ScenarioDocument.Read(folder.FullName)).File);

    [Fact]
    public void Document_WhenItsPricesAreNotThere_NamesThem()
    {
        Write("", "");
        File.Delete(Prices);
        Assert.Equal(Prices, Assert.Throws<BadInputException>(() => ScenarioDocument.Read(folder.FullName)).File);
    }

    [Fact]
    public void Document_WithOtherPrices_AssumesHalfOfTheirQuoteVolumeAsOpenInterest()
    {
        using PriceFile other = new(PriceFile.Lines(PriceFile.Header, PriceFile.First, PriceFile.Second));
        Scenario scenario = ScenarioDocument.Read(Checkout.ScenarioFolder, other.Name);
        Assert.Equal(0.5 * (6_080.25 + 7_035), scenario.OpenInterestUsd, 9);
        Assert.Equal(2, scenario.Prices.Bars.Count);
        Assert.Equal(Checkout.Scenario.Accounts, scenario.Accounts);
    }

    [Fact]
    public void Document_WithStatedOpenInterest_PrefersItToEverything()
    {
        using PriceFile other = new(PriceFile.Lines(PriceFile.Header, PriceFile.First, PriceFile.Second));
        Assert.Equal(123_456, ScenarioDocument.Read(Checkout.ScenarioFolder, other.Name, 123_456).OpenInterestUsd);
        Assert.Equal(123_456, ScenarioDocument.Read(Checkout.ScenarioFolder, openInterestUsd: 123_456).OpenInterestUsd);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private BadInputException Refused(string from, string to, string field)
    {
        string text = Write(from, to);
        int line = 1 + text[..text.IndexOf(to, StringComparison.Ordinal)].Count(c => c == '\n');
        BadInputException e = Assert.Throws<BadInputException>(() => ScenarioDocument.Read(folder.FullName));
        Assert.Equal((Document, line, field), (e.File, e.Line, e.Field));
        Assert.StartsWith($"{Document}:{line}: {field}: ", e.ToString(), StringComparison.Ordinal);
        return e;
    }

    private string Write(string from, string to)
    {
        string text = File.ReadAllText(Path.Combine(Checkout.ScenarioFolder, ScenarioDocument.FileName));
        if (from.Length > 0)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
        File.WriteAllText(Document, text);
        File.Copy(PriceFile.Shipped, Prices);
        return text;
    }
}
