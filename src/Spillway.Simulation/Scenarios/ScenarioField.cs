using System.Text.RegularExpressions;

namespace Spillway.Simulation;

/// <summary>Shape of a scenario field.</summary>
public enum ScenarioFieldKind : byte
{
    /// <summary>A text; bounds are its length.</summary>
    Text = 0,

    /// <summary>A text of letters, digits, '-', '_' and '.'; bounds are its length.</summary>
    Word = 1,

    /// <summary>A decimal number.</summary>
    Number = 2,

    /// <summary>A decimal number with at most six digits after the point.</summary>
    Rate = 3,

    /// <summary>A whole number.</summary>
    Whole = 4,
}

/// <summary>One field of a scenario document: the single source of its reader, its bounds and its documentation.</summary>
/// <param name="Path">Path in the document, such as accounts.count; items of a list are written [].</param>
/// <param name="Kind">Shape.</param>
/// <param name="Least">Lower bound of a number or of the length of a text.</param>
/// <param name="Most">Upper bound of a number or of the length of a text.</param>
/// <param name="Unit">Unit in words.</param>
/// <param name="Meaning">What it is, for people.</param>
/// <param name="LeftOut">Value where a document does not state it; null if it must. Only who chooses to stand by may be left out: a document written before there were such people has none.</param>
public sealed partial record ScenarioField(string Path, ScenarioFieldKind Kind, decimal Least, decimal Most, string Unit, string Meaning, decimal? LeftOut = null)
{
    private const int DayInSeconds = 86_400;

    /// <summary>One-sided open interest in USD. Above it, the money of holders and house accounts may exceed what the ledger of one asset holds.</summary>
    public static ScenarioField OpenInterest { get; } = new("openInterest", ScenarioFieldKind.Number, 1_000, 50_000_000_000, "USD", "one-sided, at the first bar");

