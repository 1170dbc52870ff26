using Spillway.Liquidation;

namespace Spillway.Engine;

/// <summary>How an engine is run; never part of its state.</summary>
/// <param name="Limits">Bounds of its work and size.</param>
/// <param name="ChecksEveryCommand">Proves after each command that value is conserved and that no account is liquidatable without a case.
/// Costs a pass over all accounts; on in tests, a switch in production.</param>
public sealed record EngineOptions(EngineLimits Limits, bool ChecksEveryCommand)
{
    /// <summary>Whether prices are answered by a look at every holder instead of the edges they pass: same results, far more work. For comparison.</summary>
    public bool LooksAtEveryone { get; init; }

    /// <summary>Accounts that one sweep may wake before it looks at everybody; none chooses by the number of accounts. So that small populations see bursts.</summary>
    internal int? MostWakes { get; init; }

    /// <summary>Default bounds, no check after each command.</summary>
    public static EngineOptions Default { get; } = new(EngineLimits.Default, ChecksEveryCommand: false);
}
