using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Signals.Tests;

/// <summary>A small venue to measure: USD and BTC as collateral, two linear perpetuals and one inverse, whatever margin ladder a test asks for.</summary>
internal sealed class Venue
{
    public static readonly AssetId Usd = AssetId.FromIndex(0), Btc = AssetId.FromIndex(1);
    public static readonly InstrumentId Linear = InstrumentId.FromIndex(0), Other = InstrumentId.FromIndex(1), Inverse = InstrumentId.FromIndex(2);

    /// <summary>50,000 USD a BTC at a tick of 0.1, for the two BTC contracts; 2,500 at a tick of 0.01 for the other one.</summary>
    public const long Mark = 500_000, OtherMark = 250_000;

    public Venue(TierMethod method = TierMethod.Marginal, params (long FromUsd, int InitialPpm, int MaintenancePpm)[] tiers)
    {
        if (tiers.Length == 0) tiers = [(0, 50_000, 25_000), (100_000, 100_000, 50_000), (1_000_000, 200_000, 100_000)];
        House.AddAsset(new AssetSpec("USD", 6, RatePpm.Zero, PriceIndexId.None));
        House.AddAsset(new AssetSpec("BTC", 8, RatePpm.FromPpm(50_000), PriceIndexId.FromIndex(0)));
        House.SetAssetPrice(Btc, QuotePrice.FromParts(50_000 * QuotePrice.PartsPerUnit));
        Exchange = new Exchange(House, new NoEvents());
        for (int i = 0; i < 2; i++) Exchange.AddIndex(new PriceIndex(1, 10 * Timestamp.NanosPerSecond));
        MarginTier[] usd = [.. tiers.Select(t => new MarginTier(Money.FromUnits(t.FromUsd * 1_000_000), RatePpm.FromPpm(t.InitialPpm), RatePpm.FromPpm(t.MaintenancePpm)))];
        MarginTier[] btc = [.. tiers.Select(t => new MarginTier(Money.FromUnits(t.FromUsd * 2_000), RatePpm.FromPpm(t.InitialPpm), RatePpm.FromPpm(t.MaintenancePpm)))];
        // A lot is 0.001 BTC, 0.01 of the other base, or 100 contracts of one dollar.
        List("LINEAR", InstrumentKind.LinearPerpetual, Usd, 0, 100_000_000, 1_000_000, 100, usd, method);
        List("OTHER", InstrumentKind.LinearPerpetual, Usd, 1, 10_000_000, 10_000_000, 100, usd, method);
        List("INVERSE", InstrumentKind.InversePerpetual, Btc, 0, 100_000_000, 100_000_000_000, 100_000_000_000, btc, method);
        SetMark(Linear, Mark);
        SetMark(Other, OtherMark);
        SetMark(Inverse, Mark);
        Counterparty = Open();
    }

    public ClearingHouse House { get; } = new();

    public Exchange Exchange { get; }

    public CaseTable NoCases { get; } = new();

    /// <summary>The other side of every trade; so rich that nothing liquidates it.</summary>
    public AccountId Counterparty { get; }

    public AccountId Open(double usd = 0, double btc = 0)
    {
        AccountId account = House.OpenAccount(AccountId.None, InstrumentId.None);
        House.Post(Usd, LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits((long)(usd * 1e6)));
        House.Post(Btc, LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits((long)(btc * 1e8)));
        return account;
    }

    /// <summary>Opens a position at a price against the counterparty.</summary>
    public void Trade(AccountId account, InstrumentId instrument, long signedLots, long ticks)
    {
        (AccountId buyer, AccountId seller) = signedLots > 0 ? (account, Counterparty) : (Counterparty, account);
        House.Trade(instrument, buyer, seller, PriceTicks.FromTicks(ticks), QuantityLots.FromLots(Math.Abs(signedLots)));
    }

    public AccountId OpenWith(double usd, InstrumentId instrument, long signedLots, long ticks)
    {
        AccountId account = Open(usd);
        Trade(account, instrument, signedLots, ticks);
        return account;
    }

    public void SetMark(InstrumentId instrument, long ticks) => House.SetMark(instrument, PriceTicks.FromTicks(ticks));

    public ContractScale Scale(InstrumentId instrument)
    {
        InstrumentSpec spec = House.Instruments[instrument.Index];
        return new ContractScale(spec, House.Assets[spec.SettlementAsset.Index], House.Rates.Mark(instrument));
    }

    /// <summary>Gives the index of the linear contract a price, and its mark with it.</summary>
    public void Price(long ticks, Timestamp now)
    {
        Market market = Exchange[Linear];
        market.Index.Update(0, QuotePrice.FromParts(ticks * market.Spec.TickSize.Parts), now);
        Exchange.RefreshMark(market, now);
    }

    /// <summary>Rests an order of the counterparty in the book of the linear contract.</summary>
    public OrderId Quote(Side side, long ticks, long lots) => Exchange.Place(
        Exchange[Linear],
        new OrderRequest { Account = Counterparty, Side = side, Limit = PriceTicks.FromTicks(ticks), Quantity = QuantityLots.FromLots(lots) },
        CaseId.None).OrderId;

    /// <summary>Accounts of every shape: isolated-like, cross with other positions, with BTC as collateral, long and short, safe and nearly breached.</summary>
    public static Venue Crowded(int seed, int accounts)
    {
        Venue venue = new();
        Random random = new(seed);
        for (int i = 0; i < accounts; i++)
        {
            InstrumentId instrument = random.Next(3) == 0 ? Inverse : Linear;
            long lots = instrument == Inverse ? random.Next(20, 20_000) : random.Next(20, 40_000);
            double notional = instrument == Inverse ? lots * 100.0 : lots * 50.0;
            double entry = Mark * (0.9 + (0.2 * random.NextDouble()));
            double equity = notional * (0.02 + (0.4 * random.NextDouble()));
            AccountId account = random.Next(2) == 0 && instrument == Linear ? venue.Open(equity) : venue.Open(equity / 2, equity / 2 / 50_000);
            venue.Trade(account, instrument, random.Next(2) == 0 ? lots : -lots, (long)entry);
            if (random.Next(2) == 0) venue.Trade(account, Other, random.Next(-4_000, 4_000) is var o && o != 0 ? o : 1, OtherMark + random.Next(-9_000, 9_000));
        }
        return venue;
    }

    private void List(string symbol, InstrumentKind kind, AssetId asset, int index, long tick, long lot, long unitsPerTickLot, MarginTier[] tiers, TierMethod method)
    {
        InstrumentSpec spec = new(
            symbol, kind, asset, PriceIndexId.FromIndex(index), QuotePrice.FromParts(tick), lot, unitsPerTickLot, PriceTicks.FromTicks(10_000_000),
            QuantityLots.FromLots(100_000_000), tiers, method, RatePpm.Zero, RatePpm.Zero, 30 * Timestamp.NanosPerSecond);
        Exchange.AddMarket(House.AddInstrument(spec), spec, OrderBookLimits.Default);
    }

    private sealed class NoEvents : IEngineEvents
    {
    }
}
