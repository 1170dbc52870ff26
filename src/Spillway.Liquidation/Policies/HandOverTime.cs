namespace Spillway.Liquidation;

/// <summary>From when on lots are handed over.</summary>
public enum HandOverTime : byte
{
    /// <summary>As soon as the book may not take them.</summary>
    AtOnce = 0,

    /// <summary>Once the equity of the account is negative; then all of the position, and nothing through the book.</summary>
    NegativeEquity = 1,
}