    /// <summary>Every field there is, in the order of the documentation.</summary>
    public static IReadOnlyList<ScenarioField> All { get; } =
    [
        new("name", ScenarioFieldKind.Word, 1, 64, "characters", "letters, digits, '-', '_' or '.'"),
        new("summary", ScenarioFieldKind.Text, 0, 1_000, "characters", "for people"),
        new("kind", ScenarioFieldKind.Word, 8, 9, "characters", "`recorded` or `synthetic`"),
        new("prices", ScenarioFieldKind.Text, 1, 255, "characters", "file of recorded one-minute bars, in the folder"),
        OpenInterest,
        new("market.symbol", ScenarioFieldKind.Word, 1, 32, "characters", "symbol of the contract, form as `name`"),
        new("market.makerFee", ScenarioFieldKind.Rate, -0.01m, 0.01m, "of notional", "negative is a rebate, at most the taker fee"),
        new("market.takerFee", ScenarioFieldKind.Rate, 0, 0.01m, "of notional", "paid by who takes from the book"),
        new("market.tiers[].fromShare", ScenarioFieldKind.Number, 0, 10, "of open interest", "notional at which the tier begins; the first at 0, then rising"),
        new("market.tiers[].initialRate", ScenarioFieldKind.Rate, 0.0001m, 1, "of notional", "marginal, not below `maintenanceRate`"),
        new("market.tiers[].maintenanceRate", ScenarioFieldKind.Rate, 0.0001m, 1, "of notional", "marginal"),
        new("market.basisHalfLifeSeconds", ScenarioFieldKind.Whole, 1, 3_600, "s", "of the [mark](mark-price.md)"),
        new("market.coinHaircut", ScenarioFieldKind.Rate, 0, 0.9m, "of the price", "of the traded coin where it is margin"),
        new("accounts.count", ScenarioFieldKind.Whole, 2, 1_000_000, "accounts", "both sides together"),
        new("accounts.sizeTail", ScenarioFieldKind.Number, 1.01m, 10, "–", "Pareto exponent of sizes"),
        new("accounts.sizeCapShare", ScenarioFieldKind.Number, 0.000001m, 1, "of open interest", "cap of the size draw"),
        new("accounts.longLeverage", ScenarioFieldKind.Number, 1, 200, "×", "median effective leverage of longs"),
        new("accounts.shortLeverage", ScenarioFieldKind.Number, 1, 200, "×", "median effective leverage of shorts"),
        new("accounts.leverageSigma", ScenarioFieldKind.Number, 0, 3, "log", "spread of leverage"),
        new("accounts.leverageMost", ScenarioFieldKind.Number, 1, 200, "×", "highest leverage"),
        new("accounts.entrySigma", ScenarioFieldKind.Number, 0, 1, "log", "spread of entry prices"),
        new("accounts.coinShare", ScenarioFieldKind.Number, 0, 1, "share", "chance that an account holds its margin in the traded coin"),
        new("accounts.softShare", ScenarioFieldKind.Number, 0, 1, "share", "chance that an account has agreed to [pre-liquidation](early-rungs.md)", LeftOut: 0),
        new("accounts.reservedShare", ScenarioFieldKind.Number, 0, 1, "share", "chance that an account has a reserve to be topped up from", LeftOut: 0),
        new("accounts.reserveShare", ScenarioFieldKind.Number, 0, 0.5m, "of its equity", "money in that reserve at the first bar", LeftOut: 0),
        new("liquidity.makers", ScenarioFieldKind.Whole, 1, 64, "makers", "share the depth equally"),
        new("liquidity.depthShare", ScenarioFieldKind.Number, 0.0001m, 1_000, "open interest per unit of log-price", "calm depth a side"),
        new("liquidity.withdrawal", ScenarioFieldKind.Number, 0, 0.99m, "share", "of depth, at the worst"),
        new("liquidity.withdrawalMove", ScenarioFieldKind.Number, 0.0001m, 1, "log", "distance at which withdrawal is complete"),
        new("liquidity.returnSeconds", ScenarioFieldKind.Number, 1, DayInSeconds, "s", "time constant of the return"),
        new("liquidity.requoteSeconds", ScenarioFieldKind.Whole, 1, 60, "s", "between two quotes of a maker"),
        new("liquidity.inventoryHalfLifeSeconds", ScenarioFieldKind.Number, 1, DayInSeconds, "s", "of a maker's skew"),
        new("liquidity.arbitrageHalfLifeSeconds", ScenarioFieldKind.Number, 1, DayInSeconds, "s", "of a gap to the wider market"),
        new("liquidity.noiseShare", ScenarioFieldKind.Number, 0, 1, "of recorded volume", "noise trading"),
        new("liquidity.noisePerSecond", ScenarioFieldKind.Number, 0, 100, "1/s", "noise orders"),
        new("liquidity.delayMilliseconds", ScenarioFieldKind.Whole, 0, 60_000, "ms", "from what makers and arbitrage see elsewhere to their order in this book"),
        new("liquidity.venueBasis", ScenarioFieldKind.Number, 0, 0.5m, "log", "spread of the outside venues around their mean under full stress"),
        new("fundShare", ScenarioFieldKind.Number, 0, 1, "of open interest", "insurance fund at the first bar"),
        new("poolShare", ScenarioFieldKind.Number, 0, 1, "of open interest", "capital of the backstop vault at the first bar; 0 for no vault"),
        new("bufferShare", ScenarioFieldKind.Number, 0, 1, "of open interest", "capital of the [buffer pool](buffer-pool.md) at the first bar; 0 for none", LeftOut: 0),
        new("nettingShare", ScenarioFieldKind.Number, 0, 1, "share", "chance that an account has opted in to netting"),
        new("takers.share", ScenarioFieldKind.Number, 0, 0.5m, "of open interest", "promised beforehand by [takers](takers.md) on each side; 0 for nobody", LeftOut: 0),
        new("takers.discount", ScenarioFieldKind.Rate, 0, 0.05m, "of the mark", "what takers are paid", LeftOut: 0),
        new("takers.unwindSeconds", ScenarioFieldKind.Number, 1, DayInSeconds, "s", "half-life with which takers work off in the book what they took", LeftOut: 1_800),
        new("takers.lossShare", ScenarioFieldKind.Number, 0, 1, "of what they promised", "a taker's promise ends once it has lost this much; 0 for never", LeftOut: 0),
        new("amm.share", ScenarioFieldKind.Number, 0, 0.9m, "of the depth", "sits in a [liquidity pool](routing.md) instead of with makers; 0 for none", LeftOut: 0),
        new("amm.fee", ScenarioFieldKind.Rate, 0, 0.1m, "of the quote", "what the pool keeps", LeftOut: 0.0005m),
        new("amm.width", ScenarioFieldKind.Number, 0.01m, 2, "log", "range of the pool to either side of the first open", LeftOut: 0.7m),
        new("brokers.count", ScenarioFieldKind.Whole, 0, 3, "venues", "of the three that the index reads are relayed by [brokers](away-books.md); 0 for none", LeftOut: 0),
        new("brokers.depthShare", ScenarioFieldKind.Number, 0.01m, 100, "of the depth here", "depth of each of them", LeftOut: 1),
        new("brokers.fee", ScenarioFieldKind.Rate, 0, 0.1m, "of the quote", "what a broker asks beyond the prices there", LeftOut: 0.0005m),
        new("brokers.fixedCostUsd", ScenarioFieldKind.Number, 0, 100_000, "USD", "what it asks once an order", LeftOut: 0),
        new("brokers.delayMilliseconds", ScenarioFieldKind.Whole, 0, 900, "ms", "from what it sees there to its quotes here", LeftOut: 200),
        new("brokers.sharedShare", ScenarioFieldKind.Number, 0, 1, "of the depth there", "quoted by makers of this market, who move their quotes there by what is swept here", LeftOut: 0),
        new("members.count", ScenarioFieldKind.Whole, 0, 64, "members", "[clearing members](default-auction.md) of the venue; 0 for none", LeftOut: 0),
        new("members.contributionShare", ScenarioFieldKind.Number, 0, 0.5m, "of open interest", "in the default fund, all members together; nobody is a member for less than `defaultAuction.leastContribution` each", LeftOut: 0),
        new("members.capitalShare", ScenarioFieldKind.Number, 0, 1, "of open interest", "in the accounts of members, all together", LeftOut: 0),
        new("members.discount", ScenarioFieldKind.Rate, 0, 0.1m, "of notional", "what a member asks for a portfolio while it holds nothing", LeftOut: 0),
        new("members.unwindSeconds", ScenarioFieldKind.Number, 1, DayInSeconds, "s", "half-life with which members work off in the book what they took", LeftOut: 1_800),
        new("keepers.count", ScenarioFieldKind.Whole, 0, 64, "accounts", "[keepers](auctions.md), who bid in auctions", LeftOut: 0),
        new("keepers.share", ScenarioFieldKind.Number, 0, 0.5m, "of open interest", "capital of all of them together, in cash", LeftOut: 0),
        new("keepers.gasUsd", ScenarioFieldKind.Number, 0, 100_000, "USD", "what one bid costs in calm, taken or not", LeftOut: 0),
        new("keepers.congestion", ScenarioFieldKind.Number, 0, 1_000, "multiple", "by which cost and delay of a bid rise for each hundred auctions under way and bids of the last minute", LeftOut: 0),
        new("keepers.delaySeconds", ScenarioFieldKind.Number, 0, 600, "s", "from a decision to its bid, in calm", LeftOut: 0),
        new("keepers.unwindSeconds", ScenarioFieldKind.Number, 1, DayInSeconds, "s", "half-life with which they work off in the book what they took", LeftOut: 1_800),
        new("permanentShare", ScenarioFieldKind.Number, 0, 1, "share", "p: true permanent share of impact"),
        new("traders.momentumShare", ScenarioFieldKind.Number, 0, 1, "of open interest", "largest position of trend followers, reached 1 % from the one-minute average"),
        new("traders.stopShare", ScenarioFieldKind.Number, 0, 1, "of accounts on the losing side", "hold a stop order before their liquidation price"),
        new("traders.rehedgeShare", ScenarioFieldKind.Number, 0, 1, "of what was taken", "opened again by deleveraged winners"),
        new("traders.rehedgeSeconds", ScenarioFieldKind.Number, 1, 3_600, "s", "mean time until they do"),
        new("traders.callShare", ScenarioFieldKind.Number, 0, 1, "share", "chance that an account answers a margin call by selling down", LeftOut: 0),
        new("traders.withdrawShare", ScenarioFieldKind.Number, 0, 1, "share", "chance that an account takes out what it may once the price is 3 % from the first open", LeftOut: 0),
        new("traders.predatorShare", ScenarioFieldKind.Number, 0, 1, "of open interest", "largest position of predators, who trade with forced orders and against them later; 0 for none", LeftOut: 0),
        new("theta", ScenarioFieldKind.Number, 0.01m, 1, "–", "θ: exogenous share of the observed log path; 1 for synthetic paths"),
    ];

