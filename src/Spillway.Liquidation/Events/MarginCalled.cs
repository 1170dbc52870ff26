using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An account came close to liquidation.</summary>
/// <param name="Account">Account.</param>
/// <param name="Equity">Equity, rounded down.</param>
/// <param name="Maintenance">Maintenance margin, rounded up.</param>
/// <param name="Amount">What to pay in to have the initial margin again, rounded up.</param>
/// <param name="Deadline">When to have paid; liquidation comes earlier if the account breaches.</param>
public readonly record struct MarginCalled(AccountId Account, Money Equity, Money Maintenance, Money Amount, Timestamp Deadline);
