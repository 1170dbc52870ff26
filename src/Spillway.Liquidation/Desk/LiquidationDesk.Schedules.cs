using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Schedules: what the book has room for, placed over a few seconds instead of at once.</content>
public sealed partial class LiquidationDesk
{
    // Lots that the cases served before in this round hold, two rows a market: the room they count on is not given away twice. Derived, never saved.
    private readonly List<long> heldLots = [];

    /// <summary>Schedules of the open cases.</summary>
    public ScheduleBook Schedules { get; } = new();

    /// <summary>The seed of randomised schedules.</summary>
    public ScheduleSeeds Seeds { get; } = new();

    /// <summary>Whether the committed seed is of no further use, so that it may be told.</summary>
    public bool CanRevealSeed(Timestamp time) => Seeds.IsSecret && !Schedules.Uses(Seeds.Epoch, time);

    // Half of a sale makes most accounts healthy again, but not to the target that the other half is for. What is wanted of them is then no longer urgent, and goes through the book or not at all.
    private bool IsScheduled(AccountId account, in AccountHealth health)
    {
        if (!Schedules.TryGet(account, out ReleaseSchedule schedule) || schedule.IsOver) return false;
        return Policy.Sizing.Method == SizingMethod.WholePosition || health.IsBelow(RatePpm.FromPpm((int)RatePpm.Whole + LargestBuffer(account).Ppm));
    }

    // After its last block a case that is healthy ends, whether or not the book had room for all of it.
    private bool WaitsForSchedule(AccountId account, in AccountHealth health) =>
        IsScheduled(account, in health) && Schedules.TryGet(account, out ReleaseSchedule schedule) && now - schedule.Started < schedule.HorizonNanos;

    private static int HeldRow(Market market, Side side) => (2 * market.Id.Index) + (int)side;

    private void ClearHeld()
    {
        for (int row = 0; row < heldLots.Count; row++) heldLots[row] = 0;
        while (heldLots.Count < 2 * exchange.Markets.Count) heldLots.Add(0);
    }

    /// <summary>What of the lots that the book has room for goes now; the rest is held.</summary>
    private QuantityLots Due(in LiquidationCase row, Market market, Side side, QuantityLots allowed)
    {
        if (Policy.Schedule.Shape == ScheduleShape.Immediate || Policy.Schedule.HorizonNanos == 0 || allowed == QuantityLots.Zero) return allowed;
        if (!Schedules.TryGet(row.Account, out ReleaseSchedule schedule)) schedule = Start(in row, market, side, allowed);
        if (schedule.IsOver) return allowed;
        long due = schedule.DueAt(now);
        QuantityLots lots = ReleaseSchedule.Child(allowed, schedule.DuePpb, due);
        heldLots[HeldRow(market, side)] += (allowed - lots).Lots;
        if (due == schedule.DuePpb) return lots;
        Schedules.Set(schedule with { DuePpb = due });
        events.On(new ChildReleased(row.Id, market.Id, now, allowed, schedule.DuePpb, due, lots));
        return lots;
    }

    private ReleaseSchedule Start(in LiquidationCase row, Market market, Side side, QuantityLots needed)
    {
        SchedulePolicy terms = Policy.Schedule;
        bool isDrawn = terms.Jitter > RatePpm.Zero && Seeds.IsSecret;
        ReleaseSchedule schedule = new(
            row.Id,
            row.Account,
            now,
            terms.HorizonNanos,
            market.ResilienceHalfLifeNanos(Policy.Release, now, limits.SignalMaxAgeNanos),
            terms.Shape,
            isDrawn ? terms.Jitter.Ppm : 0,
            isDrawn ? Seeds.Epoch : 0,
            isDrawn ? Seeds.KeyOf(row.Account, row.Id) : 0,
            DuePpb: 0);
        Schedules.Set(in schedule);
        events.On(new ScheduleStarted(market.Id, side, needed, schedule with { Key = 0 }));
        return schedule;
    }
}
