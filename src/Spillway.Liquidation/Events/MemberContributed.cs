using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A clearing member paid into the default fund, or was assessed for it. Amounts in minor units of the valuation asset.</summary>
/// <param name="Account">The member.</param>
/// <param name="Amount">Paid.</param>
/// <param name="Contribution">What it has in the fund now.</param>
/// <param name="IsAssessment">Whether the amount was taken to refill what losses had used.</param>
public readonly record struct MemberContributed(AccountId Account, Money Amount, Money Contribution, bool IsAssessment);
