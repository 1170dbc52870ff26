namespace Spillway.Liquidation;

/// <summary>What limits a payment of the insurance fund.</summary>
public enum FundBound : byte
{
    /// <summary>What it holds.</summary>
    Balance = 0,

    /// <summary>Its cap for one account.</summary>
    Event = 1,

    /// <summary>Its cap for a window of time.</summary>
    Window = 2,
}
