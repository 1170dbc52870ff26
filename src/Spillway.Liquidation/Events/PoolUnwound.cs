using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The buffer pool worked off some of what it holds, through the book, in room that no case needed.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of its order.</param>
/// <param name="Lots">Lots that traded.</param>
/// <param name="Held">Its position afterwards, signed.</param>
/// <param name="Limit">Worst price allowed.</param>
/// <param name="SweptPpb">Log distance of the best price before and after it, 1e-9: what the budget is charged.</param>
public readonly record struct PoolUnwound(InstrumentId Instrument, Side Side, QuantityLots Lots, QuantityLots Held, PriceTicks Limit, long SweptPpb);
