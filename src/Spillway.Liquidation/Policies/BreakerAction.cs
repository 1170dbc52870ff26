namespace Spillway.Liquidation;

/// <summary>What a circuit breaker does to a market, from mild to strict. Each keeps the bound on forced orders of the mildest.</summary>
public enum BreakerAction : byte
{
    /// <summary>Nothing: the market is open.</summary>
    None = 0,

    /// <summary>Forced orders reach only a share of the room that the amplification budget has, whatever the release method.</summary>
    CutRelease = 1,

    /// <summary>Takers may only reduce; post-only orders may still open.</summary>
    ReduceOnly = 2,

    /// <summary>Orders are collected and trade at one price once an interval; forced orders take what is left then.</summary>
    BatchOnly = 3,

    /// <summary>No fills. Orders are collected for the auction that reopens the market; liquidation is off-book only.</summary>
    Halt = 4,
}
