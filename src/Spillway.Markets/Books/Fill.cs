using Spillway.Core;

namespace Spillway.Markets;

/// <summary>One trade between the incoming order and one resting order.</summary>
/// <param name="Maker">The resting order; its handle is already stale when nothing of it remains.</param>
/// <param name="MakerAccount">Whose the resting order is.</param>
/// <param name="MakerOwnerSlot">Row of the maker's list of orders.</param>
/// <param name="TakerAccount">Whose the incoming order is; never the maker's account.</param>
/// <param name="TakerSide">Side of the incoming order; the maker has the other one.</param>
/// <param name="Price">The maker's price.</param>
/// <param name="Quantity">What changed hands; positive.</param>
/// <param name="MakerRemaining">What is left of the resting order.</param>
public readonly record struct Fill(
    OrderId Maker,
    AccountId MakerAccount,
    int MakerOwnerSlot,
    AccountId TakerAccount,
    Side TakerSide,
    PriceTicks Price,
    QuantityLots Quantity,
    QuantityLots MakerRemaining);
