using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The insurance fund paid what an account could not, or the loss of a sale against the bankruptcy price.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account.</param>
/// <param name="Asset">Asset.</param>
/// <param name="Amount">Paid; negative where the fund took what a bankrupt account still held.</param>
/// <param name="FundAfter">Balance of the fund afterwards, never negative.</param>
public readonly record struct InsurancePaid(CaseId Case, AccountId Account, AssetId Asset, Money Amount, Money FundAfter);
