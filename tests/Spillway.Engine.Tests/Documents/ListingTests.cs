using System.Text;
using Spillway.Core;

namespace Spillway.Engine.Tests.Documents;

/// <summary>Listings: every bad input is an answer with line and field, and changes nothing.</summary>
public sealed class ListingTests
{
    private const string Instrument = """
        {
          "symbol": "BTC-PERP",
          "kind": "perpetual",
          "inverse": false,
          "settlementAsset": "USDT",
          "index": "BTC",
          "tickSize": 0.1,
          "lotSize": 0.001,
          "maxPrice": 1000000,
          "maxPosition": 1000,
          "tiers": [
            { "notionalFrom": 0, "initialRate": 0.05, "maintenanceRate": 0.025 },
            { "notionalFrom": 100000, "initialRate": 0.1, "maintenanceRate": 0.05 }
          ],
          "tierMethod": "marginal",
          "makerFee": -0.0001,
          "takerFee": 0.0005,
          "basisHalfLifeSeconds": 30
        }
        """;

    private const string Asset = "{\n\"symbol\": \"BTC\",\n\"decimals\": 8,\n\"haircut\": 0.05,\n\"index\": \"BTC\" }";

    private const string Index = "{\n\"symbol\": \"ETH\",\n\"sources\": 3,\n\"maxAgeMilliseconds\": 5000 }";

    private readonly EventLog log = new();
    private readonly RiskEngine engine;

    public ListingTests()
    {
        engine = new RiskEngine(World.Checked, log, log);
        Assert.True(List(CommandKind.ListAsset, """{ "symbol": "USDT", "decimals": 6 }""").IsAccepted);
        Assert.True(List(CommandKind.ListIndex, """{ "symbol": "BTC", "sources": 3, "maxAgeMilliseconds": 5000 }""").IsAccepted);
        log.Clear();
    }

    private CommandResult List(CommandKind kind, string document) => engine.Execute(Command.Document(kind, default), Encoding.UTF8.GetBytes(document));

    private void Refused(CommandKind kind, string good, string part, string bad, int line, string field, string reason)
    {
        Assert.Contains(part, good, StringComparison.Ordinal);
        Assert.Equal(RejectReason.InvalidDocument, List(kind, good.Replace(part, bad, StringComparison.Ordinal)).Reason);
        string detail = log.Of<CommandRejected>().Single().Detail;
        Assert.StartsWith(field.Length == 0 ? $"line {line}: " : $"line {line}: {field}: ", detail, StringComparison.Ordinal);
        Assert.Contains(reason, detail, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (engine.House.Assets.Count, engine.IndexSymbols.Count, engine.House.Instruments.Count));
    }

    [Fact]
    public void List_OfGoodDocuments_IsAcceptedAndNumbered()
    {
        Assert.Equal(0UL, List(CommandKind.ListInstrument, Instrument).Value);
        Assert.Equal(1UL, List(CommandKind.ListAsset, Asset).Value);
        Assert.Equal(1UL, List(CommandKind.ListIndex, Index).Value);
        InstrumentSpec spec = engine.House.Instruments[0];
        Assert.Equal((100, 10_000_000, 1_000_000, 30_000_000_000), (spec.UnitsPerTickLot, spec.MaxPrice.Ticks, spec.MaxPosition.Lots, spec.BasisHalfLifeNanos));
        Assert.Equal(Money.FromUnits(100_000_000_000), spec.Tiers[1].NotionalFrom);
    }

