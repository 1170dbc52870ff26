using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The contribution of a clearing member paid for a debt. Amounts in minor units of the valuation asset.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account whose debt was paid.</param>
/// <param name="Member">Whose contribution paid.</param>
/// <param name="Amount">Paid.</param>
/// <param name="Left">What is left of the contribution.</param>
/// <param name="Tier">In which turn.</param>
public readonly record struct ContributionDrawn(CaseId Case, AccountId Account, AccountId Member, Money Amount, Money Left, ContributionTier Tier);
