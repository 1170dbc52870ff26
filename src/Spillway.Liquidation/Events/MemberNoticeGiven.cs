using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A clearing member will leave: it bids no more, and its contribution stands for losses until then.</summary>
/// <param name="Account">The member.</param>
/// <param name="LeavesAt">First instant at which what is left is paid out.</param>
public readonly record struct MemberNoticeGiven(AccountId Account, Timestamp LeavesAt);
