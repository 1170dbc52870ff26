using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation.Tests.Watch;

/// <summary>Populations built against the watch: a sweep examines nobody twice, and nobody without reason.</summary>
public sealed class CrowdedWatchTests : IAccountObserver, IBreachSink
{
    private const long Mark = 1_000_000;
    private static readonly RatePpm Breach = RatePpm.FromPpm(1_000_000);

    private readonly ClearingHouse house = new();
    private readonly EdgeWatch watch;
    private readonly HashSet<int> found = [];

    public CrowdedWatchTests()
    {
        watch = new EdgeWatch(house);
        house.Observer = this;
        house.AddAsset(new AssetSpec("USD", 6, RatePpm.Zero, PriceIndexId.None));
    }

    [Fact]
    public void Sweep_WhenEveryoneIsOneTickFromLiquidation_ExaminesEachOnce()
    {
        const int crowd = 5_000;
        List(1);
        AccountId street = Open(1L << 50);
        for (int i = 0; i < crowd; i++) Buy(Open(0), street, 0, 100);
        Sweep(Mark, 0);
        Assert.Equal(crowd, SoonBreached());
        long before = watch.Wakes;
        Sweep(Mark - 1, 0);
        Assert.Equal(crowd, found.Count);
        Assert.InRange(watch.Wakes - before, crowd, crowd + 1); // the street holds the other side
        before = watch.Wakes;
        Sweep(Mark - 2, 0);
        Assert.InRange(watch.Wakes - before, 0, 1); // a breached account is not looked at again
    }

    [Fact]
    public void Sweep_WhenTheMarkOscillatesOnOneTickWithEverybodyOnIt_ExaminesEachOnceATickAtMost()
    {
        const int crowd = 1_000, ticks = 200;
        List(1);
        AccountId street = Open(1L << 50);
        for (int i = 0; i < crowd; i++) Buy(Open(105), street, 0, 100); // one tick of slack, and roundings that a band may not promise
        Sweep(Mark, 0);
        long before = watch.Wakes;
        for (int tick = 0; tick < ticks; tick++) Sweep(Mark - (tick & 1), 0);
        Assert.Empty(found);
        Assert.InRange(watch.Wakes - before, 0, (long)ticks * (crowd + 1));
    }

    [Fact]
    public void Sweep_WhenOneAccountHoldsAThousandPositions_ExaminesItAsRarelyAsAnyOther()
    {
        const int positions = 1_000, ticks = 20_000;
        List(positions);
        AccountId street = Open(1L << 50), giant = Open(100_000_000);
        for (int i = 0; i < positions; i++) Buy(giant, street, i, 100);
        for (int i = 0; i < positions; i++) Sweep(Mark, i);
        Random random = new(1);
        long before = watch.Wakes;
        for (int tick = 0; tick < ticks; tick++) Sweep(Mark + random.Next(-100, 101), random.Next(positions)); // one basis point against ten of slack
        Assert.Empty(found);
        Assert.InRange(watch.Wakes - before, 0, ticks / 100);
    }

    /// <inheritdoc/>
    void IAccountObserver.AccountChanged(AccountId account) => watch.AccountChanged(account);

    /// <inheritdoc/>
    void IBreachSink.Found(AccountId account, in AccountHealth health) => found.Add(account.Index);

    private int SoonBreached()
    {
        house.SetMark(InstrumentId.FromIndex(0), PriceTicks.FromTicks(Mark - 1));
        int breached = Enumerable.Range(0, house.Accounts.Count).Count(i => house.Health(AccountId.FromIndex(i)).IsLiquidatable);
        house.SetMark(InstrumentId.FromIndex(0), PriceTicks.FromTicks(Mark));
        return breached;
    }

    private void Sweep(long mark, int instrument)
    {
        house.SetMark(InstrumentId.FromIndex(instrument), PriceTicks.FromTicks(mark));
        watch.SweepInstruments([InstrumentId.FromIndex(instrument)], Breach, this);
    }

    // One unit a tick and lot; maintenance of one per cent.
    private void List(int count)
    {
        for (int i = 0; i < count; i++)
        {
            house.AddInstrument(new InstrumentSpec(
                $"M{i}", InstrumentKind.LinearPerpetual, AssetId.FromIndex(0), PriceIndexId.FromIndex(0), QuotePrice.FromParts(1_000_000), 1_000_000, 1, PriceTicks.FromTicks(100 * Mark),
                QuantityLots.FromLots(1L << 30), [new MarginTier(Money.Zero, RatePpm.FromPpm(20_000), RatePpm.FromPpm(10_000))], TierMethod.Marginal, RatePpm.Zero, RatePpm.Zero, Timestamp.NanosPerSecond));
            house.SetMark(InstrumentId.FromIndex(i), PriceTicks.FromTicks(Mark));
        }
    }

    /// <summary>An account with units of slack; <see cref="Buy"/> adds the maintenance margin of what it buys.</summary>
    private AccountId Open(long slack)
    {
        AccountId account = house.OpenAccount(AccountId.None, InstrumentId.None);
        house.Post(AssetId.FromIndex(0), LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(slack));
        return account;
    }

    private void Buy(AccountId account, AccountId street, int instrument, long lots)
    {
        house.Trade(InstrumentId.FromIndex(instrument), account, street, PriceTicks.FromTicks(Mark), QuantityLots.FromLots(lots));
        house.Post(AssetId.FromIndex(0), LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(lots * Mark / 100));
    }
}
