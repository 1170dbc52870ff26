using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Room that cases share in proportion to what they want, and the cap on the share of traded volume.</content>
public sealed partial class LiquidationDesk
{
    /// <param name="Position">Row of the case.</param>
    /// <param name="Market">Where it must close.</param>
    /// <param name="Side">What it does.</param>
    /// <param name="Lots">What netting and takers left of its close; positive.</param>
    /// <param name="Rule">How that was sized.</param>
    /// <param name="Pace">Its pace in this block.</param>
    private readonly record struct Demand(int Position, Market Market, Side Side, QuantityLots Lots, SizingRule Rule, Pace Pace);

    private readonly List<Demand> demands = []; // of the round, in the order of service
    private long[] demanded = [], granted = [];

    // With a fillable price every account has a bound of its own, and there is no room that all could share.
    private bool SharesRoom => Policy.Release.Order == ReleaseOrder.Proportional && Policy.Release.Method != ReleaseMethod.FillablePrice;

    // Who is to be sold in this round is known only once all have been sized, netted and taken from.
    private bool ReleaseShared()
    {
        if (demands.Count == 0) return false;
        bool any = false;
        foreach (Market market in exchange.AllMarkets)
        {
            any |= ReleaseShared(market, Side.Sell);
            any |= ReleaseShared(market, Side.Buy);
        }
        demands.Clear();
        return any;
    }

    private bool ReleaseShared(Market market, Side side)
    {
        if (demanded.Length < demands.Count) (demanded, granted) = (new long[2 * demands.Count], new long[2 * demands.Count]);
        long total = 0;
        for (int i = 0; i < demands.Count; i++) total += demanded[i] = StillWanted(demands[i], market, side).Lots;
        if (total == 0) return false;
        long room = SharedRoom(market, side, total, out ReleaseBound limit);
        if (room < total) proRata.Allocate(room, demanded, demanded, demands.Count, granted);
        else demanded.AsSpan(0, demands.Count).CopyTo(granted);
        bool any = false;
        for (int i = 0; i < demands.Count; i++)
        {
            if (demanded[i] > 0) any |= Release(demands[i], QuantityLots.FromLots(demanded[i]), QuantityLots.FromLots(granted[i]), limit);
        }
        return any;
    }

    // A later case of the round may have netted against it, and made it well again.
    private QuantityLots StillWanted(Demand demand, Market market, Side side)
    {
        if (demand.Market != market || demand.Side != side) return QuantityLots.Zero;
        AccountId account = Cases.Open[demand.Position].Account;
        AccountHealth health = exchange.House.Health(account);
        if (!health.IsLiquidatable && !IsScheduled(account, in health)) return QuantityLots.Zero;
        long size = exchange.House.Size(account, market.Id).Lots;
        return Smaller(demand.Lots, QuantityLots.FromLots(Math.Max(0, side == Side.Sell ? size : -size)));
    }

    // No account has a floor of its own under the methods that share, so that of nobody stands for all.
    private long SharedRoom(Market market, Side side, long most, out ReleaseBound limit)
    {
        PriceTicks floor = Limit(market, AccountId.None, default, side, Cut(market, market.Budget(side).Read(Policy.Release)));
        GatherRoutes(market, AccountId.None, side, floor, ReleaseBound.Nothing);
        return RoomFor(market, side, market.Book.IsCollecting ? QuantityLots.Zero : QuantityLots.FromLots(most), out limit).Lots;
    }

    // What the sales before it in the round moved is asked anew, so a breaker that they tripped holds for it too.
    private bool Release(Demand demand, QuantityLots wanted, QuantityLots share, ReleaseBound limit)
    {
        AccountId account = Cases.Open[demand.Position].Account;
        AccountHealth health = exchange.House.Health(account);
        BookAccess access = AccessOf(demand.Market, account, demand.Side, in health, wanted, isOffBookOnly: false);
        if (share < access.Room) access = access with { Room = share, Limit = limit };
        QuantityLots placed = Place(demand.Position, demand.Market, demand.Side, wanted, demand.Rule, in access, in health);
        return AfterPaced(demand.Position, demand.Market, placed, demand.Pace);
    }

    // Forced orders trade no more than a share of what others do; null while there is no cap.
    private QuantityLots? VolumeRoom(Market market, Side side)
    {
        if (!HasVolumeCap || (Policy.Release.ParticipationIn == ParticipationTime.Stress && !IsInStress(market, now))) return null;
        return market.Volume.Room(side, Policy.Release.Participation);
    }

    private bool HasVolumeCap => Policy.Release.Participation > RatePpm.Zero;

    private void ObserveVolume(Market market)
    {
        if (HasVolumeCap) market.Volume.Observe(now, Policy.Release.ParticipationSeconds);
        else market.Volume.Clear();
    }

    private void CountForced(Market market, Side side, QuantityLots lots)
    {
        if (HasVolumeCap) market.Volume.AddForced(side, lots, now, Policy.Release.ParticipationSeconds);
    }
}
