using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The fund was empty: winners paid a share of their open profit.</summary>
/// <param name="Case">Case.</param>
/// <param name="Asset">Asset.</param>
/// <param name="Amount">Paid by all winners together.</param>
/// <param name="Winners">Number of accounts that paid.</param>
/// <param name="Uncovered">What stays as debt on the account because no open profit was left.</param>
public readonly record struct LossShared(CaseId Case, AssetId Asset, Money Amount, int Winners, Money Uncovered);
