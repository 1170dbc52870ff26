using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A forced order stopped because the insurance fund may not, or cannot, pay the loss against the bankruptcy price.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Price">Resting price that was not taken any further.</param>
/// <param name="Lots">Lots that stay.</param>
/// <param name="Limit">What the fund could still lose, minor units of the settlement asset.</param>
public readonly record struct InsuranceStopped(CaseId Case, InstrumentId Instrument, PriceTicks Price, QuantityLots Lots, Money Limit);