    /// <summary>Fields of a scenario that joins others, in the order of the documentation.</summary>
    public static IReadOnlyList<ScenarioField> Joint { get; } =
    [
        All[0],
        All[1],
        All[2],
        new("markets[]", ScenarioFieldKind.Word, 1, 64, "characters", "names of 2 to 16 scenarios beside this one, each with one market; their fields hold"),
        new("from", ScenarioFieldKind.Text, 20, 20, "characters", "first minute of all markets, UTC, as 2025-10-10T21:08:00Z"),
        new("to", ScenarioFieldKind.Text, 20, 20, "characters", "end of the last minute, UTC"),
        new("accountsMost", ScenarioFieldKind.Whole, 2, 1_000_000, "accounts", "of each market, if its scenario has more"),
        new("crossShare", ScenarioFieldKind.Number, 0, 1, "share", "pairs of accounts that hold every market on one margin"),
        new("hedgedShare", ScenarioFieldKind.Number, 0, 1, "of those", "hold every second market on the other side"),
        new("sharedMakers", ScenarioFieldKind.Whole, 0, 64, "makers", "of each market quote all of them, and withdraw from all when one is in stress"),
        new("thetas[]", ScenarioFieldKind.Number, 0.01m, 1, "–", "θ of each market, in the order of `markets`"),
    ];

