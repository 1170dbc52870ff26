using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The venue let an account relay order books of other venues, or no longer; its quotes ended before in that case.</summary>
/// <param name="Account">Account.</param>
/// <param name="IsBroker">In or out.</param>
public readonly record struct BrokerSet(AccountId Account, bool IsBroker);
