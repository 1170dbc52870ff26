namespace Spillway.Simulation;

/// <summary>Gini coefficient: 0 when all have the same, toward 1 when one has everything.</summary>
public static class Gini
{
    /// <summary>Gini of non-negative amounts; null without any.</summary>
    public static double? Of(IReadOnlyList<double> amounts)
    {
        double sum = amounts.Sum();
        if (sum <= 0) return null;
        double weighted = 0;
        int rank = 0;
        foreach (double amount in amounts.Order()) weighted += ++rank * amount;
        return ((2 * weighted) / (amounts.Count * sum)) - ((amounts.Count + 1.0) / amounts.Count);
    }
}
