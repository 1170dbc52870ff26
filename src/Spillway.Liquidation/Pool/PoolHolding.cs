using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What a depositor has in the buffer pool.</summary>
/// <param name="Shares">Shares, those under notice included; they bear gains and losses until they are paid.</param>
/// <param name="Noticed">Of these, under notice.</param>
/// <param name="PaidFrom">First instant at which those are paid.</param>
/// <param name="PaidUntil">Last one; a notice that was not used by then has lapsed.</param>
public readonly record struct PoolHolding(long Shares, long Noticed, Timestamp PaidFrom, Timestamp PaidUntil);
