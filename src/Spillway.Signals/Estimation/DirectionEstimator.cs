using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Signals;

/// <summary>Depth, map, gain and cascade of one direction of a market, in buffers that are used again.</summary>
public sealed class DirectionEstimator
{
    private readonly Side forced;

    internal DirectionEstimator(Side forced) => this.forced = forced;

    /// <summary>D(x).</summary>
    public DepthCurve Depth { get; } = new();

    /// <summary>ℓ(x).</summary>
    public LiquidationMap Map { get; } = new();

    /// <summary>n(x).</summary>
    public LoopGain Gain { get; } = new();

    /// <summary>z(s), cliff, critical shock.</summary>
    public CascadeCurve Cascade { get; } = new();

    /// <summary>Depth, gain and cascade, with the map as it is.</summary>
    internal void Measure(OrderBook book, in ContractScale scale, double impactShare)
    {
        Depth.Measure(book, scale, forced);
        Gain.Measure(Map.Density, Depth.Density, impactShare);
        Cascade.Measure(Gain.Values);
    }

    internal DirectionReading Read(double gainRange) => new(
        forced,
        Depth.Density.ToArray(),
        Depth.QuotedTo,
        Map.Density.ToArray(),
        Map.Backlog,
        Map.BacklogAccounts,
        Map.TriggeredAccounts,
        Map.OpenInterest,
        Gain.Values.ToArray(),
        Gain.MaxWithin(gainRange),
        Cascade.Cliff,
        Cascade.CriticalShock,
        Cascade.Gap,
        Cascade.Ends.ToArray());
}
