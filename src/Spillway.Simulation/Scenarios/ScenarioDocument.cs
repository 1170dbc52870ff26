using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Reads scenario documents: JSON with comments, only known fields, each within bounds.</summary>
public static class ScenarioDocument
{
    /// <summary>Name of the document in a scenario folder.</summary>
    public const string FileName = "scenario.json";

    /// <summary>Reads the scenario of a folder.</summary>
    /// <param name="folder">Folder with a scenario document and its price table.</param>
    /// <param name="pricesOverride">Another price table to use with the assumptions of the scenario; null for its own.</param>
    /// <param name="openInterestUsd">Open interest to use instead of the scenario's; null for its own, or for 0.5 × the quote volume of another table.</param>
    /// <exception cref="BadInputException">Names file, line and field. A scenario without such an answer opens a venue.</exception>
    public static Scenario Read(string folder, string? pricesOverride = null, double? openInterestUsd = null) => Answer(folder, (file, root) =>
    {
        Scenario scenario = Read(new ScenarioSection(root, ScenarioField.All), name => PriceTableReader.Read(pricesOverride ?? Path.Combine(folder, name)));
        double assumed = pricesOverride is null ? scenario.OpenInterestUsd : 0.5 * (double)scenario.Prices.QuoteVolume;
        scenario = scenario with { OpenInterestUsd = openInterestUsd ?? assumed };
        if (!ScenarioField.OpenInterest.Allows(scenario.OpenInterestUsd)) throw BadOpenInterest(openInterestUsd is null ? scenario.Prices.Source : file, scenario.OpenInterestUsd);
        if (pricesOverride is not null || openInterestUsd is not null) scenario = ScenarioRules.Thinned(scenario);
        ScenarioRules.Check(root, scenario);
        return scenario;
    });

    /// <summary>Reads only name and summary, for lists.</summary>
    /// <exception cref="BadInputException">Names file, line and field.</exception>
    public static (string Name, string Summary) ReadTitle(string folder) => Answer(folder, (_, root) =>
    {
        ScenarioSection document = new(root, VenueScenarioDocument.IsJoint(root) ? ScenarioField.Joint : ScenarioField.All);
        return (document.Text("name"), document.Text("summary"));
    });

    /// <summary>Reads the document of a folder by a reader of its own.</summary>
    internal static T Answer<T>(string folder, Func<string, DocumentNode, T> read)
    {
        string file = Path.Combine(folder, FileName);
        try
        {
            return read(file, DocumentNode.Parse(InputFile.ReadAllBytes(file)));
        }
        catch (DocumentException e)
        {
            throw new BadInputException(file, e.Line, e.Field.Length == 0 ? null : e.Field, e.Reason, "see docs/simulator.md for the fields of a scenario");
        }
    }

    // The document's own has been checked: this one came from another price table or was stated beside the document.
    private static BadInputException BadOpenInterest(string file, double usd) => new(
        file,
        0,
        ScenarioField.OpenInterest.Path,
        $"an open interest of {usd} USD is out of bounds",
        $"state one of {ScenarioField.OpenInterest.Least} to {ScenarioField.OpenInterest.Most} USD; without a statement it is half of the table's quote volume");

    // The price table comes last: what is wrong in the document itself is told first.
    private static Scenario Read(ScenarioSection document, Func<string, PriceTable> readPrices) => new(
        Name: document.Text("name"),
        Summary: document.Text("summary"),
        OpenInterestUsd: document.Number("openInterest"),
        Market: ReadMarket(document.Section("market")),
        Accounts: ReadAccounts(document.Section("accounts")),
        Liquidity: ReadLiquidity(document.Section("liquidity")),
        FundShare: document.Number("fundShare"),
        PoolShare: document.Number("poolShare"),
        BufferShare: document.Number("bufferShare"),
        NettingShare: document.Number("nettingShare"),
        Takers: ReadTakers(document.Section("takers")),
        Amm: ReadAmm(document.Section("amm")),
        Brokers: ReadBrokers(document.Section("brokers")),
        Members: ReadMembers(document.Section("members")),
        Keepers: ReadKeepers(document.Section("keepers")),
        PermanentShare: document.Number("permanentShare"),
        Traders: ReadTraders(document.Section("traders")),
        Theta: document.Number("theta"),
        Kind: document.Choice<ScenarioKind>("kind"),
        Prices: readPrices(document.Text("prices")));

    private static MarketTerms ReadMarket(ScenarioSection market) => new(
        market.Text("symbol"),
        market.Rate("makerFee"),
        market.Rate("takerFee"),
        [.. market.List("tiers").Select(tier => new TierTerms(tier.Number("fromShare"), tier.Rate("initialRate"), tier.Rate("maintenanceRate")))],
        market.Whole("basisHalfLifeSeconds"),
        market.Rate("coinHaircut"));

    private static AccountTerms ReadAccounts(ScenarioSection accounts) => new(
        accounts.Whole("count"),
        accounts.Number("sizeTail"),
        accounts.Number("sizeCapShare"),
        accounts.Number("longLeverage"),
        accounts.Number("shortLeverage"),
        accounts.Number("leverageSigma"),
        accounts.Number("leverageMost"),
        accounts.Number("entrySigma"),
        accounts.Number("coinShare"),
        accounts.Number("softShare"),
        accounts.Number("reservedShare"),
        accounts.Number("reserveShare"));

    private static TakerTerms ReadTakers(ScenarioSection takers) => new(takers.Number("share"), takers.Rate("discount"), takers.Number("unwindSeconds"), takers.Number("lossShare"));

    private static AmmTerms ReadAmm(ScenarioSection amm) => new(amm.Number("share"), amm.Rate("fee"), amm.Number("width"));

    private static BrokerTerms ReadBrokers(ScenarioSection brokers) => new(
        brokers.Whole("count"), brokers.Number("depthShare"), brokers.Rate("fee"), brokers.Number("fixedCostUsd"), brokers.Whole("delayMilliseconds"), brokers.Number("sharedShare"));

    private static MemberTerms ReadMembers(ScenarioSection members) => new(
        members.Whole("count"), members.Number("contributionShare"), members.Number("capitalShare"), members.Rate("discount"), members.Number("unwindSeconds"));

    private static KeeperTerms ReadKeepers(ScenarioSection keepers) => new(
        keepers.Whole("count"), keepers.Number("share"), keepers.Number("gasUsd"), keepers.Number("congestion"), keepers.Number("delaySeconds"), keepers.Number("unwindSeconds"));

    private static TraderTerms ReadTraders(ScenarioSection traders) => new(
        traders.Number("momentumShare"),
        traders.Number("stopShare"),
        traders.Number("rehedgeShare"),
        traders.Number("rehedgeSeconds"),
        traders.Number("callShare"),
        traders.Number("withdrawShare"),
        traders.Number("predatorShare"));

    private static LiquidityTerms ReadLiquidity(ScenarioSection liquidity) => new(
        liquidity.Whole("makers"),
        liquidity.Number("depthShare"),
        liquidity.Number("withdrawal"),
        liquidity.Number("withdrawalMove"),
        liquidity.Number("returnSeconds"),
        liquidity.Whole("requoteSeconds"),
        liquidity.Number("inventoryHalfLifeSeconds"),
        liquidity.Number("arbitrageHalfLifeSeconds"),
        liquidity.Number("noiseShare"),
        liquidity.Number("noisePerSecond"),
        liquidity.Whole("delayMilliseconds"),
        liquidity.Number("venueBasis"));
}
