namespace Spillway.Liquidation;

/// <summary>How much of a position is closed.</summary>
public enum SizingMethod : byte
{
    /// <summary>All of it.</summary>
    WholePosition = 0,

    /// <summary>The smallest close after which the account has its target health, own impact included.</summary>
    TargetHealth = 1,

    /// <summary>Down to where the reached margin tier begins, tier after tier while the account is breached.</summary>
    TierStep = 2,

    /// <summary>A fixed share of the position, again while the account is breached.</summary>
    CloseFactor = 3,
}
