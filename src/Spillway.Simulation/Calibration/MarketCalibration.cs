namespace Spillway.Simulation;

/// <summary>How well the baseline on the exogenous path reproduces what was recorded in one market: both anchors.</summary>
/// <param name="Market">Symbol.</param>
/// <param name="Theta">θ in force.</param>
/// <param name="ObservedTroughLog">Furthest distance of the recorded price from its first open, log.</param>
/// <param name="BaselineTroughLog">The same of the baseline runs: mean over seeds and its 95 % interval.</param>
/// <param name="FlowRatio">Liquidated notional of the baseline over the recorded quote volume of the bars; the rest hour is in neither.</param>
/// <param name="FlowBand">Band in which the ratio is believed.</param>
public sealed record MarketCalibration(string Market, double Theta, double ObservedTroughLog, MetricSummary BaselineTroughLog, double FlowRatio, FlowBand FlowBand)
{
    // Near enough in any case, and near enough if the observed trough is inside of the interval.
    private const double Near = 0.02, Nearly = 0.05;

    /// <summary>Distance of the mean baseline trough from the observed one, of the observed one.</summary>
    public double TroughError => Math.Abs((BaselineTroughLog.Mean!.Value / ObservedTroughLog) - 1);

    /// <summary>Whether the price anchor is met: within 2 %, or within 5 % with the observed trough inside of the 95 % interval.</summary>
    public bool MeetsPrice => TroughError <= Near
        || (TroughError <= Nearly && BaselineTroughLog.Ci95Low <= ObservedTroughLog && ObservedTroughLog <= BaselineTroughLog.Ci95High);

    /// <summary>Whether the flow anchor is met.</summary>
    public bool MeetsFlow => FlowRatio >= FlowBand.Low && FlowRatio <= FlowBand.High;

    /// <summary>Whether both anchors are met.</summary>
    public bool Converged => MeetsPrice && MeetsFlow;

    /// <summary>How depth and leverage were chosen, if a fit chose them; empty for those of the scenario document.</summary>
    public string PopulationNote { get; init; } = "";

    /// <summary>What is off, in words; empty if nothing is. How the population was chosen is told in any case.</summary>
    public string Note
    {
        get
        {
            List<string> notes = PopulationNote.Length == 0 ? [] : [PopulationNote];
            if (ObservedTroughLog <= 0) notes.Add("the recorded price does not move: there is nothing to fit");
            else if (!MeetsPrice) notes.Add(FormattableString.Invariant($"the baseline ends {TroughError:P1} from the recorded trough"));
            if (!MeetsFlow) notes.Add(FormattableString.Invariant($"its liquidations are {FlowRatio:P1} of the recorded volume, the band is {FlowBand.Low:P1} to {FlowBand.High:P1}"));
            return string.Join("; ", notes);
        }
    }
}

/// <summary>Band of the flow ratio.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct FlowBand(double Low, double High)
{
    /// <summary>Estimate from the market-wide totals of 2025-10-10. Source and steps: docs/flow-ratio.md.</summary>
    public static FlowBand Default { get; } = new(0.03, 0.12);
}
