using Spillway.Benchmarks.Book;
using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Watch;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;
using Spillway.Signals;

namespace Spillway.Benchmarks.Maps;

/// <summary>A clearing house in which everybody holds the market that is mapped: half of the accounts nothing else, the other half three other markets beside it.</summary>
internal sealed class MapVenue
{
    /// <summary>Mark of every instrument at the beginning. One lot is then worth one USD, and one tick of it one minor unit.</summary>
    public const long StartTicks = 1_000_000;

    public const int PositionsOfCross = 4;

    /// <summary>The market that is mapped.</summary>
    public static readonly InstrumentId Mapped = InstrumentId.FromIndex(0);

    private const int Instruments = 8, Levels = 500;
    private const long UnitsPerUsd = 1_000_000, StreetUnits = 1_000_000_000_000_000;

    private static readonly AssetId Usd = AssetId.FromIndex(0);
    private static readonly SlackDraw Slack = new(0.06, 1.07);

    private readonly SeededDraws draws = new(23);
    private readonly int accounts;

    public MapVenue(int accounts, CancellationToken cancellation)
    {
        this.accounts = accounts;
        House.AddAsset(new AssetSpec("USD", 6, RatePpm.Zero, PriceIndexId.None));
        for (int i = 0; i < Instruments; i++) List(i);
        for (int i = 0; i < Instruments; i++) Deposit(House.OpenAccount(AccountId.None, InstrumentId.None), StreetUnits);
        for (int i = 0; i < accounts; i++)
        {
            if ((i & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            Open(isCross: (i & 1) == 1);
        }
        Quote();
    }

    public ClearingHouse House { get; } = new();

    public CaseTable Cases { get; } = new();

    public OrderBook Book { get; } = new(1 << 12);

    public ContractScale Scale => new(House.Instruments[Mapped.Index], House.Assets[0], House.Rates.Mark(Mapped));

    /// <summary>Changes balances and positions of some accounts, as transfers and fills do.</summary>
    public void Stir(int changes)
    {
        for (int i = 0; i < changes; i++)
        {
            AccountId account = AccountId.FromIndex(Instruments + draws.Below(accounts));
            if ((i & 1) == 0) Deposit(account, draws.Below(100_000_000));
            else Trade(account, Mapped, (1 - (2 * draws.Below(2))) * (1 + draws.Below(100)));
        }
    }

    /// <summary>Moves every mark by up to five basis points.</summary>
    public void Move()
    {
        for (int i = 0; i < Instruments; i++)
        {
            InstrumentId id = InstrumentId.FromIndex(i);
            House.SetMark(id, PriceTicks.FromTicks(House.Rates.Mark(id).Ticks * (9_995 + draws.Below(11)) / 10_000));
        }
    }

    /// <summary>By a look at everybody with the exact rule: notional at the mark of those who are liquidatable at another price of the mapped market.</summary>
    public double Liquidatable(bool longs, long ticks)
    {
        double sum = 0;
        ContractScale scale = Scale;
        for (int i = 0; i < House.Accounts.Count; i++)
        {
            AccountId account = AccountId.FromIndex(i);
            QuantityLots size = House.Size(account, Mapped);
            if (size.Lots == 0 || size.Lots > 0 != longs) continue;
            if (House.HealthIf(account, Mapped, PriceTicks.FromTicks(ticks), size, House.Basis(account, Mapped)).IsLiquidatable) sum += scale.Value(size);
        }
        return sum;
    }

    private void List(int i)
    {
        RatePpm maintenance = RatePpm.FromPpm(5_000 + draws.Below(10_000)), doubled = RatePpm.FromPpm(2 * maintenance.Ppm);
        MarginTier[] tiers = [new(Money.Zero, doubled, maintenance), new(Money.FromUnits(20_000 * UnitsPerUsd), RatePpm.FromPpm(4 * maintenance.Ppm), doubled)];
        InstrumentId id = House.AddInstrument(new InstrumentSpec(
            $"M{i}-PERP", InstrumentKind.LinearPerpetual, Usd, PriceIndexId.FromIndex(i), QuotePrice.FromParts(100_000_000), 10_000, 1, PriceTicks.FromTicks(100 * StartTicks),
            QuantityLots.FromLots(100_000_000_000), tiers, TierMethod.Marginal, RatePpm.Zero, RatePpm.Zero, Timestamp.NanosPerSecond));
        House.SetMark(id, PriceTicks.FromTicks(StartTicks));
    }

    // 64 % of positions are long.
    private void Open(bool isCross)
    {
        AccountId account = House.OpenAccount(AccountId.None, InstrumentId.None);
        int first = draws.Below(Instruments - 1);
        long gross = 0;
        for (int i = 0; i < (isCross ? PositionsOfCross : 1); i++)
        {
            long usd = SlackDraw.Usd(draws);
            gross += usd;
            Trade(account, i == 0 ? Mapped : InstrumentId.FromIndex(1 + ((first + i) % (Instruments - 1))), draws.Below(100) < 64 ? usd : -usd);
        }
        Deposit(account, House.Health(account).Maintenance.Units + (long)(Slack.Next(draws) * gross * UnitsPerUsd));
    }

    private void Quote()
    {
        FillRing ring = new(2);
        for (int level = 1; level <= Levels; level++)
        {
            foreach (Side side in (Side[])[Side.Buy, Side.Sell])
            {
                Book.Place(
                    new OrderRequest
                    {
                        Account = AccountId.FromIndex(0),
                        Side = side,
                        Limit = PriceTicks.FromTicks(StartTicks - (side.Sign() * level * 200L)),
                        Quantity = QuantityLots.FromLots(1_000_000),
                    },
                    ref ring);
            }
        }
    }

    private void Trade(AccountId account, InstrumentId instrument, long lots)
    {
        AccountId street = AccountId.FromIndex(instrument.Index);
        (AccountId buyer, AccountId seller) = lots > 0 ? (account, street) : (street, account);
        House.Trade(instrument, buyer, seller, House.Rates.Mark(instrument), QuantityLots.FromLots(Math.Abs(lots)));
    }

    private void Deposit(AccountId account, long units) => House.Post(Usd, LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(units));
}
