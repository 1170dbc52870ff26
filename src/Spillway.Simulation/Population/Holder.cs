namespace Spillway.Simulation;

/// <summary>One leveraged account at the first bar.</summary>
/// <param name="SizeLots">Signed position.</param>
/// <param name="EntryTicks">Average entry price.</param>
/// <param name="EquityUnits">Equity at the first open price, minor units.</param>
/// <param name="IsNettingMember">Whether it has opted in to being closed at mark.</param>
/// <param name="HoldsCoin">Whether its margin is the traded coin.</param>
public readonly record struct Holder(long SizeLots, double EntryTicks, long EquityUnits, bool IsNettingMember, bool HoldsCoin);
