using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How far our own forced orders may still move one market in one direction: the amplification budget.</summary>
/// <remarks>
/// Our own sales may deepen a fall by at most the share η of the fall that the market made by itself, so the amplification factor stays below 1 + η at
/// the true depth, whatever the loop gain. At small gain the room is never used up and everything sells at once: the rule needs no switch.
/// With ref the highest mark of the window and z = ln(ref / mark), own displacement d = transient + permanent, X the largest z − d of the window:
/// room = max(0, (1 + η)·X + ε₀ − z), counted from the mark, and own room = max(0, η·X + ε₀ − d), counted from the best price: a floor for the price, and a
/// ceiling for what we do to it. Without the second, distance that the market wins back would be room again, and a second fall would come on top of
/// what was sold meanwhile. Squeezes are the mirror image.
/// d is a model figure made of our own swept distances only; what others do, even because of us, counts as the market's own.
/// The permanent part leaves d after one window, when the reference price no longer remembers it. Distances in 1e-9 of log-price.
/// </remarks>
public sealed class AmplificationBudget
{
    private readonly Side forced;
    private SlidingExtreme reference = new();
    private SlidingExtreme exogenous = new();
    private SlidingSum permanentPpb = new();
    private long transientPpb;
    private long decayedNanos;
    private long movePpb;

    /// <param name="forced">Side of the forced orders: sells deepen falls, buys feed squeezes.</param>
    public AmplificationBudget(Side forced) => this.forced = forced;

    /// <summary>Observes the mark: once a second and after every own fill.</summary>
    /// <param name="mark">Set.</param>
    /// <param name="now">Never goes back.</param>
    /// <param name="policy">Window, shares.</param>
    /// <param name="halfLifeNanos">Half-life of transient displacement, from fresh signals or the policy.</param>
    public void Observe(PriceTicks mark, Timestamp now, ReleasePolicy policy, long halfLifeNanos)
    {
        Decay(now, halfLifeNanos);
        long second = now.Nanos / Timestamp.NanosPerSecond;
        permanentPpb.Add(second, 0, policy.WindowSeconds);
        // The reference is the highest mark before a fall, the lowest before a squeeze: the sign turns one extreme into the other.
        reference.Add(second, forced == Side.Sell ? mark.Ticks : -mark.Ticks, policy.WindowSeconds);
        long referenceTicks = Math.Abs(reference.Largest);
        movePpb = Math.Abs(FixedLog.LnRatioPpb(referenceTicks, mark.Ticks));
        exogenous.Add(second, movePpb - OwnPpb, policy.WindowSeconds);
    }

    /// <summary>Adds what an own order swept: the log distance of the best price before and after it.</summary>
    public void AddOwn(long sweptPpb, Timestamp now, ReleasePolicy policy)
    {
        long permanent = ExactMath.MultiplyDivide(sweptPpb, policy.PermanentShare.Ppm, RatePpm.Whole, Rounding.Down);
        transientPpb += sweptPpb - permanent;
        permanentPpb.Add(now.Nanos / Timestamp.NanosPerSecond, permanent, policy.WindowSeconds);
    }

    /// <summary>The state of the budget at the last observation, and the room it leaves.</summary>
    public BudgetReading Read(ReleasePolicy policy)
    {
        long largest = exogenous.IsEmpty ? 0 : Math.Max(0, exogenous.Largest);
        long allowed = ExactMath.MultiplyDivide(largest, policy.Amplification.Ppm, RatePpm.Whole, Rounding.Down) + policy.FloorPpb;
        return new BudgetReading(movePpb, OwnPpb, largest, Math.Max(0, largest + allowed - movePpb), Math.Max(0, allowed - OwnPpb));
    }

    /// <summary>Writes the state of the budget.</summary>
    public void Save(StateWriter writer)
    {
        reference.Save(writer);
        exogenous.Save(writer);
        permanentPpb.Save(writer);
        writer.Write(transientPpb);
        writer.Write(decayedNanos);
        writer.Write(movePpb);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    public static AmplificationBudget Restore(ref StateReader reader, Side forced) => new(forced)
    {
        reference = SlidingExtreme.Restore(ref reader),
        exogenous = SlidingExtreme.Restore(ref reader),
        permanentPpb = SlidingSum.Restore(ref reader),
        transientPpb = reader.Read<long>(),
        decayedNanos = reader.Read<long>(),
        movePpb = reader.Read<long>(),
    };

    /// <summary>Whether this can be the budget of a market: for what was read back. Distances are bounded by what 40 bits of price can move, many times over.</summary>
    internal bool IsPossible(Timestamp now, PriceTicks max)
    {
        const long most = 1L << 50;
        long second = now.Nanos / Timestamp.NanosPerSecond;
        (long least, long greatest) = forced == Side.Sell ? (1L, max.Ticks) : (-max.Ticks, -1L);
        return reference.IsPossible(second, least, greatest)
            && exogenous.IsPossible(second, -most, most)
            && permanentPpb.IsPossible(second, most)
            && transientPpb is >= 0 and <= most
            && movePpb is >= 0 and <= most
            && decayedNanos >= 0 && decayedNanos <= now.Nanos;
    }

    private long OwnPpb => transientPpb + permanentPpb.Total;

    private void Decay(Timestamp now, long halfLifeNanos)
    {
        const long ln2Ppb = 693_147_181;
        long elapsed = now.Nanos - decayedNanos;
        decayedNanos = now.Nanos;
        if (transientPpb == 0 || elapsed <= 0) return;
        long exponent = (long)Int128.Min((Int128)elapsed * ln2Ppb / halfLifeNanos, 23 * FixedLog.Parts);
        transientPpb = FixedLog.Decay(transientPpb, exponent);
    }
}
