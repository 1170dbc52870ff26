using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>When a market is in stress, and what may then leave accounts that hold it.</summary>
/// <param name="MovePpb">The market's own move within the window of the budget from which on it is in stress, 1e-9 of log-price; zero for never.</param>
/// <param name="Gain">Loop gain of a fresh signal from which on it is; zero for never.</param>
/// <param name="WithdrawalMargin">Initial margin that a withdrawal must leave in an account that holds a market in stress, as a multiple; one for no gate.</param>
public sealed record StressPolicy(long MovePpb, RatePpm Gain, RatePpm WithdrawalMargin);
