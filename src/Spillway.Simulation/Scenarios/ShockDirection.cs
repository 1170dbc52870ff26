namespace Spillway.Simulation;

/// <summary>Which way a shock goes: whose liquidations it sets off, and on which side drawdown is measured.</summary>
public enum ShockDirection : byte
{
    /// <summary>The price falls; longs are forced to sell.</summary>
    Fall = 0,

    /// <summary>The price rises; shorts are forced to buy.</summary>
    Squeeze = 1,
}
