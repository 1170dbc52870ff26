using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Which market to put through the gate of stylised facts, and for how long.</summary>
public sealed record GateRequest
{
    /// <summary>Fewest hours of a day of the gate.</summary>
    public const int HoursLeast = 1;

    /// <summary>Most hours: a week.</summary>
    public const int HoursMost = 168;

    /// <summary>Most hours of all days together: samples of every second are kept, half a megabyte an hour.</summary>
    public const int TotalHoursMost = 8 * HoursMost;

    /// <summary>Hours without a stated figure: the least for which the gate counts.</summary>
    public const int HoursDefault = 24;

    /// <summary>The scenario whose agents, depth and contract are tested. Its prices, holders, stops and hedges are not used.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The rule book under which no forced order reaches the market.</summary>
    public required PolicyDocument Exogenous { get; init; }

    /// <summary>Simulated hours of each day, from <see cref="HoursLeast"/> to <see cref="HoursMost"/>.</summary>
    public int Hours { get; init; } = HoursDefault;

    /// <summary>Independent days, from 1, with at most <see cref="TotalHoursMost"/> hours; returns of all of them are measured together.</summary>
    public int Days { get; init; } = 1;

    /// <summary>Seed that the seeds of the days are derived from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Runs at the same time.</summary>
    public int Threads { get; init; } = 1;
}
