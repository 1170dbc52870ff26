namespace Spillway.Markets;

/// <summary>The single price of an auction: the largest volume; at a tie the smallest surplus; then the nearest to a reference; then the lowest.</summary>
/// <remarks>
/// Volume and surplus are constant between two neighbouring limits, so one look at each such stretch is enough, and within it the price nearest to the reference
/// stands for all. Work proportional to the orders. The order of criteria is the common one of opening auctions (Nasdaq, Xetra, CME; read 2026-11).
/// </remarks>
internal static class UncrossingPrice
{
    /// <summary>Finds the price.</summary>
    /// <param name="bids">From the highest limit down, all of them at or above the lowest ask; not empty.</param>
    /// <param name="asks">From the lowest limit up, all of them at or below the highest bid; not empty.</param>
    /// <param name="reference">Preferred price, ticks.</param>
    public static Candidate Of(ReadOnlySpan<AuctionOrder> bids, ReadOnlySpan<AuctionOrder> asks, long reference)
    {
        long demand = 0, supply = 0;
        foreach (ref readonly AuctionOrder bid in bids) demand += bid.Lots;
        Candidate best = default;
        int a = 0, b = bids.Length - 1;
        long end = bids[0].Ticks;
        for (long from = asks[0].Ticks; from <= end;)
        {
            while (a < asks.Length && asks[a].Ticks <= from) supply += asks[a++].Lots;
            while (bids[b].Ticks < from) demand -= bids[b--].Lots; // the highest bid stays: it is the end
            long next = Math.Min(a < asks.Length ? asks[a].Ticks : long.MaxValue, bids[b].Ticks + 1);
            Candidate candidate = new(Math.Clamp(reference, from, Math.Min(next - 1, end)), Math.Min(demand, supply), demand - supply);
            if (best.Ticks == 0 || IsBetter(candidate, best, reference)) best = candidate;
            from = next;
        }
        return best;
    }

    private static bool IsBetter(Candidate candidate, Candidate best, long reference)
    {
        if (candidate.Volume != best.Volume) return candidate.Volume > best.Volume;
        long surplus = Math.Abs(candidate.Surplus), bestSurplus = Math.Abs(best.Surplus);
        return surplus != bestSurplus ? surplus < bestSurplus : Math.Abs(candidate.Ticks - reference) < Math.Abs(best.Ticks - reference);
    }

    /// <summary>A price with what it would do.</summary>
    /// <param name="Ticks">Price.</param>
    /// <param name="Volume">Lots that would trade.</param>
    /// <param name="Surplus">Bids at or above it less asks at or below it, lots.</param>
    internal readonly record struct Candidate(long Ticks, long Volume, long Surplus);
}
