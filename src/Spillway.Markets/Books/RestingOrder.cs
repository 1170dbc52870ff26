using Spillway.Core;

namespace Spillway.Markets;

/// <summary>A copy of an order in the book.</summary>
/// <param name="Id">Its handle.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="OwnerSlot">Row of the owner's list of orders.</param>
/// <param name="Side">Bid or ask.</param>
/// <param name="Price">Where it rests.</param>
/// <param name="Remaining">What is left of it; positive.</param>
/// <param name="ReduceOnly">Whether it may only reduce a position.</param>
public readonly record struct RestingOrder(
    OrderId Id,
    AccountId Account,
    int OwnerSlot,
    Side Side,
    PriceTicks Price,
    QuantityLots Remaining,
    bool ReduceOnly);
