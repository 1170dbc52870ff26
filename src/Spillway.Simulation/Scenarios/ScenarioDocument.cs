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
    /// <exception cref="BadInputException">Names file, line and field.</exception>
    public static Scenario Read(string folder, string? pricesOverride = null, double? openInterestUsd = null)
    {
        string file = Path.Combine(folder, FileName);
        try
        {
            return Read(file, DocumentNode.Parse(InputFile.ReadAllBytes(file)), pricesOverride, openInterestUsd);
        }
        catch (DocumentException e)
        {
            throw new BadInputException(file, e.Line, e.Field.Length == 0 ? null : e.Field, e.Reason, "see docs/simulator.md for the fields of a scenario");
        }
    }

    /// <summary>Reads only name and summary, for lists.</summary>
    /// <exception cref="BadInputException">Names file, line and field.</exception>
    public static (string Name, string Summary) ReadTitle(string folder)
    {
        string file = Path.Combine(folder, FileName);
        try
        {
            DocumentNode root = DocumentNode.Parse(InputFile.ReadAllBytes(file));
            return (root.Required("name").AsText(), root.Required("summary").AsText());
        }
        catch (DocumentException e)
        {
            throw new BadInputException(file, e.Line, e.Field.Length == 0 ? null : e.Field, e.Reason, "see docs/simulator.md for the fields of a scenario");
        }
    }

    private static Scenario Read(string file, DocumentNode root, string? pricesOverride, double? openInterestUsd)
    {
        root.AllowOnly("name", "summary", "prices", "openInterest", "market", "accounts", "liquidity", "fundShare", "nettingShare", "permanentShare");
        PriceTable prices = PriceTableReader.Read(pricesOverride ?? Path.Combine(Path.GetDirectoryName(file)!, root.Required("prices").AsText()));
        double stated = Number(root.Required("openInterest"), 1_000, 1_000_000_000_000);
        double openInterest = openInterestUsd ?? (pricesOverride is null ? stated : 0.5 * (double)prices.QuoteVolume);
        return new Scenario(
            root.Required("name").AsText(),
            root.Required("summary").AsText(),
            prices,
            ReadMarket(root.Required("market")),
            openInterest,
            ReadAccounts(root.Required("accounts")),
            ReadLiquidity(root.Required("liquidity")),
            Number(root.Required("fundShare"), 0, 1),
            Number(root.Required("nettingShare"), 0, 1),
            Number(root.Required("permanentShare"), 0, 1));
    }

    private static MarketTerms ReadMarket(DocumentNode node)
    {
        node.AllowOnly("symbol", "makerFee", "takerFee", "tiers", "basisHalfLifeSeconds");
        List<TierTerms> tiers = [];
        foreach (DocumentNode tier in node.Required("tiers").AsList())
        {
            tier.AllowOnly("fromShare", "initialRate", "maintenanceRate");
            tiers.Add(new TierTerms(Number(tier.Required("fromShare"), 0, 10), tier.Required("initialRate").AsDecimal(0.0001m, 1), tier.Required("maintenanceRate").AsDecimal(0.0001m, 1)));
        }
        if (tiers.Count == 0) throw node.Required("tiers").Wrong("at least one tier is expected");
        return new MarketTerms(
            node.Required("symbol").AsText(),
            node.Required("makerFee").AsDecimal(-0.01m, 0.01m),
            node.Required("takerFee").AsDecimal(0, 0.01m),
            tiers,
            (int)Number(node.Required("basisHalfLifeSeconds"), 1, 3_600));
    }

    private static AccountTerms ReadAccounts(DocumentNode node)
    {
        node.AllowOnly("count", "sizeTail", "sizeCapShare", "longLeverage", "shortLeverage", "leverageSigma", "leverageMost", "entrySigma");
        return new AccountTerms(
            (int)Number(node.Required("count"), 2, 1_000_000),
            Number(node.Required("sizeTail"), 1.01, 10),
            Number(node.Required("sizeCapShare"), 0.000001, 1),
            Number(node.Required("longLeverage"), 1, 200),
            Number(node.Required("shortLeverage"), 1, 200),
            Number(node.Required("leverageSigma"), 0, 3),
            Number(node.Required("leverageMost"), 1, 200),
            Number(node.Required("entrySigma"), 0, 1));
    }

    private static LiquidityTerms ReadLiquidity(DocumentNode node)
    {
        node.AllowOnly(
            "makers", "depthShare", "withdrawal", "withdrawalMove", "returnSeconds", "requoteSeconds", "inventoryHalfLifeSeconds", "arbitrageHalfLifeSeconds", "noiseShare", "noisePerSecond");
        return new LiquidityTerms(
            (int)Number(node.Required("makers"), 1, 64),
            Number(node.Required("depthShare"), 0.0001, 1_000),
            Number(node.Required("withdrawal"), 0, 0.99),
            Number(node.Required("withdrawalMove"), 0.0001, 1),
            Number(node.Required("returnSeconds"), 1, 86_400),
            (int)Number(node.Required("requoteSeconds"), 1, 60),
            Number(node.Required("inventoryHalfLifeSeconds"), 1, 86_400),
            Number(node.Required("arbitrageHalfLifeSeconds"), 1, 86_400),
            Number(node.Required("noiseShare"), 0, 1),
            Number(node.Required("noisePerSecond"), 0, 100));
    }

    private static double Number(DocumentNode node, double least, double most) => (double)node.AsDecimal((decimal)least, (decimal)most);
}
