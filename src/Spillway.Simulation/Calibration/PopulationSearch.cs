namespace Spillway.Simulation;

/// <summary>Searches population and θ that meet both anchors: few seeds to find the place in the family, all seeds of the run to find θ there.</summary>
/// <remarks>
/// What is liquidated by the time the recorded trough is reached hangs on leverage and hardly on depth; how steeply the trough answers to θ hangs on depth.
/// So the flow ratio decides the place in the family, and if the mean trough jumps over the recorded one, the book is made deeper at the same leverage.
/// The simulation is a delegate: the search knows nothing of it.
/// </remarks>
/// <param name="family">Where populations come from.</param>
/// <param name="target">Recorded trough, log, above zero.</param>
/// <param name="band">Band of the flow ratio.</param>
/// <param name="seeds">Seeds of the run.</param>
/// <param name="runs">Simulated runs that may be spent; what is begun within them is finished.</param>
/// <param name="evaluate">Population, θ, number of seeds.</param>
internal sealed class PopulationSearch(PopulationFamily family, double target, FlowBand band, int seeds, int runs, Func<MarketPopulation, double, int, FitTrial> evaluate)
{
    /// <summary>Seeds of an evaluation while the place in the family is searched.</summary>
    public const int FewSeeds = 4;

    private const double FirstGuess = 0.7;
    private const int PlacesMost = 7, AttemptsMost = 6;
    private const int LooseTrials = 6, FineTrials = 9, FineTrialsLeast = 5;
    private const double LooseTolerance = 0.03, LooseBracket = 0.02;
    private const double FineTolerance = 0.005, FineBracket = 0.0003;
    private const double DepthStep = 1.4, LeastStep = 0.1;

    private readonly double middle = Math.Log(Math.Sqrt(band.Low * band.High));

    // Inside of the middle three fifths of the band, by logarithm: few seeds must not choose a population that all seeds put outside.
    private readonly double comfort = 0.3 * Math.Log(band.High / band.Low);

    private readonly List<Probe> probes = [];
    private int spent;

    private sealed record Probe(double Place, double Flow, double Theta)
    {
        public double LogFlow { get; } = Math.Log(Math.Max(1e-6, Flow));
    }

    /// <summary>Runs the search.</summary>
    public PopulationSearchResult Run()
    {
        Probe place = Place();
        List<(PopulationSearchResult Result, MarketCalibration Judged)> attempts = [];
        MarketPopulation population = family.At(place.Place);
        double theta = place.Theta, depthFactor = 1;
        for (int i = 0; i < AttemptsMost; i++)
        {
            ThetaSearchResult found = ThetaSearch.Run(t => Evaluate(population, t, seeds), target, theta, Math.Clamp((runs - spent) / seeds, FineTrialsLeast, FineTrials), FineTolerance, FineBracket);
            // Within the tolerance of the price anchor the flow anchor may be met beside the nearest trough.
            PopulationSearchResult result = found.Trials.Select(trial => new PopulationSearchResult(trial, found.Trials, place.Place, depthFactor))
                .OrderByDescending(trial => trial.Judge(target, band).Converged).ThenBy(trial => trial.Judge(target, band).TroughError).First();
            MarketCalibration judged = result.Judge(target, band);
            attempts.Add((result, judged));
            if (judged.Converged || spent >= runs) break;
            theta = result.Trial.Theta;
            if (!judged.MeetsPrice)
            {
                // Nothing above the target up to θ = 1: the market follows less than was recorded, and a deeper book would not help.
                if (found.Above is null) break;
                depthFactor *= DepthStep;
            }
            else
            {
                place = new Probe(place.Place, found.FlowAtTarget, theta);
                probes.RemoveAll(known => known.Place == place.Place);
                probes.Add(place);
                if (NextPlace() is not { } next) break;
                place = place with { Place = next };
            }
            if (PopulationFamily.Deeper(family.At(place.Place), depthFactor) is not { } changed) break;
            population = changed;
        }
        return attempts.MinBy(attempt => Rank(attempt.Judged)).Result;
    }

