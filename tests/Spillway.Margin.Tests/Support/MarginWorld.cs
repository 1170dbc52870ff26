using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>A clearing house in a random state, with the plain facts beside it that a reference needs.</summary>
internal sealed class MarginWorld
{
    public readonly record struct Order(AccountId Account, int Instrument, Side Side, long Ticks, long Lots);

    public ClearingHouse House { get; } = new();

    public List<AssetSpec> Assets { get; } = [];

    public List<QuotePrice> Prices { get; } = [];

    public List<InstrumentSpec> Instruments { get; } = [];

    public List<long> Marks { get; } = [];

    public List<AccountId> Accounts { get; } = [];

    public List<Order> Orders { get; } = [];

    /// <summary>Linear contracts and the valuation asset only: nothing is rounded anywhere.</summary>
    public static MarginWorld ExactlyRepresentable(Draw draw) => Make(draw, InstrumentCount(draw), 1, draw.Chance(30), [InstrumentKind.LinearPerpetual]);

    /// <summary>Several assets, both kinds of contract.</summary>
    public static MarginWorld Mixed(Draw draw) =>
        Make(draw, InstrumentCount(draw), draw.Between(1, 5), draw.Chance(30), [InstrumentKind.LinearPerpetual, InstrumentKind.InversePerpetual]);

    public long Balance(AccountId account, int asset) => House.Wallet(account, asset);

    public long Size(AccountId account, int instrument) => House.Size(account, InstrumentId.FromIndex(instrument)).Lots;

    public long Basis(AccountId account, int instrument) => House.Basis(account, InstrumentId.FromIndex(instrument)).Units;

    private static MarginWorld Make(Draw draw, int instruments, int assets, bool isExtreme, InstrumentKind[] kinds)
    {
        MarginWorld world = new();
        for (int asset = 0; asset < assets; asset++) world.AddAsset(draw, isExtreme);
        for (int i = 0; i < instruments; i++) world.AddInstrument(draw, draw.Pick(kinds), isExtreme);
        for (int n = draw.Between(2, 5); n > 0; n--) world.Accounts.Add(world.House.OpenCross());
        for (int n = draw.Between(1, 3); n > 0; n--)
            world.Accounts.Add(world.House.OpenAccount(world.Accounts[0], InstrumentId.FromIndex(draw.Between(0, instruments - 1))));
        foreach (AccountId account in world.Accounts) world.Fund(draw, account, isExtreme);
        for (int n = draw.Between(0, 30 + (instruments * 5)); n > 0; n--) world.Trade(draw);
        for (int n = draw.Between(0, 12); n > 0; n--) world.Rest(draw);
        return world;
    }

    private static int InstrumentCount(Draw draw) => draw.Chance(10) ? 64 : draw.Between(1, 8);

    private void AddAsset(Draw draw, bool isExtreme)
    {
        bool isValuation = Assets.Count == 0;
        int decimals = isExtreme ? draw.Between(0, 12) : draw.Pick([6, 8, isValuation ? 6 : 2]);
        Assets.Add(new AssetSpec($"A{Assets.Count}", decimals, isValuation ? RatePpm.Zero : RatePpm.FromPpm(draw.Pick([0, 50_000, 123_457, 1_000_000])), PriceIndexId.None));
        AssetId id = House.AddAsset(Assets[^1]);
        // The highest price whose factor the rate table holds; see RateTable.
        int coarser = Math.Max(0, Assets[0].Decimals - decimals);
        Int128 highest = ((Int128)QuotePrice.PartsPerUnit << 34) / (Int128)Math.Pow(10, coarser);
        long price = (long)Int128.Min(draw.Magnitude(isExtreme ? long.MaxValue : 200_000 * QuotePrice.PartsPerUnit), highest);
        Prices.Add(isValuation ? QuotePrice.One : QuotePrice.FromParts(price));
        if (!isValuation) House.SetAssetPrice(id, Prices[^1]);
    }

