namespace Spillway.Signals;

/// <summary>What a place costs beside its price.</summary>
/// <param name="Fee">Share of the quote, 0 to below 1.</param>
/// <param name="FixedCost">Quote units for using it at all: a transaction, a bridge.</param>
/// <param name="LatencySeconds">From the decision to the trade there.</param>
/// <param name="SharedShare">Share of its depth that the same makers quote elsewhere, times how surely they take it away when traded with there, 0 to below 1.</param>
public sealed record VenueTerms(double Fee, double FixedCost, double LatencySeconds, double SharedShare);
