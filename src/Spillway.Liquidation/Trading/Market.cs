using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>One market: its book, its mark, its signals and its two amplification budgets.</summary>
public sealed class Market
{
    internal Market(InstrumentId id, InstrumentSpec spec, PriceIndex index, OrderBook book, MarkPrice price, AmplificationBudget falls, AmplificationBudget squeezes)
    {
        (Id, Spec, Index, Book, Price, Falls, Squeezes) = (id, spec, index, book, price, falls, squeezes);
    }

    /// <summary>The instrument.</summary>
    public InstrumentId Id { get; }

    /// <summary>Its specification.</summary>
    public InstrumentSpec Spec { get; }

    /// <summary>Its reference price, shared with other instruments of the same base.</summary>
    public PriceIndex Index { get; }

    /// <summary>Its order book.</summary>
    public OrderBook Book { get; }

    /// <summary>Its mark price.</summary>
    public MarkPrice Price { get; }

    /// <summary>Budget of forced sales.</summary>
    public AmplificationBudget Falls { get; }

    /// <summary>Budget of forced buys.</summary>
    public AmplificationBudget Squeezes { get; }

    /// <summary>What was traded of late, and what of it was forced.</summary>
    public TradedVolume Volume { get; internal set; } = new();

    /// <summary>The latest quantised signals; all zero before the first.</summary>
    public MarketSignals Signals { get; internal set; }

    /// <summary>Mark at the end of the block before, which is the last <c>AdvanceTime</c>; none before the first with a mark.</summary>
    public PriceTicks PreviousMark { get; internal set; }

    /// <summary>Whether there is a mark that accounts may be liquidated on.</summary>
    public bool CanLiquidate => Price.Mark.IsSet && !Index.IsStale;

    /// <summary>Index price in ticks of this instrument, rounded down, within 1 … MaxPrice; none before the first index price.</summary>
    public PriceTicks IndexTicks => Index.Price.Parts == 0
        ? PriceTicks.None
        : PriceTicks.FromTicks(Math.Clamp(Index.Price.Parts / Spec.TickSize.Parts, 1, Spec.MaxPrice.Ticks));

    /// <summary>The budget that forced orders of a side draw on.</summary>
    public AmplificationBudget Budget(Side forced) => forced == Side.Sell ? Falls : Squeezes;

    /// <summary>Half-life of a displacement of the book: the policy's, or the measured one while the signal is fresh and slower.</summary>
    /// <remarks>
    /// A signal may make the engine more cautious, never less. Resilience is measured on everyday displacements, which revert much faster than the hole a
    /// forced order leaves; taken at its word it lets own displacement pass for the market's own and the budget leaks.
    /// </remarks>
    public long ResilienceHalfLifeNanos(ReleasePolicy policy, Timestamp now, long signalMaxAgeNanos)
    {
        bool fresh = Signals.ResiliencePpm > 0 && now - Signals.AsOf <= signalMaxAgeNanos;
        if (!fresh) return policy.ResilienceHalfLifeNanos;
        const long ln2Ppm = 693_147;
        return Math.Max(policy.ResilienceHalfLifeNanos, ExactMath.MultiplyDivide(ln2Ppm, Timestamp.NanosPerSecond, Signals.ResiliencePpm, Rounding.Up));
    }
}
