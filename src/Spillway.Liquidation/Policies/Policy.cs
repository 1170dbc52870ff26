using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A rule book in force: every choice the liquidation desk can make differently. Bounds are checked by the policy document.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Warning">Early warning.</param>
/// <param name="Sizing">How much to close.</param>
/// <param name="Release">What may pass through the book.</param>
/// <param name="Netting">Closing against accounts that agreed beforehand.</param>
/// <param name="HandOver">Where the rest goes.</param>
/// <param name="Insurance">Fees into the fund.</param>
public sealed record Policy(
    string Name,
    WarningPolicy Warning,
    SizingPolicy Sizing,
    ReleasePolicy Release,
    NettingPolicy Netting,
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

/// <summary>What forced orders may do to the book.</summary>
/// <param name="Method">Rule for the book.</param>
/// <param name="Amplification">η: own displacement allowed per unit of the market's own move.</param>
/// <param name="FloorPpb">ε₀: displacement always allowed, 1e-9 of log-price.</param>
/// <param name="WindowSeconds">W: length of the event window.</param>
/// <param name="PermanentShare">p̂: share of a displacement that does not decay.</param>
/// <param name="ResilienceHalfLifeNanos">Half-life of the rest while no fresh signal says otherwise.</param>
/// <param name="HealthFloor">Below this equity over maintenance margin nothing is sold into the book; zero allows it always.</param>
public sealed record ReleasePolicy(
    ReleaseMethod Method,
    RatePpm Amplification,
    long FloorPpb,
    int WindowSeconds,
    RatePpm PermanentShare,
    long ResilienceHalfLifeNanos,
    RatePpm HealthFloor);

/// <summary>What may pass through the book.</summary>
public enum ReleaseMethod : byte
{
    /// <summary>Everything, at once, at any price.</summary>
    Unlimited = 0,

    /// <summary>What the amplification budget has room for.</summary>
    AmplificationBudget = 1,

    /// <summary>Nothing.</summary>
    Closed = 2,
}

/// <summary>Voluntary closing at mark.</summary>
/// <param name="Enabled">Whether opposite cases and opted-in accounts are used.</param>
/// <param name="Fee">Paid by the closed account to the opted-in one, of the notional, within its equity.</param>
public sealed record NettingPolicy(bool Enabled, RatePpm Fee);

/// <summary>The way out for lots that the book may not take.</summary>
/// <param name="Route">Where lots go that the book may not take.</param>
/// <param name="Fee">Paid by the closed account to the deleveraged winner, of the notional, within its equity: closing at mark must not be a free put.</param>
public sealed record HandOverPolicy(HandOverRoute Route, RatePpm Fee);

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

/// <summary>What liquidations pay into the insurance fund.</summary>
/// <param name="LiquidationFee">Paid by the closed account into the insurance fund, of the closed notional, within its equity.</param>
public sealed record InsurancePolicy(RatePpm LiquidationFee);