    private void AddInstrument(Draw draw, InstrumentKind kind, bool isExtreme)
    {
        // The bounds that a listing guarantees: 2^42 units a tick and lot; 2^56 units at the highest price (linear), 2^60 at one tick (inverse).
        bool isInverse = kind == InstrumentKind.InversePerpetual;
        int unitBits = isExtreme ? draw.Between(0, 42) : draw.Between(4, 28), sizeBits = draw.Between(0, (isInverse ? 60 : 56) - unitBits);
        int priceBits = isInverse ? draw.Between(1, 40) : draw.Between(0, Math.Min(40, 56 - unitBits - sizeBits));
        long units = 1L << unitBits, maxSize = 1L << sizeBits, maxPrice = 1L << priceBits;
        if (draw.Chance(50)) (units, maxSize, maxPrice) = (Math.Max(1, units - 1), Math.Max(1, maxSize - 1), Math.Max(1, maxPrice - 1));
        long mark = draw.Magnitude(maxPrice);
        InstrumentSpec bare = isInverse ? Contracts.Inverse(units, maxPrice, maxSize) : Contracts.Linear(units, maxPrice, maxSize);
        InstrumentSpec spec = bare with
        {
            SettlementAsset = AssetId.FromIndex(draw.Between(0, Assets.Count - 1)),
            TierMethod = draw.Pick([TierMethod.Marginal, TierMethod.Whole]),
            Tiers = Tiers(draw, lots => isInverse ? (long)((Int128)units * lots / mark) : units * mark * lots, maxSize),
        };
        Instruments.Add(spec);
        Marks.Add(mark);
        House.SetMark(House.AddInstrument(spec), mark);
    }

    // Edges at the notional of whole numbers of lots, so that positions meet them exactly.
    private static List<MarginTier> Tiers(Draw draw, Func<long, long> notional, long maxSize)
    {
        List<MarginTier> tiers = [];
        (int initial, int maintenance) = (draw.Between(1, 50_000), draw.Between(1, 50_000));
        for (int n = draw.Between(1, 16); n > 0; n--)
        {
            long from = tiers.Count == 0 ? 0 : notional(EdgeLots(tiers.Count, maxSize));
            if (tiers.Count > 0 && from <= tiers[^1].NotionalFrom.Units) continue;
            tiers.Add(Contracts.Tier(from, Math.Max(initial, maintenance), maintenance));
            initial = Math.Min(1_000_000, initial + draw.Between(0, 100_000));
            maintenance = Math.Min(1_000_000, maintenance + draw.Between(0, 100_000));
        }
        return tiers;
    }

    private static long EdgeLots(int tier, long maxSize) => Math.Max(1, maxSize >> Math.Max(0, 16 - tier));

    private void Fund(Draw draw, AccountId account, bool isExtreme)
    {
        InstrumentId isolated = House.Accounts.IsolatedInstrument(account);
        for (int asset = 0; asset < Assets.Count; asset++)
        {
            if (isolated != InstrumentId.None && Instruments[isolated.Index].SettlementAsset.Index != asset) continue;
            if (draw.Chance(20)) continue;
            long units = draw.Magnitude(1L << (isExtreme ? 59 : 44));
            House.Deposit(account, asset, draw.Chance(30) ? -units : units);
        }
    }

    private void Trade(Draw draw)
    {
        int i = draw.Between(0, Instruments.Count - 1);
        AccountId[] holders = [.. Accounts.Where(account => MayHold(account, i))];
        AccountId buyer = draw.Pick(holders), seller = draw.Pick(holders);
        long maxSize = Instruments[i].MaxPosition.Lots;
        long lots = draw.Chance(50) ? EdgeLots(draw.Between(1, 15), maxSize) : draw.Magnitude(maxSize);
        bool fits = buyer != seller && Size(buyer, i) + lots <= maxSize && Size(seller, i) - lots >= -maxSize;
        if (fits) House.Trade(InstrumentId.FromIndex(i), buyer, seller, draw.Magnitude(Instruments[i].MaxPrice.Ticks), lots);
    }

    private void Rest(Draw draw)
    {
        int i = draw.Between(0, Instruments.Count - 1);
        AccountId account = draw.Pick([.. Accounts.Where(holder => MayHold(holder, i))]);
        Side side = draw.Pick([Side.Buy, Side.Sell]);
        long lots = draw.Magnitude(Instruments[i].MaxPosition.Lots), ticks = draw.Magnitude(Instruments[i].MaxPrice.Ticks);
        long resting = Orders.Where(o => o.Account == account && o.Instrument == i && o.Side == side).Sum(o => o.Lots);
        if ((Size(account, i) * side.Sign()) + resting + lots > Instruments[i].MaxPosition.Lots) return;
        InstrumentId id = InstrumentId.FromIndex(i);
        House.OrderRested(id, House.OwnerSlot(account, id), side, PriceTicks.FromTicks(ticks), QuantityLots.FromLots(lots));
        Orders.Add(new Order(account, i, side, ticks, lots));
    }

    private bool MayHold(AccountId account, int instrument)
    {
        InstrumentId isolated = House.Accounts.IsolatedInstrument(account);
        return isolated == InstrumentId.None || isolated.Index == instrument;
    }
}
