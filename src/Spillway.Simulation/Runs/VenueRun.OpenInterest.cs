using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <content>A policy that limits what may be opened: the population as it would be, had the policy been in force before.</content>
public sealed partial class VenueRun
{
    // The estimators report at half past the tenth second.
    private const int ProbeSeconds = 11;

    private double keptHome; // deposits that were never made, quote units

    /// <summary>Opens the drawn population for a few seconds under the same policy and seed, and measures what of it the policy would have let open.</summary>
    private void LimitPopulation(CancellationToken cancellation)
    {
        OpenInterestPolicy limits = policy.ToPolicy().OpenInterest;
        if (options.IsProbe || (!limits.HasCap && !limits.HasAddOn)) return;
        using VenueRun probe = new(scenario, policy, paths, venue.Seed, new VenueRunOptions { Engine = options.Engine, IsProbe = true });
        probe.Open();
        probe.kernel.RunUntil(Path.Start.AddNanos(ProbeSeconds * Timestamp.NanosPerSecond), cancellation);
        OpeningShares[] shares = [.. Enumerable.Range(0, grids.Length).Select(m => probe.SharesOf(m, limits))];
        VenuePopulation drawn = population;
        population = drawn.Limited(shares);
        for (int m = 0; m < grids.Length; m++)
        {
            for (int row = 0; row < drawn.Markets[m].Holders.Count; row++)
                keptHome += (drawn.Markets[m].Holders[row].EquityUnits - population.Markets[m].Holders[row].EquityUnits) / 1e6;
        }
    }

    private OpeningShares SharesOf(int m, OpenInterestPolicy limits)
    {
        Market market = Engine.Exchange.Markets[m];
        double all = 1;
        if (limits.GainMost > RatePpm.Zero)
        {
            // n is proportional to the positions: the makers' quotes are those of the scenario, whatever is open.
            double most = limits.GainMost.Ppm * (1 - ((double)limits.Withdrawal.Ppm / RatePpm.Whole));
            all = Math.Min(all, most / Math.Max(market.Signals.LongGainPpm, market.Signals.ShortGainPpm));
        }
        if (limits.Cap > 0) all = Math.Min(all, limits.Cap / (double)grids[m].Usd(population.Markets[m].OpenLots, recorder.Markets[m].Market.MarkPrice));
        return new OpeningShares(all, limits.HasAddOn ? [.. population.Markets[m].Holders.Select(holder => CarriedShare(market, holder, all, limits))] : []);
    }

    // Who has more than initial margin used its leverage by choice and is only held back where margin with the add-on is still more. Who has less has lost since it
    // opened, and had at most initial margin then.
    private double CarriedShare(Market market, Holder holder, double all, OpenInterestPolicy limits)
    {
        Side side = holder.SizeLots > 0 ? Side.Buy : Side.Sell;
        long wanted = (long)(Math.Abs(holder.SizeLots) * all);
        if (wanted == 0) return 1;
        OpenInterestCap cap = Engine.Desk.OpenInterestCap(market, Engine.Now);
        Int128 budget = Int128.Max(Engine.House.InitialMillionths(market.Id, QuantityLots.FromLots(wanted)), (Int128)(holder.EquityUnits * all) * RatePpm.Whole);
        if (Needs(wanted) <= budget) return 1;
        (long carried, long tooMany) = (0, wanted);
        while (tooMany - carried > 1)
        {
            long middle = carried + ((tooMany - carried) / 2);
            if (Needs(middle) <= budget) carried = middle;
            else tooMany = middle;
        }
        return (double)carried / wanted;

        Int128 Needs(long lots) => Engine.House.InitialMillionths(market.Id, QuantityLots.FromLots(lots)) + MarginAddOn.Millionths(Engine.House, market, side, lots, in cap, 0, limits);
    }
}
