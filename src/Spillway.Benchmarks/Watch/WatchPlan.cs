namespace Spillway.Benchmarks.Watch;

/// <summary>A population to be watched.</summary>
/// <param name="Accounts">Accounts.</param>
/// <param name="PositionsEach">Positions of each, in different instruments.</param>
/// <param name="Instruments">Instruments, drawn with equal chance.</param>
/// <param name="IsNet">Whether slack is measured against the net of an account (the market moves by x, so hedged accounts are near their edge)
/// or against its gross exposure (every position moves against it by x).</param>
internal sealed record WatchPlan(int Accounts, int PositionsEach, int Instruments, bool IsNet);
