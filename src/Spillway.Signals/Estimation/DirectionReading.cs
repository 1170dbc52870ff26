using Spillway.Core;

namespace Spillway.Signals;

/// <summary>What one direction of a market looks like: falls (forced sells into bids) or squeezes (forced buys into asks). All curves on <see cref="LogPriceGrid"/>.</summary>
/// <param name="Forced">Side of the forced orders.</param>
/// <param name="Depth">D: whole settlement units per unit of log-price, valued at the mark.</param>
/// <param name="QuotedTo">Distance up to which <paramref name="Depth"/> is quoted; extrapolated beyond.</param>
/// <param name="Liquidations">ℓ: whole settlement units per unit of log-price, valued at the mark.</param>
/// <param name="Backlog">Notional that is liquidatable at the mark or in an open case, whole settlement units.</param>
/// <param name="BacklogAccounts">Accounts behind the backlog.</param>
/// <param name="TriggeredAccounts">Accounts that turn liquidatable within the grid.</param>
/// <param name="OpenInterest">Notional of all positions that this direction hurts, whole settlement units.</param>
/// <param name="Gain">n; +∞ where accounts turn liquidatable and nothing rests.</param>
/// <param name="MaxGain">Largest n within the gain range of the options.</param>
/// <param name="Cliff">x_c; null if there is none within the grid.</param>
/// <param name="CriticalShock">s*; null without a cliff.</param>
/// <param name="Gap">Size of the jump at s*; null without a cliff, or when it does not end within the grid.</param>
/// <param name="Ends">End z of the shocks 10 bp, 20 bp, …, 0.5; +∞ beyond the grid. A(s) = z / s.</param>
public sealed record DirectionReading(
    Side Forced,
    IReadOnlyList<double> Depth,
    double QuotedTo,
    IReadOnlyList<double> Liquidations,
    double Backlog,
    int BacklogAccounts,
    int TriggeredAccounts,
    double OpenInterest,
    IReadOnlyList<double> Gain,
    double MaxGain,
    double? Cliff,
    double? CriticalShock,
    double? Gap,
    IReadOnlyList<double> Ends);
