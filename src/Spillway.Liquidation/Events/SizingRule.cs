namespace Spillway.Liquidation;

/// <summary>Rule that sized a close.</summary>
public enum SizingRule : byte
{
    /// <summary>The policy closes whole positions.</summary>
    WholePosition = 0,

    /// <summary>The smallest close that restores the target health after its own impact.</summary>
    TargetHealth = 1,

    /// <summary>More than the policy's share of the position would go: close it whole.</summary>
    NearlyWhole = 2,

    /// <summary>Too little equity is left for a partial close: close it whole.</summary>
    NearlyBankrupt = 3,

    /// <summary>No close restores the target health: close it whole, not through the book where the policy hands over.</summary>
    CannotHeal = 4,

    /// <summary>Down to where the reached margin tier begins.</summary>
    TierStep = 5,

    /// <summary>The policy's share of the position.</summary>
    CloseFactor = 6,

    /// <summary>What would be left is dust: close it whole.</summary>
    Dust = 7,
}
