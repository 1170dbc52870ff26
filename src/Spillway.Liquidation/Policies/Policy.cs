using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A rule book in force: every choice the liquidation desk can make differently. Bounds are checked by the policy document.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Warning">Early warning.</param>
/// <param name="Sizing">How much to close.</param>
/// <param name="Pacing">How fast.</param>
/// <param name="Release">What may pass through the book.</param>
/// <param name="Netting">Closing against accounts that agreed beforehand.</param>
/// <param name="Vault">When a backstop vault takes whole accounts over.</param>
/// <param name="HandOver">Where the rest goes.</param>
/// <param name="Insurance">Fees, and who pays debts.</param>
public sealed record Policy(
    string Name,
    WarningPolicy Warning,
    SizingPolicy Sizing,
    PacingPolicy Pacing,
    ReleasePolicy Release,
    NettingPolicy Netting,
    VaultPolicy Vault,
    HandOverPolicy HandOver,
    InsurancePolicy Insurance);

/// <summary>Early warning: when an account is called, and for how long.</summary>
/// <param name="Ratio">An account is warned while equity is below this multiple of maintenance margin.</param>
/// <param name="DeadlineNanos">Time given to answer a call.</param>
public sealed record WarningPolicy(RatePpm Ratio, long DeadlineNanos);

/// <summary>How much of a position one case closes.</summary>
/// <param name="Method">Whole positions, or the smallest close that restores target health.</param>
/// <param name="Buffer">b: target equity is (1 + b) × maintenance margin.</param>
/// <param name="WholeAboveShare">A close above this share of the position becomes whole.</param>
/// <param name="WholeBelowHealth">Below this equity over maintenance margin a close is always whole.</param>
public sealed record SizingPolicy(SizingMethod Method, RatePpm Buffer, RatePpm WholeAboveShare, RatePpm WholeBelowHealth);

/// <summary>How much of a position is closed.</summary>
public enum SizingMethod : byte
{
    /// <summary>All of it.</summary>
    WholePosition = 0,

    /// <summary>The smallest close after which the account has its target health, own impact included.</summary>
    TargetHealth = 1,
}

/// <summary>How fast a position is closed. A block is one <c>AdvanceTime</c> command. Amounts are whole units of the valuation asset.</summary>
/// <param name="StagedAbove">A position of more notional than this is closed in two stages.</param>
/// <param name="FirstShare">Share of the position that the first stage closes; the whole switches stages off.</param>
/// <param name="CooldownNanos">Time after a first stage that did close something.</param>
/// <param name="Cooldown">What happens during that time.</param>
/// <param name="BlockShare">Largest share of a position that one block closes.</param>
/// <param name="BlockShareFrom">Notional that a block may close whatever the share says.</param>
/// <param name="BlockNotional">Largest notional that one block closes of an account; zero for any.</param>
/// <param name="OncePerBlock">Whether a position is closed at most once a block.</param>
public sealed record PacingPolicy(
    long StagedAbove,
    RatePpm FirstShare,
    long CooldownNanos,
    CooldownRule Cooldown,
    RatePpm BlockShare,
    long BlockShareFrom,
    long BlockNotional,
    bool OncePerBlock);

/// <summary>What happens to an account between a first stage and the end of its cooldown.</summary>
public enum CooldownRule : byte
{
    /// <summary>Nothing; what is left goes whole afterwards.</summary>
    Pause = 0,

    /// <summary>What is left goes whole from the next block on; after the cooldown stages begin anew.</summary>
    Whole = 1,
}

/// <summary>What forced orders may do to the book.</summary>
/// <param name="Method">Rule for the book.</param>
/// <param name="Amplification">η: own displacement allowed per unit of the market's own move.</param>
/// <param name="FloorPpb">ε₀: displacement always allowed, 1e-9 of log-price.</param>
/// <param name="WindowSeconds">W: length of the event window.</param>
/// <param name="PermanentShare">p̂: share of a displacement that does not decay.</param>
/// <param name="ResilienceHalfLifeNanos">Half-life of the rest while no fresh signal says otherwise.</param>
/// <param name="HealthFloor">Below this equity over maintenance margin nothing is sold into the book; zero allows it always.</param>
/// <param name="BankruptcyAdjustment">BA of the fillable price: how fast the spread opens as equity goes.</param>
/// <param name="SpreadToMaintenance">SMMR of the fillable price: largest spread, of the position's maintenance margin.</param>
public sealed record ReleasePolicy(
    ReleaseMethod Method,
    RatePpm Amplification,
    long FloorPpb,
    int WindowSeconds,
    RatePpm PermanentShare,
    long ResilienceHalfLifeNanos,
    RatePpm HealthFloor,
    RatePpm BankruptcyAdjustment,
    RatePpm SpreadToMaintenance);

