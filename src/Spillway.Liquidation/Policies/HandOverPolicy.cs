using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The way out for lots that the book may not take.</summary>
/// <param name="Route">Where lots go that the book may not take.</param>
/// <param name="When">From when on.</param>
/// <param name="Ranking">Which holders of the other side are deleveraged first.</param>
/// <param name="Price">Price of a deleveraging.</param>
/// <param name="Seed">Key of the draws of <see cref="DeleveragingRanking.RandomStart"/>; not negative.</param>
/// <param name="Fee">Paid by the closed account to the deleveraged winner, of the notional, within its equity: closing at mark must not be a free put.</param>
public sealed record HandOverPolicy(HandOverRoute Route, HandOverTime When, DeleveragingRanking Ranking, DeleveragingPrice Price, long Seed, RatePpm Fee);
