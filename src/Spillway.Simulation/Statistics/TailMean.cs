namespace Spillway.Simulation;

/// <summary>Expected shortfall of a sample: the mean of its worst values.</summary>
/// <param name="Mean">Mean of the largest values; null without a value.</param>
/// <param name="Values">How many values it is the mean of: share × values, rounded up, at least one.</param>
/// <remarks>With fewer values than 1 / share it is the largest one and says less than its name: whoever shows it shows the count too.</remarks>
public readonly record struct TailMean(double? Mean, int Values)
{
    /// <summary>Share of the tail behind a fund: one in a thousand.</summary>
    public const double FundShare = 0.001;

    /// <summary>Of the values that are defined.</summary>
    /// <param name="values">Values; null where undefined.</param>
    /// <param name="share">Share of the tail, in (0, 1].</param>
    public static TailMean Of(IEnumerable<double?> values, double share)
    {
        double[] defined = [.. values.Where(value => value is not null).Select(value => value!.Value).OrderDescending()];
        if (defined.Length == 0) return new TailMean(null, 0);
        int count = Math.Max(1, (int)Math.Ceiling(defined.Length * share));
        return new TailMean(defined.Take(count).Average(), count);
    }
}
