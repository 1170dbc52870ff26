namespace Spillway.Simulation;

/// <summary>Turns the runs of a gate into figures with bands. Bands are those of the literature and are not moved; see docs/gate.md.</summary>
internal sealed class GateMeasures(GateTapes tapes)
{
    private readonly ReturnFacts venue = new(tapes.Days.Select(day => day.Market.Middle));
    private readonly ReturnFacts path = new(tapes.Days.Select(day => day.Market.Wider));
    private readonly ReturnFacts plain = new(tapes.Plain.Select(day => day.Market.Middle));
    private readonly FlowFacts flow = new(tapes);

    private const double LeastStrength = 3;

    /// <summary>The figures, hard ones first.</summary>
    public IReadOnlyList<GateFigure> Figures() => [.. Hard(), .. Reported()];

    /// <summary>The points behind them.</summary>
    public IReadOnlyList<GateCurve> Curves()
    {
        IReadOnlyList<(double Size, double Impact)> impact = flow.Impact();
        double[] response = flow.Response(), missing = flow.MissingDepth();
        return
        [
            Tail("tailVenue", venue), Tail("tailPath", path), Tail("tailPlain", plain),
            Memory("memoryVenue", venue), Memory("memoryPath", path), Memory("memoryPlain", plain),
            Slopes("flowSlopes", flow.QuoteSlopes()), Slopes("pushSlopes", flow.PushSlopes()),
            new GateCurve("response", [.. Enumerable.Range(0, response.Length)], response),
            new GateCurve("forcedResponse", [.. Enumerable.Range(0, response.Length)], flow.ForcedResponse()),
            new GateCurve("missingDepth", [.. Enumerable.Range(0, missing.Length)], missing),
            new GateCurve("signMemory", [.. FlowFacts.SignLags], flow.SignMemory()),
            new GateCurve("impact", [.. impact.Select(bin => bin.Size)], [.. impact.Select(bin => bin.Impact)]),
            new GateCurve("kurtosisVenue", [.. ReturnFacts.Horizons], [.. ReturnFacts.Horizons.Select(horizon => venue.ExcessKurtosis(horizon) ?? 0)]),
            new GateCurve("kurtosisPath", [.. ReturnFacts.Horizons], [.. ReturnFacts.Horizons.Select(horizon => path.ExcessKurtosis(horizon) ?? 0)]),
        ];
    }

    private IEnumerable<GateFigure> Hard()
    {
        yield return TailFigure("tailIndex1m", "tail index of 1 min returns", 1);
        yield return TailFigure("tailIndex5m", "tail index of 5 min returns", 5);
        yield return new GateFigure(
            "memoryExponent", "memory of |return|: exponent of its decay over 1 to 60 min", "–", true, 0.2, 0.5, venue.MemoryExponent(), venue.ErrorOf(facts => facts.MemoryExponent()), path.MemoryExponent(), plain.MemoryExponent());
        yield return new GateFigure("memoryStrength", "memory of |return|: mean of lags 1 to 10 min", "standard errors", true, LeastStrength, null, venue.MemoryStrength(), null, path.MemoryStrength(), plain.MemoryStrength());
        LineFit? depth = FlowFacts.OfDepth(flow.QuoteSlopes());
        yield return new GateFigure("flowSlopeDepthExponent", "order-flow slope against depth, log-log", "–", true, -1.2, -0.8, depth?.Slope, depth?.Error);
        yield return new GateFigure("resilienceHalfLife", "half-life of the middle after a shock to the book", "s", true, 30, 120, ResponseDecay.HalfLife(flow.Response()));
    }

