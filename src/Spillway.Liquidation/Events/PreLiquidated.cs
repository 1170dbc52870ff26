using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Part of a position was closed in the soft zone, as its holder had agreed: before a breach, through the book, without a liquidation fee.</summary>
/// <param name="Account">Holder.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Of the closing order.</param>
/// <param name="HealthPpm">Equity over maintenance margin before it, 1e-6.</param>
/// <param name="Wanted">Lots that the linear rule asks for.</param>
/// <param name="Lots">Lots that were closed; the rest found no price within the bound.</param>
/// <param name="Limit">Worst price allowed: the release rule's floor, or the price beyond which closing would lower health; none for any.</param>
/// <param name="SweptPpb">Log distance between the best price before and after, 1e-9.</param>
public readonly record struct PreLiquidated(
    AccountId Account, InstrumentId Instrument, Side Side, long HealthPpm, QuantityLots Wanted, QuantityLots Lots, PriceTicks Limit, long SweptPpb);
