namespace Spillway.Simulation;

/// <summary>A condition of the verdict "prevented".</summary>
public enum Clause : byte
{
    /// <summary>Amplification at most 1.25, and at most max(0.20, half of the baseline's excess) above one.</summary>
    Amplification = 0,

    /// <summary>Bad debt and pool loss within max(fund, counterfactual + 5 bp of open interest), and at most 5 bp above the baseline.</summary>
    BadDebt = 1,

    /// <summary>Liquidated notional at most max(half of the baseline, 1.1 × the counterfactual), where the baseline's loop gain passes one.</summary>
    Liquidated = 2,

    /// <summary>Involuntary deleveraging at most 10 % of open interest.</summary>
    Deleveraging = 3,

    /// <summary>Mean margin at most 25 % higher, no halt, open interest before the first liquidation at least 90 % of the baseline's.</summary>
    SideEffects = 4,
}
