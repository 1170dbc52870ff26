using System.Diagnostics;
using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>The gate of stylised facts: runs the market without liquidations, measures what real markets are known for, and says whether it is there.</summary>
/// <remarks>
/// Each day runs twice, on the quiet path and on one of constant volatility, so that what the agents make by themselves is seen apart from what they are given. The first
/// day, at most 24 h of it, runs again with shocks, and at other depths with and without metaorders: differences of runs with the same draws leave the news out exactly.
/// Results do not depend on the number of threads. See docs/gate.md.
/// </remarks>
public static class GateRun
{
    /// <summary>Depths at which the slope of the order flow is measured, of the scenario's.</summary>
    internal static readonly double[] DepthFactors = [0.5, 1, 2];

    // Paired runs need no more: their differences hold no news.
    private const int PairedHoursMost = 24;

    /// <summary>Runs the gate.</summary>
    /// <param name="request">Market and length.</param>
    /// <param name="progress">Told after every run, from the thread that ran it.</param>
    /// <param name="cancellation">Stops between two events.</param>
    /// <exception cref="OperationCanceledException">Stopped; a part of a gate says nothing, so nothing is kept.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Days or hours are out of bounds.</exception>
    /// <exception cref="BadInputException">The venue refuses to open with the scenario.</exception>
    public static GateResult Run(GateRequest request, Action<SimulationProgress> progress, CancellationToken cancellation)
    {
        if (request.Days < 1 || request.Hours is < GateRequest.HoursLeast or > GateRequest.HoursMost || (long)request.Days * request.Hours > GateRequest.TotalHoursMost)
            throw new ArgumentOutOfRangeException(nameof(request), request, "fewer than one day, or hours out of bounds");
        long started = Stopwatch.GetTimestamp();
        int pairedHours = Math.Min(request.Hours, PairedHoursMost), done = 0;
        List<GateMarket> markets = Markets(request, pairedHours);
        GateTape[] tapes = new GateTape[markets.Count];
        SimulationRunner.ForEachSeed(
            markets.Count,
            request.Threads,
            i =>
            {
                tapes[i] = markets[i].Run(request.Scenario, request.Exogenous, cancellation);
                progress(new SimulationProgress(Interlocked.Increment(ref done), markets.Count));
            },
            cancellation);

        GateMeasures measures = new(Sorted(tapes, request.Days, pairedHours * 3600));
        return new GateResult(
            request.Scenario.Name,
            request.Hours,
            request.Days,
            pairedHours,
            request.Seed,
            measures.Figures(),
            measures.Curves(),
            tapes.Sum(tape => tape.Liquidated),
            HashOf(tapes),
            tapes.Sum(tape => tape.Commands),
            Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    // Order: the days, the days with constant volatility, the shocks, the forced ones, then with and without metaorders at each depth, where the first day is "with" at its own.
    private static List<GateMarket> Markets(GateRequest request, int pairedHours)
    {
        List<GateMarket> markets = [];
        foreach (QuietTerms terms in (QuietTerms[])[QuietTerms.Default, QuietTerms.Default.Plain])
        {
            for (int day = 0; day < request.Days; day++) markets.Add(new GateMarket(SimulationRunner.SeedOf(request.Seed, day), terms, request.Hours * 60, 1, HasMetaorders: true, ShockKind.None));
        }
        GateMarket paired = markets[0] with { Minutes = pairedHours * 60 };
        markets.Add(paired with { Shocks = ShockKind.Voluntary });
        markets.Add(paired with { Shocks = ShockKind.Forced });
        foreach (double factor in DepthFactors)
        {
            if (factor != 1) markets.Add(paired with { DepthFactor = factor });
            markets.Add(paired with { DepthFactor = factor, HasMetaorders = false });
        }
        return markets;
    }

    private static GateTapes Sorted(GateTape[] tapes, int days, int pairedSeconds)
    {
        int next = 2 * days;
        GateTape shocks = tapes[next++], forced = tapes[next++];
        List<(GateTape With, GateTape Without)> depths = [];
        foreach (double factor in DepthFactors)
        {
            GateTape with = factor == 1 ? tapes[0] : tapes[next++];
            depths.Add((with, tapes[next++]));
        }
        return new GateTapes(tapes[..days], tapes[days..(2 * days)], shocks, forced, depths, pairedSeconds);
    }

    private static StateHash HashOf(IEnumerable<GateTape> tapes)
    {
        using StateHash.Sink hash = new();
        byte[] digest = new byte[StateHash.Size];
        foreach (GateTape tape in tapes)
        {
            tape.Hash.CopyTo(digest);
            hash.Append(digest);
        }
        return hash.Finish();
    }
}

/// <summary>The runs of a gate, by what they are for.</summary>
/// <param name="Days">On the quiet path.</param>
/// <param name="Plain">On a path of constant volatility.</param>
/// <param name="Shocks">First hours of the first day again, with shocks.</param>
/// <param name="Forced">The same with shocks by somebody who has to trade.</param>
/// <param name="Depths">First hours of the first day at each depth, with metaorders and without.</param>
/// <param name="PairedSeconds">Length of those first hours.</param>
internal sealed record GateTapes(IReadOnlyList<GateTape> Days, IReadOnlyList<GateTape> Plain, GateTape Shocks, GateTape Forced, IReadOnlyList<(GateTape With, GateTape Without)> Depths, int PairedSeconds);
