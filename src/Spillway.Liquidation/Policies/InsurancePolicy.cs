using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What liquidations pay into the insurance fund, and who pays what accounts cannot.</summary>
/// <param name="Method">How the fund is paid and drawn on while positions are closed.</param>
/// <param name="LiquidationFee">Paid by the closed account into the insurance fund, of the closed notional, within its equity.</param>
/// <param name="BlockLoss">Most the fund may lose on one account in one block, whole units of the valuation asset; zero for any.</param>
/// <param name="Payer">Who pays the debt of a closed account before winners do.</param>
/// <param name="EventShare">Most the fund pays for the debt of one account, of what it had at the beginning of the window.</param>
/// <param name="WindowShare">Most it pays for all debts of a window, of the same.</param>
/// <param name="WindowSeconds">Length of the window.</param>
/// <param name="FeeShare">Share of trading fees that goes into the fund with each block.</param>
/// <param name="WinnerKeeps">What loss sharing leaves a winner at least, in multiples of its maintenance margin; zero for nothing.</param>
public sealed record InsurancePolicy(
    InsuranceMethod Method,
    RatePpm LiquidationFee,
    long BlockLoss,
    DebtPayer Payer,
    RatePpm EventShare,
    RatePpm WindowShare,
    int WindowSeconds,
    RatePpm FeeShare,
    RatePpm WinnerKeeps);
