using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Marks between which one position alone cannot use up a given part of its account's slack: within them nobody has to look at the account.</summary>
/// <param name="Low">Lowest safe mark, ticks; 0 if no fall can do it.</param>
/// <param name="High">Highest safe mark, ticks; <see cref="long.MaxValue"/> if no rise can do it.</param>
/// <remarks>
/// Conservative, never exact: every rounding and every simplification makes the band narrower. Slack is equity − multiple · maintenance margin. It is lost by
/// the adverse move itself, one unit per unit of notional moved, and by maintenance margin that grows with notional, at most multiple · highest rate of
/// the ladder. What a favourable move gains is left out, and so is maintenance margin that shrinks. Where the reached tier applies to the whole
/// notional the margin jumps at tier edges, so the band ends at them. Proof and picture: docs/watch.md.
/// </remarks>
public readonly record struct SafeBand(long Low, long High)
{
    /// <summary>No mark is safe.</summary>
    public static SafeBand Nowhere { get; } = new(long.MaxValue, 0);

    private const long Parts = (long)RatePpm.Whole * RatePpm.Whole;

    // Up to here the growth of margin is taken off the slack by a product.
    private const long SmallGrowth = Parts / 16;

    // A gain pays for margin that grows by less than this share of it; a tenth is to spare for rounding.
    private const long PaidByGain = Parts / 10 * 9;

    /// <summary>The band of a position.</summary>
    /// <param name="spec">The contract.</param>
    /// <param name="ladder">Its margin ladder.</param>
    /// <param name="mark">Mark at which the slack was measured; none gives <see cref="Nowhere"/>.</param>
    /// <param name="sizeLots">Signed, not zero.</param>
    /// <param name="slackUnits">What the position may lose, minor units of the settlement asset, rounded down.</param>
    /// <param name="multiple">Multiple of the maintenance margin that equity is held against.</param>
    public static SafeBand Of(InstrumentSpec spec, TierLadder ladder, PriceTicks mark, long sizeLots, long slackUnits, RatePpm multiple)
    {
        if (!mark.IsSet) return Nowhere;
        bool isInverse = spec.Kind == InstrumentKind.InversePerpetual;
        long error = isInverse ? (Math.Abs(sizeLots) >> ContractValue.InverseFractionBits) + 2 : 1; // of one value of the position, rounding included
        long slack = slackUnits - (error * (4 + (2 * ((multiple.Ppm / RatePpm.Whole) + 1))));
        if (slack <= 0) return new SafeBand(mark.Ticks, mark.Ticks);

        Notional notional = new((Int128)spec.UnitsPerTickLot * Math.Abs(sizeLots), isInverse);
        Int128 growth = (Int128)multiple.Ppm * ladder.HighestMaintenancePpm;
        // A linear long loses as its notional falls, an inverse long as its notional rises.
        bool losesAsItGrows = sizeLots < 0 != isInverse;
        Int128 larger = losesAsItGrows ? Parts + growth : growth <= PaidByGain ? 0 : growth;
        Int128 smaller = losesAsItGrows ? 0 : Parts;
        long low = notional.Lowest(mark.Ticks, Move(slack, isInverse ? larger : smaller));
        long high = notional.Highest(mark.Ticks, Move(slack, isInverse ? smaller : larger));
        return ladder.Jumps ? notional.Within(new SafeBand(low, high), ladder, mark.Ticks, error) : new SafeBand(low, high);
    }

    /// <summary>Whether a mark is inside of the band.</summary>
    public bool Holds(PriceTicks mark) => mark.Ticks >= Low && mark.Ticks <= High;

    // Notional that has to move until the slack is gone, rounded down; none if the move loses nothing.
    private static long? Move(long slack, Int128 lossPerNotional)
    {
        const long most = 1L << 60;
        if (lossPerNotional == 0) return null;
        if (lossPerNotional == Parts) return Math.Min(slack, most);
        if (slack <= most && lossPerNotional > Parts && lossPerNotional <= Parts + SmallGrowth) return slack - GrowthOf(slack, (long)(lossPerNotional - Parts));
        return (long)Int128.Min((Int128)slack * Parts / lossPerNotional, most);
    }

    // What has to be left of a slack so that growth is paid too, rounded up, without a division of 128 bits: 1 / (1 + g) is at least 1 - g + g² - g³, and only
    // g⁴ is given away, which is why g has to be small.
    private static long GrowthOf(long slack, long growth)
    {
        const long roundedUp = 1_099_512; // 2^40 / Parts, millionths
        ulong g = ((ulong)(growth * roundedUp) / 1_000_000) + 1; // of 2^40
        ulong square = Product(g, g), cube = Product(g, square) + 1;
        return (long)Product((ulong)slack, g - square + cube) + 1;
    }

    // left · right / 2^40, rounded down.
    private static ulong Product(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return (high << 24) | (low >> 40);
    }

    /// <summary>Notional as a function of the price: pace · ticks of a linear position, pace / ticks of an inverse one.</summary>
    private readonly record struct Notional(Int128 Pace, bool IsInverse)
    {
        // Lowest price, rounded up, at which notional has moved by no more than an amount: fallen if linear, risen if inverse.
        public long Lowest(long mark, long? units)
        {
            if (units is not { } move) return 0;
            return IsInverse
                ? (long)ExactMath.Divide(Pace * mark, Pace + ((Int128)move * mark), Rounding.Up)
                : Math.Max(0, mark - Ticks(move));
        }

        // Highest price, rounded down, at which notional has moved by no more than an amount: risen if linear, fallen if inverse.
        public long Highest(long mark, long? units)
        {
            if (units is not { } move) return long.MaxValue;
            if (!IsInverse) return mark + Ticks(move);
            Int128 left = Pace - ((Int128)move * mark);
            return left <= 0 ? long.MaxValue : (long)Int128.Min(long.MaxValue, Pace * mark / left);
        }

        // Ticks that move a linear notional by an amount, rounded down.
        private long Ticks(long units) => Pace <= long.MaxValue ? units / (long)Pace : 0;

        // The part of a band in which the notional stays in its tier, a rounding error away from both of its edges.
        public SafeBand Within(SafeBand band, TierLadder ladder, long mark, long error)
        {
            Int128 now = IsInverse ? ExactMath.Divide(Pace, mark, Rounding.Up) : Pace * mark;
            (long from, long next) = ladder.Bounds((long)now);
            Int128 least = from == 0 ? 0 : (Int128)from + error, most = next == long.MaxValue ? long.MaxValue : (Int128)next - 1 - error;
            if (now < least || now > most) return new SafeBand(mark, mark);
            Int128 low = IsInverse ? ExactMath.Divide(Pace, most, Rounding.Up) : ExactMath.Divide(least, Pace, Rounding.Up);
            Int128 high = !IsInverse ? most / Pace : least == 0 ? long.MaxValue : Pace / least;
            return new SafeBand((long)Int128.Max(band.Low, low), (long)Int128.Min(band.High, high));
        }
    }
}
