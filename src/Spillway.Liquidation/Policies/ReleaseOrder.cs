namespace Spillway.Liquidation;

/// <summary>Who has what the market has room for, among the cases of a round that want it.</summary>
public enum ReleaseOrder : byte
{
    /// <summary>One case after the other, the one opened first before all.</summary>
    InTurn = 0,

    /// <summary>All in proportion to what they want.</summary>
    Proportional = 1,
}
