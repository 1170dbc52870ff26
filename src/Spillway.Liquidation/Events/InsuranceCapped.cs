using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The insurance fund holds more than it may pay for a debt now: the rest is shared by winners.</summary>
/// <param name="Case">The case.</param>
/// <param name="Asset">What is owed.</param>
/// <param name="Debt">How much is owed.</param>
/// <param name="Limit">What the fund may pay.</param>
/// <param name="Fund">What it holds.</param>
/// <param name="Bound">Which cap bit.</param>
public readonly record struct InsuranceCapped(CaseId Case, AssetId Asset, Money Debt, Money Limit, Money Fund, FundBound Bound);
