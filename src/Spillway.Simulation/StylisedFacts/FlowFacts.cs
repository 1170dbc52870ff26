using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Facts of order flow, impact and resilience, from runs that share their draws.</summary>
internal sealed class FlowFacts(GateTapes tapes)
{
    /// <summary>Seconds of one observation of the order flow. Cont, Kukanov and Stoikov use the same.</summary>
    public const int Step = 10;

    // Seconds of one observation of metaorders: longer, as the middle follows a maker's inventory only when that maker quotes again.
    private const int PushStep = 60;

    // The response to a shock is followed this far, s.
    private const int ResponseSeconds = 600;

    private const int LongestSignLag = 1_000, SignLagCount = 16;

    /// <summary>Lags of order signs, orders.</summary>
    public static readonly int[] SignLags = Autocorrelation.LogLags(LongestSignLag, SignLagCount);

    /// <summary>Price change on order-flow imbalance at the best quotes over 10 s, over all days.</summary>
    public LineFit? OnQuotes() => LineFit.Of([.. tapes.Days.SelectMany(day => Steps(day.Market.Middle, day.Market.Quotes, Step))]);

    /// <summary>Price change on traded imbalance over 10 s, over all days.</summary>
    public LineFit? OnTrades() => LineFit.Of([.. tapes.Days.SelectMany(day => Steps(day.Market.Middle, day.Market.Trades, Step))]);

    /// <summary>Depth of each book, quote units per unit of log-price, and the slope of price change on imbalance at the best quotes.</summary>
    public IReadOnlyList<(double Depth, LineFit Fit)> QuoteSlopes() => SlopesOf((with, _) => Steps(First(with.Market.Middle), First(with.Market.Quotes), Step));

    /// <summary>The same on traded imbalance.</summary>
    public IReadOnlyList<(double Depth, LineFit Fit)> TradeSlopes() => SlopesOf((with, _) => Steps(First(with.Market.Middle), First(with.Market.Trades), Step));

    /// <summary>The same on the flow of metaorders over a minute, with the news taken out: what flow does to the price, and not the price to flow.</summary>
    public IReadOnlyList<(double Depth, LineFit Fit)> PushSlopes() => SlopesOf((with, without) => Steps(Difference(with.Market.Middle, without.Market.Middle), First(with.Metaorders.Flow), PushStep));

    /// <summary>Slopes against depth in logarithms: −1 where impact is inversely proportional to depth. Null unless there is one at every depth.</summary>
    public static LineFit? OfDepth(IReadOnlyList<(double Depth, LineFit Fit)> slopes) =>
        LineFit.OfPowerLaw(slopes.Select(slope => (slope.Depth, slope.Fit.Slope))) is { } law && law.Count == GateRun.DepthFactors.Length ? law : null;

    /// <summary>Mean response of the middle to a shock, second by second, log, positive in the direction of the shock.</summary>
    public double[] Response() => ResponseTo(tapes.Shocks);

    /// <summary>The same where the shock is a forced order.</summary>
    public double[] ForcedResponse() => ResponseTo(tapes.Forced);

    private double[] ResponseTo(GateTape shocked) => MeanOverShocks((second, sign) =>
    {
        double[] difference = Difference(shocked.Market.Middle, tapes.Days[0].Market.Middle);
        return i => sign * (difference[second + i] - difference[second - 1]);
    });

    /// <summary>What of a forced shock stays: mean response after five to ten minutes, less that of a voluntary one, over the first response of the forced. Null without a shock.</summary>
    public double? PermanentShare()
    {
        double[] forced = ForcedResponse(), free = Response();
        if (forced.Length == 0 || forced.Max() <= 0) return null;
        int late = ResponseSeconds / 2;
        return (forced.Skip(late).Average() - free.Skip(late).Average()) / forced.Max();
    }

    /// <summary>Mean share of the depth on the swept side, within 10 bp of the middle wherever that is, that is missing, second by second.</summary>
    public double[] MissingDepth() => MeanOverShocks((second, sign) =>
    {
        (MarketTape with, MarketTape without) = (tapes.Shocks.Market, tapes.Days[0].Market);
        return i => 1 - (sign > 0 ? with.AskDepth[second + i] / without.AskDepth[second + i] : with.BidDepth[second + i] / without.BidDepth[second + i]);
    });

    /// <summary>Mean size and impact of finished metaorders, with the news taken out; only of sizes that are met twenty times or more.</summary>
    public IReadOnlyList<(double Size, double Impact)> Impact()
    {
        (GateTape with, GateTape without) = tapes.Depths[Array.IndexOf(GateRun.DepthFactors, 1)];
        double[] difference = Difference(with.Market.Middle, without.Market.Middle);
        IEnumerable<Metaorder> finished = with.Metaorders.Finished.Where(order => order.FirstSecond >= 0 && order.LastSecond < difference.Length);
        return ImpactCurve.Of(finished.Select(order => (order.Notional, (order.Side == Side.Buy ? 1 : -1) * (difference[order.LastSecond] - difference[order.FirstSecond]))));
    }

    /// <summary>Autocorrelation of the signs of market orders at <see cref="SignLags"/>.</summary>
    public double[] SignMemory() => Autocorrelation.At([.. tapes.Days.Select(day => (double[])[.. day.Market.Signs])], SignLags);

    private double[] MeanOverShocks(Func<int, int, Func<int, double>> responseAt)
    {
        (int Second, Side Side)[] whole = [.. tapes.Shocks.Shocks.Where(shock => shock.Second + ResponseSeconds <= tapes.PairedSeconds)];
        double[] mean = new double[whole.Length == 0 ? 0 : ResponseSeconds];
        foreach ((int second, Side side) in whole)
        {
            Func<int, double> response = responseAt(second, side == Side.Buy ? 1 : -1);
            for (int i = 0; i < mean.Length; i++) mean[i] += response(i) / whole.Length;
        }
        return mean;
    }

    private List<(double Depth, LineFit Fit)> SlopesOf(Func<GateTape, GateTape, IEnumerable<(double Flow, double Change)>> points)
    {
        List<(double, LineFit)> slopes = [];
        foreach ((GateTape with, GateTape without) in tapes.Depths)
        {
            double depth = 0.5 * (First(with.Market.BidDepth).Average() + First(with.Market.AskDepth).Average());
            if (LineFit.Of([.. points(with, without)]) is { } fit) slopes.Add((depth, fit));
        }
        return slopes;
    }

    private double[] First(IReadOnlyList<double> values) => [.. values.Take(tapes.PairedSeconds)];

    private double[] Difference(IReadOnlyList<double> left, IReadOnlyList<double> right) => [.. First(left).Zip(First(right), (a, b) => a - b)];

    private static IEnumerable<(double Flow, double Change)> Steps(IReadOnlyList<double> log, IReadOnlyList<double> flow, int step)
    {
        for (int i = step; i < log.Count; i += step)
        {
            double net = 0;
            for (int j = i - step + 1; j <= i; j++) net += flow[j];
            yield return (net, log[i] - log[i - step]);
        }
    }
}