    // First what converged, then what meets the price; of several the one whose flow ratio is nearest to the middle of the band.
    private (int Class, double Off) Rank(MarketCalibration judged) => judged.MeetsPrice
        ? (judged.Converged ? 0 : 1, Math.Abs(Math.Log(Math.Max(1e-6, judged.FlowRatio)) - middle))
        : (2, judged.TroughError);

    private Probe Place()
    {
        Probe nearest = Look(0, FirstGuess);
        while (!IsComfortable(nearest) && probes.Count < PlacesMost && spent < runs && NextPlace() is { } next)
        {
            Look(next, nearest.Theta);
            nearest = probes.MinBy(probe => Math.Abs(probe.LogFlow - middle))!;
        }
        return nearest;
    }

    private bool IsComfortable(Probe probe) => Math.Abs(probe.LogFlow - middle) <= comfort;

    private Probe Look(double place, double guess)
    {
        MarketPopulation population = family.At(place);
        ThetaSearchResult found = ThetaSearch.Run(theta => Evaluate(population, theta, Math.Min(seeds, FewSeeds)), target, guess, LooseTrials, LooseTolerance, LooseBracket);
        Probe probe = new(place, found.FlowAtTarget, found.Best.Theta);
        probes.Add(probe);
        return probe;
    }

    // The flow ratio rises along the family. Null where there is nothing left to look at.
    private double? NextPlace()
    {
        Probe? low = probes.Where(probe => probe.LogFlow <= middle).MaxBy(probe => probe.Place), high = probes.Where(probe => probe.LogFlow > middle).MinBy(probe => probe.Place);
        double next = low is null ? Beyond(high!, -1) : high is null ? Beyond(low, 1)
            : low.Place + ((high.Place - low.Place) * Math.Clamp((middle - low.LogFlow) / Math.Max(1e-9, high.LogFlow - low.LogFlow), 0.2, 0.8));
        next = Math.Round(next, 3);
        return probes.Exists(probe => probe.Place == next) || family.At(next) == family.At(low?.Place ?? high!.Place) ? null : next;
    }

    // Further toward an end: half of the way first, then as far as the last step says and a fifth more, so that the middle comes between two places.
    private double Beyond(Probe last, int end)
    {
        Probe? before = probes.Where(probe => (probe.Place - last.Place) * end < 0).MaxBy(probe => probe.Place * end);
        if (before is null) return Math.Clamp(last.Place + (0.5 * end), -1, 1);
        double slope = (last.LogFlow - before.LogFlow) / (last.Place - before.Place);
        double next = slope > 0 ? last.Place + (1.2 * (middle - last.LogFlow) / slope) : end;
        if (Math.Abs(next - last.Place) < LeastStep) next = last.Place + (LeastStep * end);
        return (end - next) * end < LeastStep ? end : next;
    }

    private FitTrial Evaluate(MarketPopulation population, double theta, int count)
    {
        spent += count;
        return evaluate(population, theta, count);
    }
}

/// <summary>What a search of population and θ found.</summary>
/// <param name="Trial">The best evaluation, over all seeds of the run.</param>
/// <param name="Scan">All evaluations of its population over all seeds.</param>
/// <param name="Place">Its place in the family.</param>
/// <param name="DepthFactor">How much deeper its book is than that of the family at that place.</param>
internal sealed record PopulationSearchResult(FitTrial Trial, IReadOnlyList<FitTrial> Scan, double Place, double DepthFactor)
{
    /// <summary>The result as the run itself will judge it: same seeds, same runs, same figures.</summary>
    public MarketCalibration Judge(double target, FlowBand band) => new("", Trial.Theta, target, Trial.Trough, Trial.FlowRatio, band);
}