    private IEnumerable<GateFigure> Reported()
    {
        yield return new GateFigure("flowRSquared", "order-flow R², imbalance at the best quotes, 10 s", "–", false, 0.5, 0.8, flow.OnQuotes()?.RSquared);
        yield return new GateFigure("tradeRSquared", "the same of traded imbalance", "–", false, null, null, flow.OnTrades()?.RSquared);
        LineFit? trades = FlowFacts.OfDepth(flow.TradeSlopes());
        yield return new GateFigure("tradeSlopeDepthExponent", "slope on traded imbalance against depth", "–", false, -1.2, -0.8, trades?.Slope, trades?.Error);
        LineFit? push = FlowFacts.OfDepth(flow.PushSlopes());
        yield return new GateFigure("pushSlopeDepthExponent", "slope of metaorder flow alone against depth, news taken out", "–", false, -1.2, -0.8, push?.Slope, push?.Error);
        yield return new GateFigure("pushSlopeTimesDepth", "that slope times depth, mean of the depths", "–", false, null, null, flow.PushSlopes().Select(slope => slope.Depth * slope.Fit.Slope).DefaultIfEmpty().Average());
        yield return new GateFigure("pushSlopeWeakest", "least significant of those slopes", "standard errors", false, LeastStrength, null, flow.PushSlopes().Select(slope => slope.Fit.Slope / Math.Max(slope.Fit.Error, 1e-300)).DefaultIfEmpty().Min());
        LineFit? signs = LineFit.OfPowerLaw(FlowFacts.SignLags.Zip(flow.SignMemory(), (lag, value) => ((double)lag, value)));
        yield return new GateFigure("signMemoryExponent", "memory of order signs: exponent of its decay over 1 to 1,000 orders", "–", false, 0.3, 0.8, -signs?.Slope, signs?.Error);
        LineFit? impact = LineFit.OfPowerLaw(flow.Impact());
        yield return new GateFigure("impactExponent", "impact of metaorders against size, exponent", "–", false, 0.45, 0.55, impact?.Slope, impact?.Error);
        yield return new GateFigure("returnMemory", "largest |autocorrelation| of 1 min returns, lags 2 to 10 min", "standard errors", false, null, LeastStrength, venue.SignedMemory(), null, path.SignedMemory(), plain.SignedMemory());
        yield return Kurtosis("excessKurtosis1m", 1);
        yield return Kurtosis("excessKurtosis30m", 30);
        yield return new GateFigure("permanentShare", "share of a forced order's impact that stays for good", "–", false, null, null, flow.PermanentShare());
        yield return new GateFigure("depthRefillSeconds", "half of the depth next to the middle is back after a shock", "s", false, null, null, ResponseDecay.HalfLife(flow.MissingDepth()));
    }

    private GateFigure TailFigure(string key, string text, int horizon)
    {
        return new GateFigure(key, text, "–", true, 2.5, 4, Alpha(venue), venue.ErrorOf(Alpha), Alpha(path), Alpha(plain));

        double? Alpha(ReturnFacts facts) => facts.Tail(horizon)?.Alpha;
    }

    private GateFigure Kurtosis(string key, int horizon) => new(
        key, $"excess kurtosis of {horizon} min returns", "–", false, null, null, venue.ExcessKurtosis(horizon), null, path.ExcessKurtosis(horizon), plain.ExcessKurtosis(horizon));

    private static GateCurve Slopes(string key, IReadOnlyList<(double Depth, LineFit Fit)> slopes) => new(key, [.. slopes.Select(slope => slope.Depth)], [.. slopes.Select(slope => slope.Fit.Slope)]);

    private static GateCurve Memory(string key, ReturnFacts facts) => new(key, [.. ReturnFacts.MemoryLags], facts.Memory());

    // Share of |return| above a multiple of its standard deviation, at 40 places of the sorted sample.
    private static GateCurve Tail(string key, ReturnFacts facts)
    {
        double[] sizes = [.. facts.Over(1).Select(Math.Abs)];
        if (sizes.Length == 0) return new GateCurve(key, [], []);
        double scale = Math.Sqrt(sizes.Sum(size => size * size) / sizes.Length);
        Array.Sort(sizes);
        int[] ranks = [.. Autocorrelation.LogLags(sizes.Length, 40).Where(rank => sizes[^rank] > 0)];
        return new GateCurve(key, [.. ranks.Select(rank => sizes[^rank] / scale)], [.. ranks.Select(rank => (double)rank / sizes.Length)]);
    }
}
