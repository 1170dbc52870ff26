using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What one taker would take of a position now.</summary>
/// <param name="Account">The taker.</param>
/// <param name="Price">At which it trades.</param>
/// <param name="Lots">How much at most: its promise, its margin and the market's largest position allow it.</param>
internal readonly record struct TakerOffer(AccountId Account, PriceTicks Price, QuantityLots Lots);
