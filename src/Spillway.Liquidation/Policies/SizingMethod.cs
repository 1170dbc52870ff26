namespace Spillway.Liquidation;

/// <summary>How much of a position is closed.</summary>
public enum SizingMethod : byte
{
    /// <summary>All of it.</summary>
    WholePosition = 0,

    /// <summary>The smallest close after which the account has its target health, own impact included.</summary>
    TargetHealth = 1,
}
