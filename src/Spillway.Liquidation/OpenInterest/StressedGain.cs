using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Loop gain on the depth that is left once makers have withdrawn: n / (1 − withdrawal).</summary>
/// <remarks>
/// n is measured on the live book. In a calm market that book is several times deeper than the one a fall meets, so a cap on n as measured would be a cap on the
/// wrong depth. Source: this project's study of policies, by which gain on stressed depth tells falls that amplify from others, and calm gain does not.
/// </remarks>
public static class StressedGain
{
    private const long Parts = 1_000_000_000;

    /// <summary>Gain that opening on a side feeds: longs are sold in a fall, shorts bought back in a squeeze.</summary>
    /// <param name="figures">Signals of the market.</param>
    /// <param name="opens">Buy for longs.</param>
    /// <returns>n as measured, 1e-6, not negative.</returns>
    public static int MeasuredPpm(in MarketSignals figures, Side opens) => opens == Side.Buy ? figures.LongGainPpm : figures.ShortGainPpm;

    /// <summary>Gain on stressed depth, 1e-6, rounded up.</summary>
    /// <param name="gainPpm">n as measured, 1e-6, not negative.</param>
    /// <param name="withdrawal">Below one.</param>
    public static long Ppm(int gainPpm, RatePpm withdrawal) =>
        ExactMath.MultiplyDivide(gainPpm, RatePpm.Whole, RatePpm.Whole - withdrawal.Ppm, Rounding.Up);

    /// <summary>Stressed gain over the largest allowed one, 1e-9, rounded up, at most one; the cap is reached at one.</summary>
    public static long UsePpb(int gainPpm, OpenInterestPolicy policy) =>
        (long)Int128.Min(Parts, ExactMath.Divide((Int128)gainPpm * RatePpm.Whole * Parts, (Int128)(RatePpm.Whole - policy.Withdrawal.Ppm) * policy.GainMost.Ppm, Rounding.Up));

    /// <summary>Whether a gain as measured reaches the cap: exactly n ≥ gainMost · (1 − withdrawal).</summary>
    public static bool IsReached(int gainPpm, OpenInterestPolicy policy) =>
        policy.GainMost > RatePpm.Zero && (Int128)gainPpm * RatePpm.Whole >= (Int128)(RatePpm.Whole - policy.Withdrawal.Ppm) * policy.GainMost.Ppm;
}
