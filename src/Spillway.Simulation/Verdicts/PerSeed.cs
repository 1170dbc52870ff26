namespace Spillway.Simulation;

/// <summary>Metric values of one policy, one a seed; null where undefined.</summary>
/// <param name="Values">By metric key.</param>
public sealed record PerSeed(IReadOnlyDictionary<string, IReadOnlyList<double?>> Values)
{
    /// <summary>Values of a metric in order of seeds.</summary>
    public IReadOnlyList<double?> this[string key] => Values[key];
}
