using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>What the agents of one run share across markets: the venue they send commands to.</summary>
public sealed class SimulatedVenue
{
    private readonly List<SimulatedMarket> markets = [];

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The venue: an engine, or an engine with a journal in front of it.</summary>
    public required ICommandProcessor Commands { get; set; }

    /// <summary>The engine behind the venue, for reading.</summary>
    public required RiskEngine Engine { get; set; }

    /// <summary>Whether the run says what the market would have done by itself: no stop order trades, and nobody hedges again.</summary>
    internal bool IsCounterfactual { get; init; }

    /// <summary>Makers of each market that withdraw from all when one is in stress.</summary>
    internal int SharedMakers { get; init; }

    /// <summary>The markets in their order.</summary>
    public IReadOnlyList<SimulatedMarket> Markets => markets;

    /// <summary>Stress of the market that is in the most, 0 to 1.</summary>
    internal double Stress => markets.Max(market => market.Stress);

    /// <summary>Executes a command; agents do not care why one is refused.</summary>
    public CommandResult Execute(in Command command, ReadOnlySpan<byte> payload = default) => Commands.Execute(in command, payload);

    /// <summary>Told of every margin call.</summary>
    internal CallListener? Called { get; set; }

    internal void Add(SimulatedMarket market) => markets.Add(market);
}

/// <summary>Hears a margin call.</summary>
internal delegate void CallListener(in Liquidation.MarginCalled call, Timestamp now);
