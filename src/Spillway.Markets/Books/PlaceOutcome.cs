using Spillway.Core;

namespace Spillway.Markets;

/// <summary>The answer to an order. The fills themselves went to <see cref="IBookParticipants.Filled"/>.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="OrderId">Handle of what rests; <see cref="OrderId.None"/> when nothing does.</param>
/// <param name="Filled">What traded.</param>
/// <param name="Remaining">What did not trade: it rests, was cancelled or was rejected, as the status says.</param>
public readonly record struct PlaceOutcome(PlaceStatus Status, OrderId OrderId, QuantityLots Filled, QuantityLots Remaining);
