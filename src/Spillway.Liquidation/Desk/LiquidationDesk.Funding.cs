using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Funding: premiums sampled with each block, and rates that the policy forms.</content>
public sealed partial class LiquidationDesk
{
    private readonly List<PremiumAverage> premiums = []; // by instrument

    /// <summary>Samples the premium of every market and settles those that are due; comes before the service of cases.</summary>
    /// <remarks>While the index is stale there is no premium, and what is due waits for it. Work: constant for a market, proportional to its positions when it settles.</remarks>
    public void SettleFunding(Timestamp time)
    {
        if (!Policy.Funding.Enabled) return;
        foreach (Market market in exchange.AllMarkets)
        {
            if (!market.CanLiquidate) continue;
            PremiumAverage average = premiums[market.Id.Index];
            long premium = FundingRate.PremiumPpb(market.Price.Mark, market.IndexTicks);
            if (!average.Sample(premium, time, Policy.Funding.IntervalNanos)) continue;
            Settle(market, average, time);
            average.Begin(time, Policy.Funding.IntervalNanos);
        }
    }

    private void Settle(Market market, PremiumAverage average, Timestamp time)
    {
        FundingPolicy terms = Policy.Funding;
        bool isFresh = time - market.Signals.AsOf <= limits.SignalMaxAgeNanos;
        RatePpm longs = RatePpm.FromPpm(isFresh ? market.Signals.LongGainPpm : 0), shorts = RatePpm.FromPpm(isFresh ? market.Signals.ShortGainPpm : 0);
        long crowding = FundingRate.CrowdingPpb(longs, shorts, terms);
        CrowdingState state = CrowdingOf(market, terms, isFresh, crowding, time);
        if (state != CrowdingState.Added) crowding = 0;
        long pulled = FundingRate.PulledPpb(average.MeanPpb, terms);
        long rate = FundingRate.CappedPpb(pulled + crowding, terms);
        long settled = FundingRate.SettledPpb(rate, terms.IntervalNanos);
        FundingReading reading = new(average.MeanPpb, average.SampledNanos, pulled, longs, shorts, crowding, state, rate, terms.IntervalNanos, settled);
        events.On(new FundingDecided(market.Id, reading, terms));
        ApplyFunding(market.Id, settled);
    }

    /// <summary>Settles a rate on every position of a market: of the policy, or of the host.</summary>
    /// <param name="instrument">With a mark.</param>
    /// <param name="ratePpb">Share of notional, 1e-9, longs paying shorts if positive.</param>
    public void ApplyFunding(InstrumentId instrument, long ratePpb)
    {
        Money residue = ratePpb == 0 ? Money.Zero : exchange.House.ApplyFunding(instrument, ratePpb);
        events.On(new FundingSettled(instrument, ratePpb, residue));
    }

    // A charge on the crowded side is for quiet times: once it is being liquidated, funding would take away the margin that it lacks.
    private CrowdingState CrowdingOf(Market market, FundingPolicy terms, bool isFresh, long crowding, Timestamp time)
    {
        if (terms.Crowding == RatePpm.Zero) return CrowdingState.Nothing;
        if (!isFresh) return CrowdingState.NoSignal;
        if (crowding == 0) return CrowdingState.Nothing;
        if (IsInStress(market, time)) return CrowdingState.Stress;
        return HasOpenCase(market) ? CrowdingState.OpenCases : CrowdingState.Added;
    }

    private bool HasOpenCase(Market market)
    {
        foreach (ref readonly LiquidationCase row in Cases.Open)
        {
            if (exchange.House.Size(row.Account, market.Id) != QuantityLots.Zero) return true;
        }
        return false;
    }

    private void RestoreFunding(ref StateReader reader, Timestamp time)
    {
        premiums.Clear();
        for (int i = 0; i < exchange.Markets.Count; i++) premiums.Add(PremiumAverage.Restore(ref reader, time));
    }
}
