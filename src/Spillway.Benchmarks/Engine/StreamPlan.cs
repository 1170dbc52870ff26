namespace Spillway.Benchmarks.Engine;

/// <summary>Size of the population and of the stream.</summary>
/// <param name="CrossAccounts">Cross accounts, makers included.</param>
/// <param name="SubAccounts">Isolated sub-accounts beside them.</param>
/// <param name="Makers">Rich accounts that quote in all markets.</param>
/// <param name="RestingOrders">Orders in all books together, held about constant.</param>
/// <param name="WarmUp">Commands of the mix before the measurement.</param>
/// <param name="Timed">Commands of the mix that are measured.</param>
/// <param name="MarksMove">Whether every price moves its mark, by one to three ticks; otherwise prices move within a tick.</param>
internal sealed record StreamPlan(int CrossAccounts, int SubAccounts, int Makers, int RestingOrders, int WarmUp, int Timed, bool MarksMove);
