namespace Spillway.Markets;

/// <summary>How an order names its price.</summary>
public enum OrderType : byte
{
    /// <summary>Trades at its limit or better.</summary>
    Limit = 0,

    /// <summary>Trades at any price and never rests; its limit is not read.</summary>
    Market = 1,
}
