namespace Spillway.Simulation.Tests;

public sealed class ScenarioDocumentTests : IDisposable
{
    private readonly ScenarioFolder folder = new();

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
    [InlineData("\"count\": 20000", "\"count\": 1", "accounts.count")]
    [InlineData("\"fundShare\": 0.005", "\"fundShare\": -0.1", "fundShare")]
    [InlineData("\"poolShare\": 0.0001", "\"poolShare\": 1.1", "poolShare")]
    [InlineData("\"fromShare\": 0.05,", "\"fromShare\": 11,", "market.tiers[3].fromShare")]
    [InlineData("\"openInterest\": 8791000000", "\"openInterest\": 10", "openInterest")]
    public void Document_WhenANumberIsOutOfBounds_NamesFileLineAndField(string from, string to, string field) =>
        Assert.Contains("out of bounds", Refused(from, to, field).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"count\": 20000", "\"count\": \"many\"", "accounts.count")]
    [InlineData("\"symbol\": \"BTC-PERP\"", "\"symbol\": 5", "market.symbol")]
    public void Document_WhenAValueHasAnotherShape_NamesFileLineAndField(string from, string to, string field) => Refused(from, to, field);

    [Fact]
    public void Document_WhenAFieldIsMissing_NamesIt()
    {
        folder.Write("\"permanentShare\": 0.2,", "");
        BadInputException e = Assert.Throws<BadInputException>(folder.Read);
        Assert.Equal(folder.Document, e.File);
        Assert.Contains("permanentShare", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Document_ThatDoesNotSpeakOfThoseWhoStandBy_HasNone()
    {
        string text = File.ReadAllText(Path.Combine(Checkout.ScenarioFolder, ScenarioDocument.FileName));
        string line = text.Split('\n').Single(row => row.Contains("\"takers\"", StringComparison.Ordinal));
        folder.Write(line, "");
        Assert.Equal(new TakerTerms(0, 0, 1_800, 0), folder.Read().Takers);
    }

    [Fact]
    public void Document_WhenItIsNotThere_NamesIt() => Assert.Equal(folder.Document, Assert.Throws<BadInputException>(folder.Read).File);

    [Fact]
    public void Document_WhenItsPricesAreNotThere_NamesThem()
    {
        folder.Write("", "");
        File.Delete(folder.Prices);
        Assert.Equal(folder.Prices, Assert.Throws<BadInputException>(folder.Read).File);
    }

    [Fact]
    public void Document_WithOtherPrices_AssumesHalfOfTheirQuoteVolumeAsOpenInterest()
    {
        const string busy = "1760129460000,101.75,102,100,101,700000,70350000,2000,300000";
        using PriceFile other = new(PriceFile.Lines(PriceFile.Header, PriceFile.Second, busy));
        Scenario scenario = ScenarioDocument.Read(Checkout.ScenarioFolder, other.Name);
        Assert.Equal(0.5 * (7_035 + 70_350_000), scenario.OpenInterestUsd, 9);
        Assert.Equal(2, scenario.Prices.Bars.Count);
        Assert.Equal(Checkout.Scenario.Accounts with { Count = 4_000 }, scenario.Accounts);
    }

    [Fact]
    public void Document_WithStatedOpenInterest_PrefersItToEverything()
    {
        using PriceFile other = new(PriceFile.Lines(PriceFile.Header, PriceFile.First, PriceFile.Second));
        Assert.Equal(123_456, ScenarioDocument.Read(Checkout.ScenarioFolder, other.Name, 123_456).OpenInterestUsd);
        Assert.Equal(123_456, ScenarioDocument.Read(Checkout.ScenarioFolder, openInterestUsd: 123_456).OpenInterestUsd);
    }

    [Fact]
    public void Document_WithOtherPricesThatHardlyTraded_NamesThemAndTheOpenInterest()
    {
        using PriceFile other = new(PriceFile.Lines(PriceFile.Header, "1760129340000,100,100,100,100,0,0,0,0"));
        BadInputException e = Assert.Throws<BadInputException>(() => ScenarioDocument.Read(Checkout.ScenarioFolder, other.Name));
        Assert.Equal((other.Name, "openInterest"), (e.File, e.Field));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(5.1e10)]
    [InlineData(double.NaN)]
    public void Document_WithStatedOpenInterestOutOfBounds_NamesIt(double usd) =>
        Assert.Equal("openInterest", Assert.Throws<BadInputException>(() => ScenarioDocument.Read(Checkout.ScenarioFolder, openInterestUsd: usd)).Field);

    public void Dispose() => folder.Dispose();

    private BadInputException Refused(string from, string to, string field) => folder.Refused(from, to, field);
}
