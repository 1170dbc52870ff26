using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The schedule of one case: when it began, its shape, and how much of it is due by now.</summary>
/// <remarks>
/// It knows shares, not lots: every block sizes the case anew, and the schedule says which part of what is needed then is due. So it never sells more than is needed, and after its time
/// everything is due. Terms are those of the block in which it began.
/// </remarks>
/// <param name="Case">Case.</param>
/// <param name="Account">Its account.</param>
/// <param name="Started">Time of the first block.</param>
/// <param name="HorizonNanos">T.</param>
/// <param name="HalfLifeNanos">Half-life of a displacement of the book, ln 2 / ρ.</param>
/// <param name="Shape">Shape; not immediate.</param>
/// <param name="JitterPpm">Largest relative change of a child order's size; zero without a draw.</param>
/// <param name="Epoch">Epoch of the seed; zero if nothing is drawn.</param>
/// <param name="Key">Key of its draws; zero if nothing is drawn.</param>
/// <param name="DuePpb">Share that was due at the last block, 1e-9.</param>
public readonly record struct ReleaseSchedule(
    CaseId Case, AccountId Account, Timestamp Started, long HorizonNanos, long HalfLifeNanos, ScheduleShape Shape, int JitterPpm, int Epoch, ulong Key, long DuePpb)
{
    /// <summary>Whether everything is due, so that the case is served without a schedule from then on.</summary>
    public bool IsOver => DuePpb == ScheduleCurve.Whole;

    /// <summary>Share due at a time, 1e-9.</summary>
    public long DueAt(Timestamp time) => Epoch == 0
        ? ScheduleCurve.DuePpb(Shape, time - Started, HorizonNanos, HalfLifeNanos)
        : RandomisedCurve.DuePpb(Shape, time - Started, HorizonNanos, HalfLifeNanos, JitterPpm, Key);

    /// <summary>Lots that go now: the part of what is needed that became due since the last block, rounded up, since a lot is not worth holding.</summary>
    /// <param name="needed">Lots needed now that the book has room for.</param>
    /// <param name="beforePpb">Share due before.</param>
    /// <param name="duePpb">Share due now, not below.</param>
    public static QuantityLots Child(QuantityLots needed, long beforePpb, long duePpb) => duePpb == ScheduleCurve.Whole
        ? needed
        : QuantityLots.FromLots(ExactMath.MultiplyDivide(needed.Lots, duePpb - beforePpb, ScheduleCurve.Whole - beforePpb, Rounding.Up));

    /// <summary>Whether a case can have such a schedule: for what was read back.</summary>
    internal bool IsPossible(Timestamp now, int epoch)
    {
        const long halfLifeMost = 700_000 * Timestamp.NanosPerSecond; // of a resilience of 1e-6 a second
        return Started.Nanos >= 0 && Started <= now
            && HorizonNanos is > 0 and <= ScheduleCurve.HorizonNanosMax
            && HalfLifeNanos is > 0 and <= halfLifeMost
            && Shape is ScheduleShape.Twap or ScheduleShape.ObizhaevaWang
            && JitterPpm is >= 0 and <= 500_000
            && Epoch >= 0 && Epoch <= epoch
            && DuePpb is >= 0 and <= ScheduleCurve.Whole;
    }
}
