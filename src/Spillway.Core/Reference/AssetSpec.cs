namespace Spillway.Core;

/// <summary>What the engine must know of an asset: how finely it is counted and how it counts as collateral.</summary>
/// <param name="Symbol">Name for people; 1–16 letters, digits, '-', '_' or '.'.</param>
/// <param name="Decimals">Digits after the point of one whole unit, 0–12: the minor unit is 10^−Decimals.</param>
/// <param name="Haircut">Share of the value that does not count as collateral, 0–1,000,000 ppm. Debt is never cut.</param>
/// <param name="PriceIndex">Where its price in the valuation asset comes from; none for the valuation asset itself, which is worth one.</param>
public sealed record AssetSpec(string Symbol, int Decimals, RatePpm Haircut, PriceIndexId PriceIndex);