    [Theory]
    [InlineData("\"BTC-PERP\"", "\"BTC PERP\"", 2, "symbol", "1 to 32 letters")]
    [InlineData("\"BTC-PERP\"", "\"\"", 2, "symbol", "1 to 32 letters")]
    [InlineData("\"BTC-PERP\"", "7", 2, "symbol", "a text")]
    [InlineData("\"kind\": \"perpetual\",", "", 1, "", "field \"kind\" is missing")]
    [InlineData("\"perpetual\"", "\"future\"", 3, "kind", "perpetual")]
    [InlineData("false", "0", 4, "inverse", "true or false")]
    [InlineData("\"USDT\"", "\"USDC\"", 5, "settlementAsset", "did you mean \"USDT\"?")]
    [InlineData("\"index\": \"BTC\"", "\"index\": \"DOGECOIN\"", 6, "index", "known are BTC")]
    [InlineData("\"tickSize\": 0.1", "\"tickSize\": 0", 7, "tickSize", "out of bounds")]
    [InlineData("\"tickSize\": 0.1", "\"tickSize\": 1e-1", 7, "tickSize", "plain decimal")]
    [InlineData("\"tickSize\": 0.1", "\"tickSize\": 0.0000000001", 7, "tickSize", "out of bounds")]
    [InlineData("\"tickSize\": 0.1", "\"tickSize\": 0.10000000001", 7, "tickSize", "finer than 9 digits")]
    [InlineData("\"lotSize\": 0.001", "\"lotSize\": 0.0000001", 1, "", "not a whole number of minor units")]
    [InlineData("\"lotSize\": 0.001", "\"lotSize\": -1", 8, "lotSize", "out of bounds")]
    [InlineData("\"maxPrice\": 1000000", "\"maxPrice\": 1000000.05", 9, "maxPrice", "whole number of steps")]
    [InlineData("\"maxPosition\": 1000", "\"maxPosition\": 1000000", 1, "", "2^56")]
    [InlineData("\"notionalFrom\": 0", "\"notionalFrom\": 1", 12, "tiers[0]", "begin at notional 0")]
    [InlineData("\"notionalFrom\": 100000", "\"notionalFrom\": 0", 13, "tiers[1]", "rise in notionalFrom")]
    [InlineData("\"initialRate\": 0.1,", "\"initialRate\": 0.04,", 13, "tiers[1].initialRate", "below maintenance")]
    [InlineData("\"initialRate\": 0.1,", "\"initialRate\": 1.1,", 13, "tiers[1].initialRate", "out of bounds")]
    [InlineData("\"maintenanceRate\": 0.05 ", "\"maintenanceRate\": 0 ", 13, "tiers[1].maintenanceRate", "out of bounds")]
    [InlineData("\"maintenanceRate\": 0.05 ", "\"maintenance\": 0.05 ", 13, "tiers[1].maintenance", "did you mean \"maintenanceRate\"?")]
    [InlineData("\"marginal\"", "\"marginals\"", 15, "tierMethod", "did you mean \"marginal\"?")]
    [InlineData("-0.0001", "-0.0006", 16, "makerFee", "rebate larger than the taker fee")]
    [InlineData("\"takerFee\": 0.0005", "\"takerFee\": 0.2", 17, "takerFee", "out of bounds")]
    [InlineData("\"basisHalfLifeSeconds\": 30", "\"basisHalfLifeSeconds\": 0", 18, "basisHalfLifeSeconds", "out of bounds")]
    [InlineData("\"basisHalfLifeSeconds\": 30", "\"basisHalfLifeSeconds\": 0.5", 18, "basisHalfLifeSeconds", "out of bounds")]
    [InlineData("\"basisHalfLifeSeconds\": 30", "\"basisHalfLife\": 30", 18, "basisHalfLife", "did you mean \"basisHalfLifeSeconds\"?")]
    public void ListInstrument_OfABadField_NamesLineFieldAndReason(string part, string bad, int line, string field, string reason) =>
        Refused(CommandKind.ListInstrument, Instrument, part, bad, line, field, reason);

    [Theory]
    [InlineData("\"BTC\",\n\"dec", "\"USDT\",\n\"dec", 2, "symbol", "listed already")]
    [InlineData("8", "13", 3, "decimals", "out of bounds")]
    [InlineData("8", "7.5", 3, "decimals", "finer than 0 digits")]
    [InlineData("0.05", "1.000001", 4, "haircut", "out of bounds")]
    [InlineData("\"index\": \"BTC\"", "\"index\": \"BCT\"", 5, "index", "did you mean \"BTC\"?")]
    [InlineData(",\n\"index\": \"BTC\"", "", 1, "", "needs a price")]
    public void ListAsset_OfABadField_NamesLineFieldAndReason(string part, string bad, int line, string field, string reason) =>
        Refused(CommandKind.ListAsset, Asset, part, bad, line, field, reason);

    [Theory]
    [InlineData("\"ETH\"", "\"BTC\"", 2, "symbol", "listed already")]
    [InlineData("3", "0", 3, "sources", "out of bounds")]
    [InlineData("3", "17", 3, "sources", "out of bounds")]
    [InlineData("5000", "0", 4, "maxAgeMilliseconds", "out of bounds")]
    [InlineData("5000", "86400001", 4, "maxAgeMilliseconds", "out of bounds")]
    public void ListIndex_OfABadField_NamesLineFieldAndReason(string part, string bad, int line, string field, string reason) =>
        Refused(CommandKind.ListIndex, Index, part, bad, line, field, reason);

    [Fact]
    public void ListAsset_OfTheFirstAssetWithAnIndex_IsRefused()
    {
        RiskEngine blank = new(World.Checked, log, log);
        blank.Execute(Command.Document(CommandKind.ListIndex, default), Encoding.UTF8.GetBytes(Index));
        Assert.Equal(RejectReason.InvalidDocument, blank.Execute(Command.Document(CommandKind.ListAsset, default), """{ "symbol": "USD", "decimals": 6, "index": "ETH" }"""u8).Reason);
        Assert.Contains("worth one", log.Of<CommandRejected>().Last().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ListInstrument_OfNoOrTooManyTiers_IsRefused()
    {
        int from = Instrument.IndexOf('['), to = Instrument.IndexOf(']') + 1;
        string many = string.Join(", ", Enumerable.Range(0, 17).Select(i => $"{{ \"notionalFrom\": {i}, \"initialRate\": 0.1, \"maintenanceRate\": 0.05 }}"));
        foreach (string tiers in new[] { "[]", $"[{many}]", "7" })
            Assert.Equal(RejectReason.InvalidDocument, List(CommandKind.ListInstrument, Instrument[..from] + tiers + Instrument[to..]).Reason);
    }
}
