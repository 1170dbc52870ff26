namespace Spillway.Simulation;

/// <summary>A crash to replay: the recorded path, and what is assumed of the market it happened in. Every number is stated in the scenario document.</summary>
/// <param name="Name">Name of the scenario.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Kind">Recorded or made.</param>
/// <param name="Prices">The minute bars.</param>
/// <param name="Market">The instrument and its venue rules.</param>
/// <param name="OpenInterestUsd">One-sided open interest at the first bar, at the first open price.</param>
/// <param name="Accounts">The leveraged accounts.</param>
/// <param name="Liquidity">Makers, arbitrage and noise.</param>
/// <param name="FundShare">Insurance fund at the first bar, of open interest.</param>
/// <param name="PoolShare">Capital of the backstop vault at the first bar, of open interest; zero for no vault.</param>
/// <param name="BufferShare">Capital of the buffer pool at the first bar, of open interest; zero for no pool.</param>
/// <param name="NettingShare">Open interest on each side that has opted in to netting.</param>
/// <param name="Takers">Those who promised beforehand to take positions over.</param>
/// <param name="Amm">The part of the depth that sits in a liquidity pool.</param>
/// <param name="Brokers">Those who relay order books of other venues.</param>
/// <param name="Members">Clearing members of the venue.</param>
/// <param name="Keepers">Those who bid in auctions.</param>
/// <param name="PermanentShare">p: share of the displacement by forced orders that all venues follow for good.</param>
/// <param name="Traders">Those who trade beside the leveraged accounts and react to the price.</param>
/// <param name="Theta">θ: share of the observed log path that is exogenous, in (0, 1]; fitted for recorded paths, 1 for made ones.</param>
public sealed record Scenario(
    string Name,
    string Summary,
    ScenarioKind Kind,
    PriceTable Prices,
    MarketTerms Market,
    double OpenInterestUsd,
    AccountTerms Accounts,
    LiquidityTerms Liquidity,
    double FundShare,
    double PoolShare,
    double BufferShare,
    double NettingShare,
    TakerTerms Takers,
    AmmTerms Amm,
    BrokerTerms Brokers,
    MemberTerms Members,
    KeeperTerms Keepers,
    double PermanentShare,
    TraderTerms Traders,
    double Theta)
{
    /// <summary>How depth and leverage were chosen, if a fit chose them; empty for those of the document.</summary>
    public string PopulationNote { get; init; } = "";

    /// <summary>The way in which the recorded price went furthest from its first open.</summary>
    public ShockDirection Direction => Prices.RiseLog > Prices.DrawdownLog ? ShockDirection.Squeeze : ShockDirection.Fall;

    /// <summary>Furthest distance of the recorded price from its first open in that direction, log.</summary>
    public double ObservedTroughLog => Math.Max(Prices.RiseLog, Prices.DrawdownLog);
}

/// <summary>Where the path of a scenario comes from.</summary>
public enum ScenarioKind : byte
{
    /// <summary>A recorded market: the path holds the cascade that happened, so θ is fitted.</summary>
    Recorded = 0,

    /// <summary>A path that was made: what it says is exogenous.</summary>
    Synthetic = 1,
}

/// <summary>Those who trade beside the leveraged accounts and react to the price.</summary>
/// <param name="MomentumShare">Largest position of trend followers, of open interest; reached when the price is 1 % from its one-minute average.</param>
/// <param name="StopShare">Share of the longs (in a squeeze: shorts) that hold a stop order before their liquidation price.</param>
/// <param name="RehedgeShare">Share of what deleveraging took from a winner that the winner opens again in the book.</param>
/// <param name="RehedgeSeconds">Mean time until it does.</param>
/// <param name="CallShare">Chance that an account answers a margin call by selling down.</param>
/// <param name="WithdrawShare">Chance that an account takes out what it may once the market has moved against it.</param>
/// <param name="PredatorShare">Largest position of predators, of open interest; zero for none.</param>
public sealed record TraderTerms(double MomentumShare, double StopShare, double RehedgeShare, double RehedgeSeconds, double CallShare, double WithdrawShare, double PredatorShare)
{
    /// <summary>Nobody reacts.</summary>
    public static TraderTerms Nobody { get; } = new(0, 0, 0, 1, 0, 0, 0);
}

