using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A depositor gave notice for shares of the buffer pool, or took its notice back.</summary>
/// <param name="Account">Depositor.</param>
/// <param name="Shares">Shares under notice; zero for none any more.</param>
/// <param name="PaidFrom">They are paid from then on.</param>
/// <param name="PaidUntil">Until then; afterwards the notice has lapsed.</param>
public readonly record struct PoolNoticeGiven(AccountId Account, long Shares, Timestamp PaidFrom, Timestamp PaidUntil);
