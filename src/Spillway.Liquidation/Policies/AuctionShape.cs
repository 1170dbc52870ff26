namespace Spillway.Liquidation;

/// <summary>How the discount of an auction moves from its start to the largest.</summary>
public enum AuctionShape : byte
{
    /// <summary>By the same share of the mark in each second.</summary>
    Linear = 0,

    /// <summary>The price falls by the same share of itself in each second.</summary>
    Exponential = 1,

    /// <summary>The same in steps, each of which stands for as long.</summary>
    StairStep = 2,

    /// <summary>It stays at the start: a fixed spread, open to whoever comes first.</summary>
    Flat = 3,

    /// <summary>It is set by the health of the account and not by time: start + (largest − start) · (1 − health).</summary>
    Health = 4,
}
