using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>Before a breach: money from a reserve, closing in the soft zone, and what may leave while a market is in stress.</content>
public sealed partial class LiquidationDesk
{
    // The soft zone has this many steps: a further close comes when health is one of them below where the last one was made.
    private const int SoftSteps = 10;

    private bool[] isSoft = []; // agreed to pre-liquidation
    private long[] softPpm = []; // health at the last soft close of a call; zero before the first

    /// <summary>Reserves behind accounts.</summary>
    public TopUpBook TopUps { get; } = new();

    /// <summary>Whether an account agreed to be closed in part before a breach.</summary>
    public bool HasPreLiquidation(AccountId account) => account.Index < isSoft.Length && isSoft[account.Index];

    /// <summary>Takes the word of an account on pre-liquidation.</summary>
    public void SetPreLiquidation(AccountId account, bool agrees)
    {
        Grow(ref isSoft, account);
        isSoft[account.Index] = agrees;
    }

    /// <summary>Whether an account holds a position in a market that is in stress at a time.</summary>
    public bool HoldsMarketInStress(AccountId account, Timestamp time)
    {
        ClearingHouse house = exchange.House;
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            if (house.Positions.SizeLots[row] != 0 && IsInStress(exchange.Markets[house.Positions.Instruments[row]], time)) return true;
        }
        return false;
    }

    /// <summary>Whether a market is in stress: by its own move within the window of the budget, or by a fresh loop gain.</summary>
    public bool IsInStress(Market market, Timestamp time)
    {
        StressPolicy stress = Policy.Stress;
        long move = Math.Max(market.Falls.Read(Policy.Release).ExogenousPpb, market.Squeezes.Read(Policy.Release).ExogenousPpb);
        if (stress.MovePpb > 0 && move >= stress.MovePpb) return true;
        bool isFresh = time - market.Signals.AsOf <= limits.SignalMaxAgeNanos;
        return stress.Gain > RatePpm.Zero && isFresh && Math.Max(market.Signals.LongGainPpm, market.Signals.ShortGainPpm) >= stress.Gain.Ppm;
    }

    // A reserve pays what initial margin lacks, within its limit, what it holds, and its own initial margin.
    private void TopUp(AccountId account)
    {
        if (!Policy.TopUp.Enabled || !TopUps.TryGet(account, out TopUp topUp)) return;
        if (IsPool(topUp.Reserve) || Liquidity.Contains(topUp.Reserve) || Cases.IsOpen(topUp.Reserve) || Takers.IsPledged(topUp.Reserve) || exchange.House.HoldsWithoutMark(topUp.Reserve)) return;
        AssetId asset = AssetId.FromIndex(0);
        ClearingHouse house = exchange.House;
        Money missing = Lacking(account);
        Int128 free = house.Health(topUp.Reserve).EquityMillionths - house.InitialMarginMillionths(topUp.Reserve);
        Money held = house.Ledger.Balance(asset, LedgerAccount.Wallet(topUp.Reserve));
        Money paid = Money.Min(Money.Min(missing, topUp.Left), Money.Min(held, AccountHealth.Displayed(free, Rounding.Down)));
        if (paid <= Money.Zero) return;
        house.Post(asset, LedgerAccount.Wallet(topUp.Reserve), LedgerAccount.Wallet(account), paid);
        topUp = topUp with { Left = topUp.Left - paid };
        TopUps.Set(in topUp);
        events.On(new ToppedUp(account, topUp.Reserve, paid, missing, topUp.Left));
    }

    // What initial margin lacks, not below zero.
    private Money Lacking(AccountId account)
    {
        Int128 missing = exchange.House.InitialMarginMillionths(account) - exchange.House.Health(account).EquityMillionths;
        return AccountHealth.Displayed(Int128.Max(0, missing), Rounding.Up);
    }

    // Called accounts are few, and each was looked at in this command anyway, to see whether its call is met.
    private void PreLiquidate()
    {
        if (!Policy.PreLiquidation.Enabled) return;
        ClearTouched();
        foreach (AccountId account in warned)
        {
            if (HasPreLiquidation(account) && !IsPool(account) && !Liquidity.Contains(account) && IsWarned(account) && !Cases.IsOpen(account)) CloseSoftly(account);
        }
        RefreshTouchedMarkets();
    }

    private void CloseSoftly(AccountId account)
    {
        PreLiquidationPolicy policy = Policy.PreLiquidation;
        AccountHealth health = exchange.House.Health(account);
        long ratio = health.RatioPpm, zone = policy.From.Ppm - RatePpm.Whole;
        if (health.IsLiquidatable || ratio >= policy.From.Ppm) return;
        Grow(ref softPpm, account);
        ref long last = ref softPpm[account.Index];
        if (last > 0 && ratio > last - (zone / SoftSteps)) return;
        Market? market = ChooseLeg(account, isOffBookOnly: false);
        if (market is null || BookBound(market, in health) != ReleaseBound.Nothing) return;
        last = ratio;
        long size = exchange.House.Size(account, market.Id).Lots;
        Side side = size > 0 ? Side.Sell : Side.Buy;
        long share = ExactMath.MultiplyDivide(policy.ShareAtBreach.Ppm, policy.From.Ppm - ratio, zone, Rounding.Up);
        QuantityLots wanted = QuantityLots.FromLots(ExactMath.MultiplyDivide(Math.Abs(size), share, RatePpm.Whole, Rounding.Up));
        PriceTicks limit = SoftLimit(market, account, in health, side);
        (QuantityLots filled, long swept) = Sweep(market, account, side, wanted, limit);
        events.On(new PreLiquidated(account, market.Id, side, ratio, wanted, filled, limit, swept));
    }

    // The floor of the release rule, and the price at which closing costs as much health as it frees; whichever is nearer.
    private PriceTicks SoftLimit(Market market, AccountId account, in AccountHealth health, Side side)
    {
        const long partsPerPpm = 1_000;
        Int128 ratePpb = exchange.House.MaintenanceRatePpb(market.Id, exchange.House.Size(account, market.Id));
        long cost = (long)Int128.Clamp(ratePpb * health.RatioPpm / partsPerPpm / RatePpm.Whole, 0, RatePpm.Whole) - market.Spec.TakerFee.Ppm;
        long mark = market.Price.Mark.Ticks;
        long fair = side == Side.Sell
            ? Math.Max(1, ExactMath.MultiplyDivide(mark, RatePpm.Whole - cost, RatePpm.Whole, Rounding.Up))
            : ExactMath.MultiplyDivide(mark, RatePpm.Whole + cost, RatePpm.Whole, Rounding.Down);
        PriceTicks floor = Limit(market, account, in health, side, Cut(market, market.Budget(side).Read(Policy.Release)));
        if (!floor.IsSet) return PriceTicks.FromTicks(fair);
        return PriceTicks.FromTicks(side == Side.Sell ? Math.Max(fair, floor.Ticks) : Math.Min(fair, floor.Ticks));
    }

    // A voluntary order of the account that the budget counts as our own.
    private (QuantityLots Filled, long SweptPpb) Sweep(Market market, AccountId account, Side side, QuantityLots lots, PriceTicks limit)
    {
        Side resting = side.Opposite();
        PriceTicks before = Best(market, resting);
        if (VolumeRoom(market, side) is { } most) lots = Smaller(lots, most);
        DepthWalk walk = market.Book.Walk(resting, lots, limit);
        if (walk.Quantity == QuantityLots.Zero) return (QuantityLots.Zero, 0);
        QuantityLots filled = Send(account, market, side, lots, limit, CaseId.None);
        PriceTicks after = Best(market, resting);
        long swept = Math.Abs(FixedLog.LnRatioPpb(before.Ticks, after.IsSet ? after.Ticks : walk.Worst.Ticks));
        market.Budget(side).AddOwn(swept, now, Policy.Release);
        market.Volume.TakeBack(filled);
        CountForced(market, side, filled);
        isMarketTouched[market.Id.Index] = true;
        return (filled, swept);
    }

    private static void Grow<T>(ref T[] column, AccountId account)
    {
        if (account.Index >= column.Length) Array.Resize(ref column, Math.Max(account.Index + 1, column.Length * 2));
    }
}
