using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Fillable price, bankruptcy price and insurance delta against the values of dYdX's own tests.</summary>
/// <remarks>Values: dydxprotocol/v4-chain at 84d4664 (2026-03-04), protocol/x/clob/keeper/liquidations_test.go and deleveraging_test.go.</remarks>
public sealed class DydxVectorTests
{
    private static readonly AssetId Usd = AssetId.FromIndex(0);

    // TestGetBankruptcyPriceInQuoteQuantums: BTC at 50,000, ETH at 3,000, initial 20 %, maintenance 10 %. Base quantums of 1e-8 BTC and 1e-9 ETH are the lots.
    [Theory]
    [InlineData(10_000_000, 0, -5_000, 0, -10_000_000, 5_000_000_000)]
    [InlineData(100_000_000, 0, 1, 0, -100_000_000, -1_000_000)]
    [InlineData(10_000_000, 0, -4_501, 0, -10_000_000, 4_501_000_000)]
    [InlineData(-10_000_000, 0, 5_000, 0, 10_000_000, -5_000_000_000)]
    [InlineData(10_000_000, 0, -5_100, 0, -10_000_000, 5_100_000_000)]
    [InlineData(-100_000_000, 0, 13, 0, 21_347, -2_775)]
    [InlineData(-400_000, -100_000_000, 510, 1, 100_000_000, -306_000_000)]
    [InlineData(10_000_000, 0, -5_000, 0, -5_000_000, 2_500_000_000)]
    [InlineData(400_000, 100_000_000, -490, 1, -100_000_000, 294_000_000)]
    [InlineData(400_000, -100_000_000, 110, 1, 100_000_000, -306_000_000)]
    [InlineData(-10_000_000, 0, 4_900, 0, 10_000_000, -4_900_000_000)]
    public void BankruptcyPrice_OfTheVenuesCases_IsTheirQuote(long btc, long eth, long quoteUsd, int closed, long delta, long expected)
    {
        Venue venue = new(btcTick: 100, btcLot: 0.00000001m, ethTick: 1_000, ethLot: 0.000000001m);
        AccountId account = venue.Hold(btc, eth, quoteUsd * 1_000_000L);
        BankruptcyPrice price = new(venue.Engine.House, venue.Market(closed), account);
        Assert.Equal(expected, price.Of(QuantityLots.FromLots(Math.Abs(delta))).Units);
    }

