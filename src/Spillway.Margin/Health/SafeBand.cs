using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Marks between which one position alone cannot use up a given part of its account's slack: within them nobody has to look at the account.</summary>
/// <param name="Low">Lowest safe mark, ticks; 0 if no fall can do it.</param>
/// <param name="High">Highest safe mark, ticks; <see cref="long.MaxValue"/> if no rise can do it.</param>
/// <remarks>
/// Conservative, never exact: every rounding and every simplification makes the band narrower. Slack is equity − multiple · maintenance margin. It is lost by
/// the adverse move itself, one unit per unit of notional moved, and by maintenance margin that grows with notional, at most multiple · highest rate of
/// the ladder. What a favourable move gains is left out, and so is maintenance margin that shrinks. Where the reached tier applies to the whole
/// notional the margin jumps at tier edges, so the band ends at them. No division but one for a short, or an inverse contract. Proof and picture: docs/watch.md.
/// </remarks>
public readonly record struct SafeBand(long Low, long High)
{
    /// <summary>No mark is safe.</summary>
    public static SafeBand Nowhere { get; } = new(long.MaxValue, 0);

    // A gain pays for margin that grows by less than this share of it; a tenth is to spare for rounding.
    private const long PaidByGainPpm = RatePpm.Whole / 10 * 9;

    /// <summary>The band of a position.</summary>
    /// <param name="spec">The contract.</param>
    /// <param name="ladder">Its margin ladder.</param>
    /// <param name="mark">Mark at which the slack was measured; none gives <see cref="Nowhere"/>.</param>
    /// <param name="sizeLots">Signed, not zero.</param>
    /// <param name="move">What the position may lose, as a share of its notional; <see cref="RoundingUnits(InstrumentSpec, long, RatePpm)"/> have been taken off.</param>
    /// <param name="multiple">Multiple of the maintenance margin that equity is held against.</param>
    public static SafeBand Of(InstrumentSpec spec, TierLadder ladder, PriceTicks mark, long sizeLots, SafeMove move, RatePpm multiple)
    {
        if (!mark.IsSet || move.Share < 0) return Nowhere;
        if (move.Share == 0) return new SafeBand(mark.Ticks, mark.Ticks);
        bool isInverse = spec.Kind == InstrumentKind.InversePerpetual;
        long growthPpm = (((long)multiple.Ppm * ladder.HighestMaintenancePpm) + RatePpm.Whole - 1) / RatePpm.Whole;
        // A linear long loses as its notional falls, an inverse long as its notional rises.
        bool losesAsItGrows = sizeLots < 0 != isInverse;
        long? grown = losesAsItGrows ? move.Share * RatePpm.Whole / (RatePpm.Whole + growthPpm) : growthPpm > PaidByGainPpm ? move.Share * RatePpm.Whole / growthPpm : null;
        long? shrunk = losesAsItGrows ? null : move.Share;
        SafeBand band = isInverse ? OfInverse(mark.Ticks, grown, shrunk) : OfLinear(mark.Ticks, grown, shrunk);
        return ladder.Jumps ? Within(band, new Notional((Int128)spec.UnitsPerTickLot * Math.Abs(sizeLots), isInverse), ladder, mark.Ticks, ErrorOf(spec, sizeLots)) : band;
    }

    /// <summary>What all roundings of a position's value and margin can cost the account, minor units of the settlement asset, before and after a move.</summary>
    public static long RoundingUnits(InstrumentSpec spec, long sizeLots, RatePpm multiple) => RoundingUnits(ErrorOf(spec, sizeLots), multiple);

    /// <summary>The same, from the error of one value of the position.</summary>
    internal static long RoundingUnits(long error, RatePpm multiple) => error * (4 + (2 * ((multiple.Ppm / RatePpm.Whole) + 1)));

    /// <summary>Whether a mark is inside of the band.</summary>
    public bool Holds(PriceTicks mark) => mark.Ticks >= Low && mark.Ticks <= High;

    // Of one value of a position.
    private static long ErrorOf(InstrumentSpec spec, long sizeLots) =>
        spec.Kind == InstrumentKind.InversePerpetual ? (Math.Abs(sizeLots) >> ContractValue.InverseFractionBits) + 2 : 1;

    // Notional is in proportion to the price.
    private static SafeBand OfLinear(long mark, long? grown, long? shrunk) => new(
        shrunk is { } fall && fall < SafeMove.Whole ? mark - Part(mark, fall) : 0,
        grown is { } rise ? Sum(mark, Part(mark, rise)) : long.MaxValue);

    // Notional is in proportion to 1 / price: grown by a share y it is at mark / (1 + y), shrunk by z at mark / (1 − z).
    private static SafeBand OfInverse(long mark, long? grown, long? shrunk) => new(
        grown is { } rise ? (long)ExactMath.Divide((Int128)mark << SafeMove.FractionBits, SafeMove.Whole + rise, Rounding.Up) : 0,
        shrunk is { } fall && fall < SafeMove.Whole ? (long)Int128.Min(long.MaxValue, ((Int128)mark << SafeMove.FractionBits) / (SafeMove.Whole - fall)) : long.MaxValue);

    // A share of a price, rounded down and kept within a long.
    private static long Part(long mark, long share)
    {
        ulong high = Math.BigMul((ulong)mark, (ulong)share, out ulong low);
        return high >> (SafeMove.FractionBits - 1) != 0 ? long.MaxValue : (long)((high << (64 - SafeMove.FractionBits)) | (low >> SafeMove.FractionBits));
    }

    private static long Sum(long mark, long part) => part > long.MaxValue - mark ? long.MaxValue : mark + part;

    // The part of a band in which the notional stays in its tier, a rounding error away from both of its edges.
    private static SafeBand Within(SafeBand band, Notional notional, TierLadder ladder, long mark, long error)
    {
        (Int128 pace, bool isInverse) = notional;
        Int128 now = isInverse ? ExactMath.Divide(pace, mark, Rounding.Up) : pace * mark;
        (long from, long next) = ladder.Bounds((long)now);
        Int128 least = from == 0 ? 0 : (Int128)from + error, most = next == long.MaxValue ? long.MaxValue : (Int128)next - 1 - error;
        if (now < least || now > most) return new SafeBand(mark, mark);
        Int128 low = isInverse ? ExactMath.Divide(pace, most, Rounding.Up) : ExactMath.Divide(least, pace, Rounding.Up);
        Int128 high = !isInverse ? most / pace : least == 0 ? long.MaxValue : pace / least;
        return new SafeBand((long)Int128.Max(band.Low, low), (long)Int128.Min(band.High, high));
    }

    /// <summary>Notional as a function of the price: pace · ticks of a linear position, pace / ticks of an inverse one.</summary>
    private readonly record struct Notional(Int128 Pace, bool IsInverse);
}
