using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The notice of a clearing member was over: what was left of its contribution went back.</summary>
/// <param name="Account">Who was a member.</param>
/// <param name="Amount">Paid out, minor units of the valuation asset.</param>
public readonly record struct MemberLeft(AccountId Account, Money Amount);