    // TestGetFillablePrice; micro-lots and ticks of one dollar. The largest adjustment of a policy, 1,000, stands for the largest of theirs: both reach the clamp.
    [Theory]
    [InlineData(100_000, 0, -4_501, 0, 1, "1", 49_990)]
    [InlineData(100_000, 0, -4_501, 0, 1, "0.2", 49_998)]
    [InlineData(4_000, 100_000, -490, 1, 1, "0.1", 2_976)]
    [InlineData(100_000, 0, -4_501, 0, 1_000, "0.1", 49_500)]
    [InlineData(-100_000, 0, 5_499, 0, 1, "0.1", 50_001)]
    [InlineData(-100_000, 0, 5_499, 0, 1, "0.2", 50_002)]
    [InlineData(100_000, 0, -5_500, 0, 1, "0.1", 49_500)]
    [InlineData(100_000, 0, -4_501, 0, 2, "0.1", 49_998)]
    [InlineData(100_000, 0, -5_000, 0, 1, "0.1", 49_500)]
    public void FillablePrice_OfTheVenuesCases_IsTheirPrice(long btc, long eth, long quoteUsd, int closed, int adjustment, string spread, long expected)
    {
        Venue venue = new(btcTick: 1, btcLot: 0.000001m, ethTick: 1, ethLot: 0.000001m);
        AccountId account = venue.Hold(btc, eth, quoteUsd * 1_000_000L);
        ReleasePolicy policy = venue.Engine.Desk.Policy.Release with
        {
            BankruptcyAdjustment = RatePpm.FromPpm(adjustment * 1_000_000),
            SpreadToMaintenance = RatePpm.FromPpm((int)(decimal.Parse(spread, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000)),
        };
        ClearingHouse house = venue.Engine.House;
        Assert.Equal(expected, FillablePrice.Of(house, venue.Market(closed), account, house.Health(account), policy).Ticks);
    }

    // TestGetLiquidationInsuranceFundDelta: quote of the fill (a buy pays), bankruptcy quote, largest fee in ppm.
    [Theory]
    [InlineData(-4_410_000_000, -4_900_000_000, 5_000, 22_050_000)]
    [InlineData(5_610_000_000, 5_100_000_000, 1_000_000, 510_000_000)]
    [InlineData(5_100_000_000, 5_100_000_000, 5_000, 0)]
    [InlineData(-4_949_000_000, -4_900_000_000, 5_000, -49_000_000)]
    [InlineData(-4_410_000_000, -4_900_000_000, 25_000, 110_250_000)]
    [InlineData(5_610_000_000, 5_100_000_000, 5_000, 28_050_000)]
    [InlineData(-4_895_100_000, -4_900_000_000, 5_000, 4_900_000)]
    [InlineData(5_049_000_000, 5_100_000_000, 5_000, -51_000_000)]
    public void InsuranceDelta_OfTheVenuesCases_IsTheirs(long quote, long bankruptcy, int maxFeePpm, long expected) =>
        Assert.Equal(expected, InsuranceDelta.Of(Money.FromUnits(quote), Money.FromUnits(bankruptcy), RatePpm.FromPpm(maxFeePpm)).Units);

    // TestProcessDeleveraging and TestOffsetSubaccountPerpetualPosition: one bitcoin at an oracle price at which the account is just below zero.
    [Theory]
    [InlineData(-1, 54_999, 1, 50_000, 55_000, 104_999)]
    [InlineData(1, -54_999, -1, 100_000, 54_000, 45_001)]
    public void Deleveraging_OfTheVenuesCases_LeavesTheBankruptNothing(int size, long quoteUsd, int otherSize, long otherUsd, long oracle, long expectedUsd)
    {
        Venue venue = new(btcTick: 1, btcLot: 0.000001m, ethTick: 1, ethLot: 0.000001m) { Btc = oracle };
        AccountId bankrupt = venue.Prepare(size * 1_000_000L, quoteUsd * 1_000_000L), other = venue.Prepare(otherSize * 1_000_000L, otherUsd * 1_000_000L);
        venue.Do(Command.Import(default, new ImportTrade(Venue.BtcMarket, size > 0 ? bankrupt : other, size > 0 ? other : bankrupt, PriceTicks.FromTicks(oracle), QuantityLots.FromLots(1_000_000))));
        venue.Open();
        venue.Do(Command.Advance(Timestamp.FromNanos(1)));
        Assert.Equal((0, expectedUsd * 1_000_000), (venue.Wallet(bankrupt), venue.Wallet(other)));
    }

    [Fact]
    public void Deleveraging_WhenBankruptcyPricesDoNotOverlap_SkipsTheFirstAndTakesTheSecond()
    {
        // As their case, but with a first account that is healthy, as ours must be: the bankrupt is short one bitcoin with 44,000 USD at 50,000, so it can pay
        // 44,000; the first long cannot sell below 44,999, the second at anything.
        Venue venue = new(btcTick: 1, btcLot: 0.000001m, ethTick: 1, ethLot: 0.000001m);
        AccountId bankrupt = venue.Prepare(-1_000_000, 44_000_000_000), first = venue.Prepare(1_000_000, -44_999_000_000);
        AccountId second = venue.Prepare(1_000_000, 50_000_000_000), seller = venue.Prepare(0, 1_000_000_000_000);
        venue.Trade(first, bankrupt, 1_000_000);
        venue.Trade(second, seller, 1_000_000);
        venue.Open();
        venue.Do(Command.Advance(Timestamp.FromNanos(1)));
        Assert.Equal((1_000_000, 0, 0), (venue.Size(first), venue.Size(second), venue.Size(bankrupt)));
        Assert.Equal((0, 94_000_000_000), (venue.Wallet(bankrupt), venue.Wallet(second)));
    }

    /// <summary>A venue with bitcoin and ether in chosen ticks and lots, 20 % initial and 10 % maintenance margin.</summary>
    private sealed class Venue
    {
        public static readonly InstrumentId BtcMarket = InstrumentId.FromIndex(0), EthMarket = InstrumentId.FromIndex(1);

        private readonly decimal btcTick, ethTick;
        private readonly AccountId counterparty;

        public Venue(decimal btcTick, decimal btcLot, decimal ethTick, decimal ethLot)
        {
            (this.btcTick, this.ethTick) = (btcTick, ethTick);
            Engine = new RiskEngine(World.Checked, new EventLog(), IRejections.Ignored);
            List(CommandKind.ListAsset, """{ "symbol": "USD", "decimals": 6 }""");
            List(CommandKind.ListIndex, """{ "symbol": "BTC", "sources": 1, "maxAgeMilliseconds": 60000 }""");
            List(CommandKind.ListIndex, """{ "symbol": "ETH", "sources": 1, "maxAgeMilliseconds": 60000 }""");
            List(CommandKind.ListInstrument, Instrument("BTC", btcTick, btcLot));
            List(CommandKind.ListInstrument, Instrument("ETH", ethTick, ethLot));
            Do(Command.Document(CommandKind.ApplyPolicy, default), Repository.ResolvedPolicy("dydx-v4"));
            counterparty = OpenAccount();
            Do(Command.Deposit(default, counterparty, Usd, Money.FromUnits(1_000_000_000_000_000)));
        }

        public RiskEngine Engine { get; }

        public long Btc { get; init; } = 50_000;

        public static long Eth => 3_000;

        public Market Market(int instrument) => Engine.Exchange[InstrumentId.FromIndex(instrument)];

        public long Wallet(AccountId account) => Engine.House.Ledger.Balance(Usd, LedgerAccount.Wallet(account)).Units;

        public long Size(AccountId account) => Engine.House.Size(account, BtcMarket).Lots;

        /// <summary>An account of theirs: signed lots, and the quote balance beside them.</summary>
        public AccountId Hold(long btc, long eth, long quoteUnits)
        {
            long units = quoteUnits + (btc * UnitsPerLot(BtcMarket, Btc, btcTick)) + (eth * UnitsPerLot(EthMarket, Eth, ethTick));
            AccountId account = WithEquity(units);
            if (btc != 0) Trade(btc > 0 ? account : counterparty, btc > 0 ? counterparty : account, Math.Abs(btc));
            if (eth != 0) Trade(eth > 0 ? account : counterparty, eth > 0 ? counterparty : account, Math.Abs(eth), EthMarket);
            Open();
            return account;
        }

        /// <summary>An account that will have these lots of bitcoin once it has traded them at the oracle price, and then this quote balance.</summary>
        public AccountId Prepare(long btc, long quoteUnits) => WithEquity(quoteUnits + (btc * UnitsPerLot(BtcMarket, Btc, btcTick)));

        public void Trade(AccountId buyer, AccountId seller, long lots, InstrumentId? instrument = null)
        {
            bool isBtc = (instrument ?? BtcMarket) == BtcMarket;
            Import(buyer, seller, (long)(isBtc ? Btc / btcTick : Eth / ethTick), lots, isBtc ? BtcMarket : EthMarket);
        }

        public void Open()
        {
            Do(Command.PriceFrom(default, PriceIndexId.FromIndex(0), 0, QuotePrice.FromParts(Btc * QuotePrice.PartsPerUnit)));
            Do(Command.PriceFrom(default, PriceIndexId.FromIndex(1), 0, QuotePrice.FromParts(Eth * QuotePrice.PartsPerUnit)));
        }

        public void Do(Command command, byte[]? payload = null) => Assert.True(Engine.Execute(command, payload).IsAccepted);

        // A balance below zero comes from a round trip at a loss; one tick and lot is worth one unit of money or the market's multiple of it.
        private AccountId WithEquity(long units)
        {
            AccountId account = OpenAccount();
            if (units > 0) Do(Command.Deposit(default, account, Usd, Money.FromUnits(units)));
            const long gap = 500;
            long perTickLot = Engine.House.Instruments[0].UnitsPerTickLot;
            foreach ((long lots, long ticks) in new[] { (-units / perTickLot / gap, gap), (-units / perTickLot % gap, 1L) })
            {
                if (lots <= 0) continue;
                Import(account, counterparty, 1 + ticks, lots, BtcMarket);
                Import(counterparty, account, 1, lots, BtcMarket);
            }
            return account;
        }

        private long UnitsPerLot(InstrumentId instrument, long price, decimal tick) => (long)(price / tick) * Engine.House.Instruments[instrument.Index].UnitsPerTickLot;

        private void Import(AccountId buyer, AccountId seller, long ticks, long lots, InstrumentId instrument) =>
            Do(Command.Import(default, new ImportTrade(instrument, buyer, seller, PriceTicks.FromTicks(ticks), QuantityLots.FromLots(lots))));

        private AccountId OpenAccount() => AccountId.FromIndex((int)Engine.Execute(Command.Open(default)).Value);

        private void List(CommandKind kind, string document) => Do(Command.Document(kind, default), Encoding.UTF8.GetBytes(document));

        private static string Instrument(string symbol, decimal tick, decimal lot) => FormattableString.Invariant($$"""
            { "symbol": "{{symbol}}-USD", "kind": "perpetual", "settlementAsset": "USD", "index": "{{symbol}}", "tickSize": {{tick}}, "lotSize": {{lot}}, "maxPrice": 1000000, "maxPosition": 100,
              "tiers": [ { "notionalFrom": 0, "initialRate": 0.2, "maintenanceRate": 0.1 } ], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 86400 }
            """);
    }
}