/// <summary>Those who promised beforehand to take positions over: one account a side, with the whole value of its promise in cash.</summary>
/// <param name="Share">Promised on each side, of open interest; zero for nobody.</param>
/// <param name="Discount">What they are paid, of the mark.</param>
/// <param name="UnwindSeconds">Half-life with which they work off in the book what they took.</param>
/// <param name="LossShare">The promise of one ends once it has lost this much, of the value of what it promised; zero for never.</param>
public sealed record TakerTerms(double Share, decimal Discount, double UnwindSeconds, double LossShare);

/// <summary>A liquidity pool beside the makers: an account that quotes by a curve, and an arbitrageur between it and the book.</summary>
/// <param name="Share">Share of the calm depth that sits in it instead of with makers; zero for none.</param>
/// <param name="Fee">Of the quote.</param>
/// <param name="Width">Range to either side of the first open, log; narrowed to where the pool would hold the largest position of the market.</param>
public sealed record AmmTerms(double Share, decimal Fee, double Width);

/// <summary>Brokers, who relay order books of other venues: each quotes here what it sees there, and hedges there what it trades here.</summary>
/// <param name="Count">Venues that are relayed, of the three that the index reads; zero for none.</param>
/// <param name="DepthShare">Depth of each of them, of the depth here.</param>
/// <param name="Fee">What a broker asks beyond the prices there, of the quote.</param>
/// <param name="FixedCostUsd">What it asks once an order.</param>
/// <param name="DelayMilliseconds">From what it sees to its quotes here.</param>
/// <param name="SharedShare">Share of the depth there that makers of this market quote.</param>
public sealed record BrokerTerms(int Count, double DepthShare, decimal Fee, double FixedCostUsd, int DelayMilliseconds, double SharedShare);

/// <summary>Clearing members, who take portfolios of accounts that fail over and share losses. What markets of one venue say of money is added up; of the rest the largest holds.</summary>
/// <param name="Count">Members of the venue; zero for none.</param>
/// <param name="ContributionShare">What all of them have in the default fund, of open interest.</param>
/// <param name="CapitalShare">What all of them have in their accounts, of open interest.</param>
/// <param name="Discount">What they ask for a portfolio while they hold nothing, of its notional.</param>
/// <param name="UnwindSeconds">Half-life with which they work off in the book what they took.</param>
public sealed record MemberTerms(int Count, double ContributionShare, double CapitalShare, decimal Discount, double UnwindSeconds)
{
    /// <summary>A venue without members.</summary>
    public static MemberTerms Nobody { get; } = new(0, 0, 0, 0, 1);
}

/// <summary>Those who bid in auctions while it pays, each with as much cash as the others.</summary>
/// <param name="Count">How many; zero for nobody.</param>
/// <param name="Share">Cash of all together, of open interest: they never hold more.</param>
/// <param name="GasUsd">Cost of one bid in calm.</param>
/// <param name="Congestion">By how much cost and delay rise for each hundred auctions under way and bids of the last minute.</param>
/// <param name="DelaySeconds">From a decision to its bid, in calm.</param>
/// <param name="UnwindSeconds">Half-life with which they work off in the book what they took.</param>
public sealed record KeeperTerms(int Count, double Share, double GasUsd, double Congestion, double DelaySeconds, double UnwindSeconds);

