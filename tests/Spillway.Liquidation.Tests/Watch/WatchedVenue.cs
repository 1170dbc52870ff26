using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation.Tests.Watch;

/// <summary>A clearing house with a random population under the edge watch, and a look at everybody after every tick.</summary>
/// <remarks>
/// Contracts of every kind that bands distinguish: linear with rising and with falling tiers, whole-notional tiers up and down, margins so high that a gain does not pay for them, inverse.
/// Collateral in dollars and in coin. The first accounts are the street: the other side of every trade.
/// </remarks>
internal sealed class WatchedVenue : IAccountObserver, IBreachSink
{
    private const int Accounts = 300, Street = 10;
    private const long Start = 100_000;
    private static readonly AssetId Usd = AssetId.FromIndex(0), Coin = AssetId.FromIndex(1);
    private static readonly (int From, int Ppm)[][] Ladders =
    [
        [(0, 5_000)],
        [(0, 5_000), (20_000, 10_000), (60_000, 25_000)],
        [(0, 25_000), (20_000, 10_000), (60_000, 5_000)],
        [(0, 400_000)],
    ];

    private readonly Random random;
    private readonly RatePpm ratioAtFirst;
    private readonly EdgeWatch watch;
    private readonly long[] marks;
    private readonly bool[] isKnownBelow = new bool[Accounts], isKnownBreached = new bool[Accounts];
    private RatePpm ratio;
    private double coinPrice = 50_000;

    public WatchedVenue(int seed, int ratioPpm, int? mostWakes)
    {
        random = new Random(seed);
        ratio = ratioAtFirst = RatePpm.FromPpm(ratioPpm);
        watch = new EdgeWatch(House, mostWakes);
        House.Observer = this;
        House.AddAsset(new AssetSpec("USD", 6, RatePpm.Zero, PriceIndexId.None));
        House.AddAsset(new AssetSpec("COIN", 8, RatePpm.FromPpm(50_000), PriceIndexId.FromIndex(0)));
        for (int ladder = 0; ladder < Ladders.Length; ladder++)
        {
            foreach (TierMethod method in new[] { TierMethod.Marginal, TierMethod.Whole })
            {
                House.AddInstrument(Contract(InstrumentKind.LinearPerpetual, Ladders[ladder], method));
                House.AddInstrument(Contract(InstrumentKind.InversePerpetual, Ladders[ladder], method));
            }
        }
        marks = new long[House.Instruments.Count];
        Array.Fill(marks, Start);
        MoveCoin(1);
        for (int i = 0; i < marks.Length; i++) House.SetMark(InstrumentId.FromIndex(i), PriceTicks.FromTicks(Start));
        for (int i = 0; i < Accounts; i++) House.OpenAccount(AccountId.None, InstrumentId.None);
        for (int i = 0; i < Street; i++) Deposit(i, Usd, 1L << 50);
        for (int i = Street; i < Accounts; i++) Populate(i);
    }

    public ClearingHouse House { get; } = new();

    public long Looks { get; private set; }

    public int Found { get; private set; }

    public long LooksOfTheWatch => watch.Looks;

    /// <summary>One event of the market or of an account, its sweep, and the look at everybody.</summary>
    public void Tick()
    {
        switch (random.Next(40))
        {
            case 0:
                if (MoveCoin(1 + ((random.NextDouble() - 0.5) * (random.Next(20) == 0 ? 0.4 : 0.004)))) watch.SweepAsset(Coin, ratio, this);
                break;
            case 1:
                House.ApplyFunding(Any(), random.Next(-1_000_000, 1_000_001));
                break;
            case 2:
                TakeOrGive(random.Next(Street, Accounts));
                break;
            case 3 or 4:
                Trade(random.Next(Street, Accounts));
                break;
            case 5 when random.Next(5) == 0:
                ChangeRatio();
                break;
        }
        Sweep();
    }

    /// <inheritdoc/>
    void IBreachSink.Found(AccountId account, in AccountHealth health)
    {
        Assert.Equal(House.Health(account), health);
        Assert.True(health.IsBelow(ratio), $"{account} was found and is above the ratio");
        Found += isKnownBelow[account.Index] ? 0 : 1;
        isKnownBelow[account.Index] = true;
        isKnownBreached[account.Index] |= health.IsLiquidatable;
    }

    /// <inheritdoc/>
    void IAccountObserver.AccountChanged(AccountId account) => Forget(account);

    // One market or some together; small steps, gaps, and now and then there and back.
    private void Sweep()
    {
        List<InstrumentId> moved = [];
        int count = random.Next(4) == 0 ? random.Next(2, marks.Length + 1) : 1;
        double common = random.Next(300) == 0 ? (random.NextDouble() - 0.5) * 0.3 : (random.NextDouble() - 0.5) * 0.003;
        for (int i = 0; i < count; i++)
        {
            InstrumentId instrument = Any();
            if (moved.Contains(instrument)) continue;
            double pull = 1e-3 * Math.Log((double)Start / marks[instrument.Index]);
            marks[instrument.Index] = Math.Max(1, (long)Math.Round(marks[instrument.Index] * Math.Exp(common + pull + ((random.NextDouble() - 0.5) * 0.001))));
            House.SetMark(instrument, PriceTicks.FromTicks(marks[instrument.Index]));
            moved.Add(instrument);
        }
        watch.SweepInstruments([.. moved], ratio, this);
        LookAtEverybody(moved);
    }

