namespace Spillway.Simulation;

/// <summary>Mean impact of metaorders by size: bins that double in size.</summary>
internal static class ImpactCurve
{
    // Fewer say nothing against the impact of everybody else.
    private const int LeastOrders = 20;

    /// <summary>Mean size and mean impact of each bin that holds enough orders, by size.</summary>
    /// <param name="orders">Size (positive) and signed impact of each order, in any order.</param>
    /// <param name="least">Orders that make a bin count.</param>
    public static IReadOnlyList<(double Size, double Impact)> Of(IEnumerable<(double Size, double Impact)> orders, int least = LeastOrders) =>
        [.. orders.GroupBy(order => Math.ILogB(order.Size)).Where(bin => bin.Count() >= least).OrderBy(bin => bin.Key)
            .Select(bin => (bin.Average(order => order.Size), bin.Average(order => order.Impact)))];
}
