namespace Spillway.Simulation;

/// <summary>Metric values of one policy, one a seed; null where undefined.</summary>
/// <param name="Values">By metric key.</param>
public sealed record PerSeed(IReadOnlyDictionary<string, IReadOnlyList<double?>> Values)
{
    /// <summary>Values of a metric in order of seeds.</summary>
    public IReadOnlyList<double?> this[string key] => Values[key];
}

/// <summary>The same metrics of a policy, of the baseline and of the counterfactual, paired by seed.</summary>
/// <param name="Policy">Of the policy under judgement.</param>
/// <param name="Baseline">Of the baseline.</param>
/// <param name="Exogenous">Of the counterfactual without forced sales.</param>
public readonly record struct PairedValues(PerSeed Policy, PerSeed Baseline, PerSeed Exogenous)
{
    /// <summary>The counterfactual in the place of the policy: what nobody can do better.</summary>
    internal PairedValues OfExogenous => this with { Policy = Exogenous };
}
