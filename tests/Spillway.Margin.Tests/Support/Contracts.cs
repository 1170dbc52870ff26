using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>Specifications with the fields that margin reads; the rest is fixed.</summary>
internal static class Contracts
{
    /// <summary>Dollars in 1e-6.</summary>
    public static readonly AssetSpec Usd = new("USD", 6, RatePpm.Zero, PriceIndexId.None);

    /// <summary>Bitcoin in satoshi.</summary>
    public static readonly AssetSpec Btc = new("BTC", 8, RatePpm.Zero, PriceIndexId.FromIndex(0));

    /// <summary>0.5 USD × 0.001 BTC: 500 minor units a tick and lot.</summary>
    public static InstrumentSpec Linear(
        long unitsPerTickLot = 500, long maxPrice = 1_000_000, long maxPosition = 1_000_000, int settlement = 0,
        TierMethod method = TierMethod.Marginal, params MarginTier[] tiers) =>
        Spec(InstrumentKind.LinearPerpetual, unitsPerTickLot, maxPrice, maxPosition, settlement, method, tiers);

    /// <summary>Contracts of one dollar on a grid of 0.5 USD, settled in satoshi: one contract is worth 2e8 / ticks.</summary>
    public static InstrumentSpec Inverse(
        long unitsPerTickLot = 200_000_000, long maxPrice = 1_000_000, long maxPosition = 1_000_000_000, int settlement = 1,
        TierMethod method = TierMethod.Marginal, params MarginTier[] tiers) =>
        Spec(InstrumentKind.InversePerpetual, unitsPerTickLot, maxPrice, maxPosition, settlement, method, tiers);

    public static MarginTier Tier(long from, int initialPpm, int maintenancePpm) =>
        new(Money.FromUnits(from), RatePpm.FromPpm(initialPpm), RatePpm.FromPpm(maintenancePpm));

    public static AccountId OpenCross(this ClearingHouse house) => house.OpenAccount(AccountId.None, InstrumentId.None);

    public static void Deposit(this ClearingHouse house, AccountId account, int asset, long units) =>
        house.Post(AssetId.FromIndex(asset), LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(units));

    public static long Wallet(this ClearingHouse house, AccountId account, int asset) =>
        house.Ledger.Balance(AssetId.FromIndex(asset), LedgerAccount.Wallet(account)).Units;

    public static Money Trade(this ClearingHouse house, InstrumentId instrument, AccountId buyer, AccountId seller, long ticks, long lots) =>
        house.Trade(instrument, buyer, seller, PriceTicks.FromTicks(ticks), QuantityLots.FromLots(lots));

    public static void SetMark(this ClearingHouse house, InstrumentId instrument, long ticks) => house.SetMark(instrument, PriceTicks.FromTicks(ticks));

    private static InstrumentSpec Spec(
        InstrumentKind kind, long unitsPerTickLot, long maxPrice, long maxPosition, int settlement, TierMethod method, MarginTier[] tiers) => new(
        kind == InstrumentKind.InversePerpetual ? "INVERSE" : "LINEAR",
        kind,
        AssetId.FromIndex(settlement),
        PriceIndexId.FromIndex(0),
        QuotePrice.FromParts(500_000_000),
        1_000_000,
        unitsPerTickLot,
        PriceTicks.FromTicks(maxPrice),
        QuantityLots.FromLots(maxPosition),
        tiers.Length == 0 ? [Tier(0, 20_000, 10_000)] : tiers,
        method,
        RatePpm.FromPpm(-50),
        RatePpm.FromPpm(500),
        30 * Timestamp.NanosPerSecond);
}
