using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A share of the trading fees since the last block went into the insurance fund.</summary>
/// <param name="Asset">Asset of the fees.</param>
/// <param name="Amount">What went in; positive.</param>
/// <param name="FundAfter">What the fund holds then.</param>
public readonly record struct FundReplenished(AssetId Asset, Money Amount, Money FundAfter);
