using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The fund was empty: winners paid a share of their open profit.</summary>
/// <param name="Case">Case.</param>
/// <param name="Asset">Asset.</param>
/// <param name="Amount">Paid for this case by all winners together.</param>
/// <param name="Winners">Number of payments that the losses of all cases of the round in this asset were shared out in.</param>
/// <param name="Uncovered">What stays as debt on the account because no open profit was left.</param>
public readonly record struct LossShared(CaseId Case, AssetId Asset, Money Amount, int Winners, Money Uncovered);