    private void LookAtEverybody(List<InstrumentId> moved)
    {
        for (int i = 0; i < Accounts; i++)
        {
            AccountId account = AccountId.FromIndex(i);
            AccountHealth health = House.Health(account);
            Looks++;
            bool isBelow = health.IsBelow(ratio);
            bool isHolder = moved.Exists(instrument => House.Size(account, instrument) != QuantityLots.Zero);
            if (isHolder && isBelow && !isKnownBelow[i]) Assert.Fail($"account {i} is below the ratio and was not found");
            if (isHolder && health.IsLiquidatable && !isKnownBreached[i]) Assert.Fail($"account {i} is breached and was not found");
            if (!isBelow && isKnownBelow[i]) Forget(account); // the desk says so when a call is met or a case closed
            else if (health.IsLiquidatable && isKnownBreached[i] && random.Next(20) == 0) Deposit(i, Usd, (long)((health.Maintenance - health.Equity).Units * (1 + random.NextDouble())));
        }
    }

    private void Forget(AccountId account)
    {
        (isKnownBelow[account.Index], isKnownBreached[account.Index]) = (false, false);
        watch.AccountChanged(account);
    }

    // Another ratio is another question: everybody is to be found anew by the next sweep of what it holds.
    private void ChangeRatio()
    {
        ratio = ratio == ratioAtFirst ? RatePpm.FromPpm(ratioAtFirst.Ppm / 10 * 11) : ratioAtFirst;
        Array.Clear(isKnownBelow);
        Array.Clear(isKnownBreached);
    }

    private InstrumentId Any() => InstrumentId.FromIndex(random.Next(marks.Length));

    private bool MoveCoin(double factor)
    {
        coinPrice = Math.Clamp(coinPrice * factor, 10_000, 200_000);
        return House.SetAssetPrice(Coin, QuotePrice.FromParts((long)(coinPrice * 1e9)));
    }

    private void Populate(int account)
    {
        for (int positions = random.Next(1, 9); positions > 0; positions--) Trade(account);
        AccountHealth health = House.Health(AccountId.FromIndex(account));
        long missing = Math.Max(0, (health.Maintenance - health.Equity).Units) + (long)(health.Maintenance.Units * Math.Exp(2 * (random.NextDouble() - 0.5)));
        bool isCoin = random.Next(3) == 0;
        Deposit(account, isCoin ? Coin : Usd, isCoin ? (long)(missing * 100 / coinPrice / 0.95) : missing);
    }

    private void TakeOrGive(int account)
    {
        AccountHealth health = House.Health(AccountId.FromIndex(account));
        Deposit(account, Usd, (long)((health.Equity - health.Maintenance).Units * (random.NextDouble() - 0.5)));
    }

    private void Trade(int account)
    {
        InstrumentId instrument = Any();
        long lots = (1L << random.Next(14)) + random.Next(100);
        (AccountId buyer, AccountId seller) = (AccountId.FromIndex(account), AccountId.FromIndex(random.Next(Street)));
        if (random.Next(2) == 0) (buyer, seller) = (seller, buyer);
        House.Trade(instrument, buyer, seller, PriceTicks.FromTicks(marks[instrument.Index]), QuantityLots.FromLots(lots));
    }

    private void Deposit(int account, AssetId asset, long units) => House.Post(asset, LedgerAccount.External, LedgerAccount.Wallet(AccountId.FromIndex(account)), Money.FromUnits(units));

    // A lot is worth ten dollars at the start in both kinds; tiers in dollars, or in coin at 50,000.
    private static InstrumentSpec Contract(InstrumentKind kind, (int From, int Ppm)[] ladder, TierMethod method)
    {
        bool isInverse = kind == InstrumentKind.InversePerpetual;
        MarginTier[] tiers = [.. ladder.Select(tier => new MarginTier(
            Money.FromUnits(isInverse ? tier.From * 2_000L : tier.From * 1_000_000L), RatePpm.FromPpm(Math.Min(1_000_000, 2 * tier.Ppm)), RatePpm.FromPpm(tier.Ppm)))];
        return new InstrumentSpec(
            isInverse ? "INVERSE" : "LINEAR", kind, isInverse ? Coin : Usd, PriceIndexId.FromIndex(0), QuotePrice.FromParts(1_000_000_000), 1_000_000_000, isInverse ? 2_000_000_000 : 100,
            PriceTicks.FromTicks(100 * Start), QuantityLots.FromLots(100_000_000), tiers, method, RatePpm.Zero, RatePpm.Zero, Timestamp.NanosPerSecond);
    }
}
