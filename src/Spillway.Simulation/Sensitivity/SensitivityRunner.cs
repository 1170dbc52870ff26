namespace Spillway.Simulation;

/// <summary>Runs a comparison over the grid of assumptions that matter most: leverage, depth, and how much of an impact is permanent.</summary>
public static class SensitivityRunner
{
    /// <summary>A cell counts as calibrated if the fit came within this distance of the recorded trough.</summary>
    public const double PriceTolerance = 0.03;

    private const int FitSeeds = 8;

    /// <summary>Runs the cells, one after the other; inside of a cell several seeds at a time.</summary>
    /// <param name="request">The comparison at the scenario's own assumptions.</param>
    /// <param name="grid">Cells to run: multiple of leverage, multiple of depth, permanent share; usually <see cref="SensitivityResult.Grid"/>.</param>
    /// <param name="finished">Told of every cell.</param>
    /// <param name="cancellation">Stops; the cells that are finished are the result.</param>
    public static SensitivityResult Run(
        SimulationRequest request, IReadOnlyList<(double Leverage, double Depth, double PermanentShare)> grid, Action<SensitivityCell> finished, CancellationToken cancellation)
    {
        List<SensitivityCell> cells = [];
        foreach ((double leverage, double depth, double permanent) in grid)
        {
            if (RunCell(request, leverage, depth, permanent, cancellation) is not { } cell) break;
            cells.Add(cell);
            finished(cell);
        }
        return new SensitivityResult(cells, RunNetting(request, cancellation));
    }

    private static List<NettingCell> RunNetting(SimulationRequest request, CancellationToken cancellation)
    {
        List<NettingCell> cells = [];
        foreach (double share in SensitivityResult.NettingShares)
        {
            if (cancellation.IsCancellationRequested) break;
            VenueScenario scenario = request.Scenario.Each(market => market with { NettingShare = share });
            SimulationResult result = SimulationRunner.Run(request with { Scenario = scenario, Seeds = Verdict.SeedsLeast, JournalRoot = null, EventsOf = null }, _ => { }, cancellation);
            if (result.IsComplete) cells.Add(new NettingCell(share, result.IsCalibrated, result.Policies));
        }
        return cells;
    }

    private static SensitivityCell? RunCell(SimulationRequest request, double leverage, double depth, double permanent, CancellationToken cancellation)
    {
        VenueScenario scenario = request.Scenario.Each(market => Varied(market, leverage, depth, permanent));
        try
        {
            (IReadOnlyList<double> thetas, IReadOnlyList<ThetaFit.Point> scan) = VenueFit.Fit(scenario, request.Baseline, request.Seed, FitSeeds, request.Threads, _ => { }, cancellation);
            scenario = scenario.WithThetas(thetas);
            bool converged = scenario.Markets.All(market => IsNear(market, scan));
            SimulationResult result = SimulationRunner.Run(
                request with { Scenario = scenario, Seeds = Verdict.SeedsLeast, JournalRoot = null, EventsOf = null, IsCalibrated = converged }, _ => { }, cancellation);
            return result.IsComplete ? new SensitivityCell(leverage, depth, permanent, [.. result.Markets.Select(market => market.Calibration!)], converged, result.Policies) : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static bool IsNear(Scenario market, IReadOnlyList<ThetaFit.Point> scan) =>
        scan.Where(point => point.Theta == market.Theta && point.Market == market.Market.Symbol).Any(point => Math.Abs((point.TroughLog / market.ObservedTroughLog) - 1) <= PriceTolerance);

    private static Scenario Varied(Scenario scenario, double leverage, double depth, double permanent) => scenario with
    {
        Accounts = scenario.Accounts with
        {
            LongLeverage = Math.Max(1, scenario.Accounts.LongLeverage * leverage),
            ShortLeverage = Math.Max(1, scenario.Accounts.ShortLeverage * leverage),
        },
        Liquidity = scenario.Liquidity with { DepthShare = scenario.Liquidity.DepthShare * depth },
        PermanentShare = permanent,
    };
}
