namespace Spillway.Simulation;

/// <summary>Runs a comparison over the grid of assumptions that matter most: leverage, depth, and how much of an impact is permanent.</summary>
public static class SensitivityRunner
{
    /// <summary>A cell counts as calibrated within this distance of the recorded trough.</summary>
    public const double PriceTolerance = 0.03;

    private const int FitSeeds = 8;

    /// <summary>Runs every cell of the grid, one after the other; inside of a cell several seeds at a time.</summary>
    /// <param name="request">The comparison at the scenario's own assumptions.</param>
    /// <param name="finished">Told of every cell.</param>
    /// <param name="cancellation">Stops; the cells that are finished are the result.</param>
    public static SensitivityResult Run(SimulationRequest request, Action<SensitivityCell, int> finished, CancellationToken cancellation)
    {
        List<SensitivityCell> cells = [];
        int total = SensitivityResult.Leverages.Count * SensitivityResult.Depths.Count * SensitivityResult.PermanentShares.Count;
        foreach (double leverage in SensitivityResult.Leverages)
        {
            foreach (double depth in SensitivityResult.Depths)
            {
                foreach (double permanent in SensitivityResult.PermanentShares)
                {
                    if (RunCell(request, leverage, depth, permanent, cancellation) is not { } cell) return new SensitivityResult(cells);
                    cells.Add(cell);
                    finished(cell, total);
                }
            }
        }
        return new SensitivityResult(cells);
    }

    private static SensitivityCell? RunCell(SimulationRequest request, double leverage, double depth, double permanent, CancellationToken cancellation)
    {
        Scenario scenario = Varied(request.Scenario, leverage, depth, permanent);
        try
        {
            (double theta, _) = ThetaFit.Fit(scenario, request.Baseline, request.Seed, FitSeeds, request.Threads, _ => { }, cancellation);
            SimulationResult result = SimulationRunner.Run(
                request with { Scenario = scenario, Theta = theta, Seeds = Verdict.SeedsLeast, JournalRoot = null, EventsOf = null, CalibratedWithin = PriceTolerance }, _ => { }, cancellation);
            return result.IsComplete ? new SensitivityCell(leverage, depth, permanent, result.Calibration!, result.Policies) : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

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
