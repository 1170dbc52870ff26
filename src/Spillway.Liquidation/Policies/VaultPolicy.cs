using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The backstop vault: an account named by a command.</summary>
/// <param name="TakesBelow">Below this equity over maintenance margin the vault takes an account over, positions and margin; zero for never.</param>
public sealed record VaultPolicy(RatePpm TakesBelow);
