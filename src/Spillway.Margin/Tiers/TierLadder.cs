using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Initial and maintenance margin of a notional, exact: a rate and a deduction per tier, no division.</summary>
/// <remarks>
/// Marginal tiers in deduction form: margin = notional · rate − deduction, with deduction(k) = Σ from(j) · (rate(j) − rate(j−1)), which is what every
/// large venue publishes. Amounts are in millionths of a minor unit (notional × ppm), so nothing is rounded.
/// </remarks>
public sealed class TierLadder
{
    private readonly long[] fromUnits;
    private readonly int[] initialPpm, maintenancePpm;
    private readonly Int128[] initialDeduction, maintenanceDeduction;

    /// <param name="tiers">Rising <see cref="MarginTier.NotionalFrom"/> from zero; checked by the listing.</param>
    /// <param name="method">Whether each slice pays its own rate or the reached tier applies to all.</param>
    public TierLadder(IReadOnlyList<MarginTier> tiers, TierMethod method)
    {
        int count = tiers.Count;
        fromUnits = new long[count];
        (initialPpm, maintenancePpm) = (new int[count], new int[count]);
        (initialDeduction, maintenanceDeduction) = (new Int128[count], new Int128[count]);
        for (int k = 0; k < count; k++)
        {
            fromUnits[k] = tiers[k].NotionalFrom.Units;
            initialPpm[k] = tiers[k].InitialRate.Ppm;
            maintenancePpm[k] = tiers[k].MaintenanceRate.Ppm;
            if (k == 0 || method == TierMethod.Whole) continue;
            initialDeduction[k] = initialDeduction[k - 1] + ((Int128)fromUnits[k] * (initialPpm[k] - initialPpm[k - 1]));
            maintenanceDeduction[k] = maintenanceDeduction[k - 1] + ((Int128)fromUnits[k] * (maintenancePpm[k] - maintenancePpm[k - 1]));
        }
        HighestMaintenancePpm = maintenancePpm.Max();
        Jumps = method == TierMethod.Whole && count > 1;
    }

    /// <summary>Number of tiers, at least one.</summary>
    public int Count => fromUnits.Length;

    /// <summary>Highest maintenance rate of all tiers: no unit of notional more asks for more margin than that, jumps at tier edges apart.</summary>
    internal int HighestMaintenancePpm { get; }

    /// <summary>Whether margin jumps where a tier ends: the reached tier applies to the whole notional.</summary>
    internal bool Jumps { get; }

    /// <summary>One tier of the maintenance margin in deduction form.</summary>
    /// <param name="tier">0 … <see cref="Count"/> − 1.</param>
    public MaintenanceStep Maintenance(int tier) => new(fromUnits[tier], maintenancePpm[tier], maintenanceDeduction[tier]);

    /// <summary>One tier, both margins side by side.</summary>
    internal TierTerms Terms(int tier) => new(fromUnits[tier], initialPpm[tier], maintenancePpm[tier], initialDeduction[tier], maintenanceDeduction[tier]);

    /// <summary>Maintenance margin, millionths of a minor unit.</summary>
    /// <param name="notionalUnits">Not negative, minor units of the settlement asset.</param>
    public Int128 MaintenanceMillionths(long notionalUnits)
    {
        int tier = TierOf(notionalUnits);
        return Math.BigMul(notionalUnits, (long)maintenancePpm[tier]) - maintenanceDeduction[tier];
    }

    /// <summary>Initial margin, millionths of a minor unit.</summary>
    /// <param name="notionalUnits">Not negative, minor units of the settlement asset.</param>
    public Int128 InitialMillionths(long notionalUnits)
    {
        int tier = TierOf(notionalUnits);
        return Math.BigMul(notionalUnits, (long)initialPpm[tier]) - initialDeduction[tier];
    }

    /// <summary>Notional at which the reached tier begins, and at which the next one does; no next one is <see cref="long.MaxValue"/>.</summary>
    internal (long From, long Next) Bounds(long notionalUnits)
    {
        int tier = TierOf(notionalUnits);
        return (fromUnits[tier], tier + 1 < fromUnits.Length ? fromUnits[tier + 1] : long.MaxValue);
    }

    /// <summary>Row of the tier that a notional reaches.</summary>
    internal int TierOf(long notionalUnits)
    {
        int tier = fromUnits.Length - 1;
        while (notionalUnits < fromUnits[tier]) tier--;
        return tier;
    }
}
