using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>An account put a curve behind its money: from now on it trades by that curve only.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Account">The pool.</param>
/// <param name="Curve">Its curve.</param>
/// <param name="Required">Money of the settlement asset that either end of the range needs.</param>
public readonly record struct LiquidityPoolSet(InstrumentId Instrument, AccountId Account, LiquidityCurve Curve, Money Required);