    /// <summary>Whether a number is within the bounds.</summary>
    public bool Allows(double value) => value >= (double)Least && value <= (double)Most;

    /// <summary>Names of what stands directly in a section.</summary>
    /// <param name="section">Path of the section as it stands in a document, such as market.tiers[2]; empty for the document.</param>
    /// <param name="fields">Fields of the document.</param>
    internal static string[] NamesIn(IReadOnlyList<ScenarioField> fields, string section)
    {
        string prefix = Pattern(section, "");
        return [.. fields.Where(field => field.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(field => field.Path[prefix.Length..].Split('.', '[')[0]).Distinct()];
    }

    /// <summary>Whether a document may do without a whole section: each of its fields has a value where it is left out.</summary>
    internal static bool MayLeaveOut(IReadOnlyList<ScenarioField> fields, string section)
    {
        string prefix = Pattern(section, "");
        return fields.Where(field => field.Path.StartsWith(prefix, StringComparison.Ordinal)).All(field => field.LeftOut is not null);
    }

    /// <summary>The field of that name in a section.</summary>
    internal static ScenarioField Find(IReadOnlyList<ScenarioField> fields, string section, string name)
    {
        string path = Pattern(section, name);
        return fields.Single(field => field.Path == path);
    }

    private static string Pattern(string section, string name) => section.Length == 0 ? name : ListIndex().Replace(section, "[]") + "." + name;

    [GeneratedRegex(@"\[\d+\]", RegexOptions.None, 100)]
    private static partial Regex ListIndex();
}
