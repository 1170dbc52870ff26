using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Recomputes every child order from what the event stream tells: plain schedules at once, randomised ones when their seed is revealed. For anyone to rerun.</summary>
/// <remarks>Not part of the engine: a listener that keeps what it has to check.</remarks>
public sealed class ScheduleAudit : IEngineEvents
{
    private readonly Dictionary<int, ScheduleStarted> starts = []; // by case
    private readonly Dictionary<int, SeedSecret> commitments = []; // by epoch
    private readonly Dictionary<int, SeedSecret> secrets = []; // by epoch
    private readonly List<(ReleaseSchedule Schedule, ChildReleased Child)> waiting = [];

    /// <summary>Child orders that are as their schedule says.</summary>
    public int Confirmed { get; private set; }

    /// <summary>Child orders that are not, and seeds that do not fit their commitment.</summary>
    public int Differing { get; private set; }

    /// <summary>Child orders of a seed that is not revealed yet.</summary>
    public int Waiting => waiting.Count;

    /// <inheritdoc/>
    public void On(in SeedCommitted e) => commitments[e.Epoch] = e.Commitment;

    /// <inheritdoc/>
    public void On(in ScheduleStarted e) => starts[e.Schedule.Case.Number] = e;

    /// <inheritdoc/>
    public void On(in ChildReleased e)
    {
        if (!starts.TryGetValue(e.Case.Number, out ScheduleStarted start)) return; // it began before this listener
        if (start.Schedule.Epoch == 0) Check(start.Schedule, in e);
        else if (secrets.TryGetValue(start.Schedule.Epoch, out SeedSecret secret)) Check(WithKey(start.Schedule, in secret), in e);
        else waiting.Add((start.Schedule, e));
    }

    /// <inheritdoc/>
    public void On(in CaseClosed e) => starts.Remove(e.Case.Number);

    /// <inheritdoc/>
    public void On(in SeedRevealed e)
    {
        secrets[e.Epoch] = e.Secret;
        if (!commitments.TryGetValue(e.Epoch, out SeedSecret commitment) || e.Secret.Commitment() != commitment) Differing++;
        for (int i = 0; i < waiting.Count; i++)
        {
            (ReleaseSchedule schedule, ChildReleased child) = waiting[i];
            if (schedule.Epoch != e.Epoch) continue;
            Check(WithKey(schedule, e.Secret), in child);
            waiting[i--] = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
        }
    }

    private static ReleaseSchedule WithKey(ReleaseSchedule schedule, in SeedSecret secret) => schedule with { Key = secret.KeyOf(schedule.Account.Index, schedule.Case.Number) };

    private void Check(ReleaseSchedule schedule, in ChildReleased child)
    {
        bool isDue = child.DuePpb == schedule.DueAt(child.At);
        bool isSize = child.Lots == ReleaseSchedule.Child(child.Needed, child.BeforePpb, child.DuePpb);
        if (isDue && isSize) Confirmed++;
        else Differing++;
    }
}
