using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How fast a position is closed. A block is one <c>AdvanceTime</c> command. Amounts are whole units of the valuation asset.</summary>
/// <param name="StagedAbove">A position of more notional than this is closed in two stages.</param>
/// <param name="FirstShare">Share of the position that the first stage closes; the whole switches stages off.</param>
/// <param name="CooldownNanos">Time after a first stage that did close something.</param>
/// <param name="Cooldown">What happens during that time.</param>
/// <param name="BlockShare">Largest share of a position that one block closes.</param>
/// <param name="BlockShareFrom">Notional that a block may close whatever the share says.</param>
/// <param name="BlockNotional">Largest notional that one block closes of an account; zero for any.</param>
/// <param name="OncePerBlock">Whether a position is closed at most once a block.</param>
public sealed record PacingPolicy(
    long StagedAbove,
    RatePpm FirstShare,
    long CooldownNanos,
    CooldownRule Cooldown,
    RatePpm BlockShare,
    long BlockShareFrom,
    long BlockNotional,
    bool OncePerBlock);