/// <summary>The traded contract. Sizes scale with the price of the recorded path.</summary>
/// <param name="Symbol">Symbol of the instrument.</param>
/// <param name="MakerFee">Of notional, negative for a rebate.</param>
/// <param name="TakerFee">Of notional.</param>
/// <param name="Tiers">Margin ladder: notional as a share of open interest, initial and maintenance rate.</param>
/// <param name="BasisHalfLifeSeconds">Half-life of the average basis in the mark price.</param>
/// <param name="CoinHaircut">Haircut of the traded coin where it is margin, of its price.</param>
public sealed record MarketTerms(string Symbol, decimal MakerFee, decimal TakerFee, IReadOnlyList<TierTerms> Tiers, int BasisHalfLifeSeconds, decimal CoinHaircut);

/// <summary>One tier of the margin ladder.</summary>
/// <param name="FromShare">Notional at which it begins, of open interest.</param>
/// <param name="InitialRate">Initial margin, of notional.</param>
/// <param name="MaintenanceRate">Maintenance margin, of notional.</param>
public sealed record TierTerms(double FromShare, decimal InitialRate, decimal MaintenanceRate);

/// <summary>The leveraged accounts, long and short in equal numbers. All distributions are over accounts.</summary>
/// <param name="Count">Accounts, both sides together.</param>
/// <param name="SizeTail">Exponent of the Pareto distribution of position sizes.</param>
/// <param name="SizeCapShare">Largest position, of open interest.</param>
/// <param name="LongLeverage">Median effective leverage of longs at the first bar.</param>
/// <param name="ShortLeverage">Median effective leverage of shorts at the first bar; hedgers make it lower.</param>
/// <param name="LeverageSigma">Spread of the lognormal distribution of leverage.</param>
/// <param name="LeverageMost">Highest effective leverage.</param>
/// <param name="EntrySigma">Spread of entry prices around the first open, log.</param>
/// <param name="CoinShare">Chance that an account holds its margin in the traded coin.</param>
/// <param name="SoftShare">Chance that an account has agreed to be closed in part before a breach.</param>
/// <param name="ReservedShare">Chance that an account has a reserve behind it.</param>
/// <param name="ReserveShare">Money in that reserve, of the equity of the account at the first bar.</param>
public sealed record AccountTerms(
    int Count,
    double SizeTail,
    double SizeCapShare,
    double LongLeverage,
    double ShortLeverage,
    double LeverageSigma,
    double LeverageMost,
    double EntrySigma,
    double CoinShare,
    double SoftShare,
    double ReservedShare,
    double ReserveShare);

/// <summary>Who provides liquidity and how it withdraws.</summary>
/// <param name="Makers">Number of makers; they share the depth equally.</param>
/// <param name="DepthShare">Calm depth on each side, quote units per unit of log-price, of open interest.</param>
/// <param name="Withdrawal">Share of the depth that is withdrawn at the worst.</param>
/// <param name="WithdrawalMove">Distance of the price from its two-minute average at which withdrawal is complete, log.</param>
/// <param name="ReturnSeconds">Time constant with which withdrawn depth returns.</param>
/// <param name="RequoteSeconds">Seconds between two quotes of a maker.</param>
/// <param name="InventoryHalfLifeSeconds">Half-life of a maker's inventory skew: it hands positions on to the wider market.</param>
/// <param name="ArbitrageHalfLifeSeconds">Half-life with which arbitrage closes a gap to the wider market.</param>
/// <param name="NoiseShare">Noise trading, of the recorded quote volume.</param>
/// <param name="NoisePerSecond">Noise orders per second.</param>
/// <param name="DelayMilliseconds">From what makers and arbitrage see elsewhere to their order in this book.</param>
/// <param name="VenueBasis">Spread of the outside venues around their mean under full stress, log.</param>
public sealed record LiquidityTerms(
    int Makers,
    double DepthShare,
    double Withdrawal,
    double WithdrawalMove,
    double ReturnSeconds,
    int RequoteSeconds,
    double InventoryHalfLifeSeconds,
    double ArbitrageHalfLifeSeconds,
    double NoiseShare,
    double NoisePerSecond,
    int DelayMilliseconds,
    double VenueBasis);
