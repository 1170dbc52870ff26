using System.Numerics;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Keeps of the sums of an account only whether it may stand worse than is known, see <see cref="BreachSieve"/>.</summary>
/// <remarks>
/// A lower bound counts in 2^28 millionths, 268 minor units. Each part of an account rounds its equity down and its requirement up, so the parts add up to less than the truth, by two or three such units a
/// part. A part, or a sum, that is beyond its bounds from above is cut there, which keeps it a lower bound; one from below makes the account doubtful for the rest of the pass.
/// </remarks>
internal readonly ref struct SieveResults : IRevaluationResults
{
    private const int UnitBits = 28, MultipleBits = 32;
    private const int Doubtful = int.MinValue;
    private const long Most = 1L << 40; // of a part; far beyond what is kept

    private readonly ReadOnlySpan<BreachLevel> known;
    private readonly Span<int> bounds;
    private readonly Span<ulong> isSuspected;
    private readonly RatePpm warningRatio;
    private readonly int safeShift;
    private readonly long warningMultiple; // 2^-32, rounded up

    public SieveResults(ReadOnlySpan<BreachLevel> known, RatePpm warningRatio, Span<int> bounds, Span<ulong> isSuspected)
    {
        this.known = known;
        this.warningRatio = warningRatio;
        this.bounds = bounds;
        this.isSuspected = isSuspected;
        long ratio = Math.Max(warningRatio.Ppm, RatePpm.Whole);
        warningMultiple = ((ratio << MultipleBits) + RatePpm.Whole - 1) / RatePpm.Whole;
        safeShift = BitOperations.Log2((ulong)(RatePpm.Whole * RatePpm.Whole / ratio));
    }

    public void WholeUnits(int account, long equityUnits, Int128 maintenance)
    {
        // Whole units above the maintenance margin in millionths / 2^shift are more than the ratio asks, because 2^shift is at most 10^12 / ratio: nearly everybody is done here.
        if (maintenance >> 63 == 0 && equityUnits > (long)maintenance >> safeShift) return;
        Whole(account, Math.BigMul(equityUnits, RatePpm.Whole), maintenance);
    }

    public void Whole(int account, Int128 equity, Int128 maintenance)
    {
        if (known[account] == BreachLevel.Breached) return;
        AccountHealth health = new(equity, maintenance);
        if (known[account] == BreachLevel.None ? health.IsBelow(warningRatio) || health.IsLiquidatable : health.IsLiquidatable) isSuspected[account >> 6] |= 1UL << account;
    }

    public void Begin(int account, Int128 equity, Int128 maintenance) => bounds[account] = Kept(Bound(account, equity, maintenance));

    public void Add(int account, Int128 profit, Int128 maintenance)
    {
        ref int bound = ref bounds[account];
        if (bound != Doubtful) bound = Kept(bound + Bound(account, profit, maintenance));
    }

    private static int Kept(long bound) => bound < -int.MaxValue ? Doubtful : (int)Math.Min(bound, int.MaxValue);

    private long Bound(int account, Int128 equity, Int128 maintenance)
    {
        if (maintenance >> (62 + UnitBits) != 0) return -Most;
        long multiple = known[account] == BreachLevel.None ? warningMultiple : 1L << MultipleBits;
        Int128 required = (Math.BigMul((long)(maintenance >> UnitBits) + 1, multiple) >> MultipleBits) + 1;
        return (long)Int128.Clamp((equity >> UnitBits) - required, -Most, Most); // below -Most the account is in doubt anyway
    }
}
