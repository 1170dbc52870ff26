using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A promise to take positions over ended: it is used up, its notice is over, or its loss budget is spent. The account is free again.</summary>
/// <param name="Account">The taker.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of the taker.</param>
/// <param name="Unused">Lots that were promised and never taken; zero if it is used up.</param>
/// <param name="IsBudgetSpent">The account lost what it was ready to lose.</param>
public readonly record struct PledgeEnded(AccountId Account, InstrumentId Instrument, Side Side, QuantityLots Unused, bool IsBudgetSpent = false);
