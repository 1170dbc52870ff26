using Spillway.Core;
using Spillway.Engine;
using Spillway.Markets;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>Institutions that split large orders: sizes have a power-law tail, each is worked off at a share of the current volume, one child order after another.</summary>
/// <remarks>
/// Order flow then remembers its sign, with an exponent of about tail − 1 (Lillo, Mike, Farmer, Physical Review E 71, 2005). Only the gate knows them; the
/// shipped crashes are calibrated without.
/// </remarks>
internal sealed class MetaorderTrader : IAgent
{
    private const double SecondsInDay = 86_400;

    private readonly SimulatedMarket market;
    private readonly AccountId account;
    private readonly QuietTerms terms;
    private readonly QuietPath path;
    private readonly List<Working> working = [];
    private readonly double smallest, largest, arrivalSeconds;
    private readonly bool isSilent;
    private Timestamp nextArrival;
    private int arrived;

    /// <summary>A trader who works on the volume of a path.</summary>
    /// <param name="market">Where.</param>
    /// <param name="account">From this account.</param>
    /// <param name="terms">Sizes and pace.</param>
    /// <param name="path">Volume per second.</param>
    /// <param name="isSilent">Stays away: the counterfactual that shows what the flow does.</param>
    public MetaorderTrader(SimulatedMarket market, AccountId account, QuietTerms terms, QuietPath path, bool isSilent)
    {
        (this.market, this.account, this.terms, this.path, this.isSilent) = (market, account, terms, path, isSilent);
        double day = terms.DailyTurnover * market.Scenario.OpenInterestUsd;
        (smallest, largest) = (terms.SmallestShare * day, terms.LargestShare * day);
        arrivalSeconds = MeanSize() / (terms.MetaorderShare * day / SecondsInDay);
        nextArrival = After(path.Path.Start);
    }

    /// <summary>Finished metaorders, in order of their end.</summary>
    public List<Metaorder> Finished { get; } = [];

    /// <summary>Bought less sold in each second, quote units.</summary>
    public List<double> Flow { get; } = [];

    public Timestamp? Wake(Timestamp now)
    {
        if (isSilent) return null;
        for (; nextArrival <= now; nextArrival = After(nextArrival)) Arrive(now);
        Flow.Add(0);
        foreach (Working order in working)
        {
            if (order.Next <= now) Trade(order, now);
        }
        working.RemoveAll(order => order.Left <= 0);
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    // Mean of the Pareto law cut off at the largest size.
    private double MeanSize()
    {
        double logRatio = PortableMath.Log(smallest / largest), a = terms.SizeTail;
        return smallest * a / (a - 1) * (1 - PortableMath.Exp((a - 1) * logRatio)) / (1 - PortableMath.Exp(a * logRatio));
    }

    private Timestamp After(Timestamp arrival) =>
        arrival.AddNanos(1 + (long)(new Draws(market.Seed, account.Index, arrival, DrawPurpose.MetaorderArrival).Exponential(arrivalSeconds) * Timestamp.NanosPerSecond));

    private void Arrive(Timestamp now) => working.Add(new Working
    {
        Number = arrived++,
        Side = new Draws(market.Seed, account.Index, nextArrival, DrawPurpose.MetaorderSide).Uniform() < 0.5 ? Side.Buy : Side.Sell,
        Size = new Draws(market.Seed, account.Index, nextArrival, DrawPurpose.MetaorderSize).Pareto(terms.SizeTail, smallest, largest),
        First = now,
        Last = now.AddNanos(-Timestamp.NanosPerSecond),
        Next = now,
    });

    private void Trade(Working order, Timestamp now)
    {
        double rate = terms.Participation * path.VolumePerSecond[(int)((now - path.Path.Start) / MinuteBar.DurationNanos)];
        double usd = Math.Min(order.Left, rate * ((now - order.Last) / (double)Timestamp.NanosPerSecond));
        long lots = market.Grid.LotsOf(usd, market.WiderPrice(now));
        if (lots > 0) market.Execute(Command.Place(now, NoiseTrader.MarketOrder(account, market.Instrument, order.Side, lots)));
        order.Traded += usd;
        Flow[^1] += order.Side == Side.Buy ? usd : -usd;
        order.Last = now;
        double wait = new Draws(market.Seed, order.Number, now, DrawPurpose.MetaorderChild).Exponential(terms.ChildSeconds);
        order.Next = now.AddNanos(1 + (long)(wait * Timestamp.NanosPerSecond));
        if (order.Left <= 0) Finished.Add(new Metaorder(order.Side, SecondOf(order.First) - 1, SecondOf(now), order.Size));
    }

    private int SecondOf(Timestamp time) => (int)((time - path.Path.Start) / Timestamp.NanosPerSecond);

    private sealed class Working
    {
        public required int Number { get; init; }

        public required Side Side { get; init; }

        public required double Size { get; init; }

        public required Timestamp First { get; init; }

        public required Timestamp Last { get; set; }

        public required Timestamp Next { get; set; }

        public double Traded { get; set; }

        public double Left => Size - Traded;
    }
}
