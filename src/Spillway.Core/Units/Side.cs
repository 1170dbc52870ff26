namespace Spillway.Core;

/// <summary>Direction of an order.</summary>
public enum Side : byte
{
    /// <summary>A bid: raises the position.</summary>
    Buy = 0,

    /// <summary>An ask: lowers the position.</summary>
    Sell = 1,
}

/// <summary>Arithmetic of sides.</summary>
public static class SideExtensions
{
    /// <summary>The other side.</summary>
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>+1 for a buy, −1 for a sell: the sign of the position change.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;
}