/// <summary>What may pass through the book.</summary>
public enum ReleaseMethod : byte
{
    /// <summary>Everything, at once, at any price.</summary>
    Unlimited = 0,

    /// <summary>What the amplification budget has room for.</summary>
    AmplificationBudget = 1,

    /// <summary>Nothing.</summary>
    Closed = 2,

    /// <summary>Everything down to the fillable price.</summary>
    FillablePrice = 3,
}

/// <summary>Voluntary closing at mark.</summary>
/// <param name="Enabled">Whether opposite cases and opted-in accounts are used.</param>
/// <param name="Fee">Paid by the closed account to the opted-in one, of the notional, within its equity.</param>
public sealed record NettingPolicy(bool Enabled, RatePpm Fee);

/// <summary>The backstop vault: an account named by a command.</summary>
/// <param name="TakesBelow">Below this equity over maintenance margin the vault takes an account over, positions and margin; zero for never.</param>
public sealed record VaultPolicy(RatePpm TakesBelow);

/// <summary>The way out for lots that the book may not take.</summary>
/// <param name="Route">Where lots go that the book may not take.</param>
/// <param name="When">From when on.</param>
/// <param name="Ranking">Which holders of the other side are deleveraged first.</param>
/// <param name="Price">Price of a deleveraging.</param>
/// <param name="Seed">Key of the draws of <see cref="DeleveragingRanking.RandomStart"/>; not negative.</param>
/// <param name="Fee">Paid by the closed account to the deleveraged winner, of the notional, within its equity: closing at mark must not be a free put.</param>
public sealed record HandOverPolicy(HandOverRoute Route, HandOverTime When, DeleveragingRanking Ranking, DeleveragingPrice Price, long Seed, RatePpm Fee);

/// <summary>From when on lots are handed over.</summary>
public enum HandOverTime : byte
{
    /// <summary>As soon as the book may not take them.</summary>
    AtOnce = 0,

    /// <summary>Once the equity of the account is negative; then all of the position, and nothing through the book.</summary>
    NegativeEquity = 1,
}

/// <summary>Which holders of the other side are deleveraged first.</summary>
public enum DeleveragingRanking : byte
{
    /// <summary>All at once, pro rata of open profit, capped by size.</summary>
    ProRata = 0,

    /// <summary>One after the other by profit ratio × leverage, those in profit first.</summary>
    ProfitTimesLeverage = 1,

    /// <summary>One after the other from a drawn row of the position table on.</summary>
    RandomStart = 2,
}

/// <summary>Price of a deleveraging.</summary>
public enum DeleveragingPrice : byte
{
    /// <summary>The mark.</summary>
    Mark = 0,

    /// <summary>The mark at the end of the block before.</summary>
    PreviousMark = 1,

    /// <summary>The price at which the closed account keeps exactly nothing.</summary>
    Bankruptcy = 2,
}

/// <summary>Where lots go that the book may not take.</summary>
public enum HandOverRoute : byte
{
    /// <summary>Nowhere: they wait for the book.</summary>
    Wait = 0,

    /// <summary>To winners, at mark, capped pro rata of their profit.</summary>
    Deleveraging = 1,

    /// <summary>To an absorber outside of the market, at mark: the exogenous counterfactual.</summary>
    Absorber = 2,
}

/// <summary>What liquidations pay into the insurance fund, and who pays what accounts cannot.</summary>
/// <param name="Method">How the fund is paid and drawn on while positions are closed.</param>
/// <param name="LiquidationFee">Paid by the closed account into the insurance fund, of the closed notional, within its equity.</param>
/// <param name="BlockLoss">Most the fund may lose on one account in one block, whole units of the valuation asset; zero for any.</param>
/// <param name="Payer">Who pays the debt of a closed account before winners do.</param>
public sealed record InsurancePolicy(InsuranceMethod Method, RatePpm LiquidationFee, long BlockLoss, DebtPayer Payer);

/// <summary>How the insurance fund is paid and drawn on while positions are closed.</summary>
public enum InsuranceMethod : byte
{
    /// <summary>A fee on every close; debts are paid when the account is flat.</summary>
    Fee = 0,

    /// <summary>Each fill is compared with the bankruptcy price: above it pays a capped fee, below it the fund pays the difference at once.</summary>
    BankruptcyPrice = 1,
}

/// <summary>Who pays the debt of a closed account before winners do.</summary>
public enum DebtPayer : byte
{
    /// <summary>The insurance fund.</summary>
    Fund = 0,

    /// <summary>The backstop vault, within its equity.</summary>
    Vault = 1,
}
