using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Keeps the exact health of each account: 32 B.</summary>
internal readonly ref struct HealthResults(Span<AccountHealth> healths) : IRevaluationResults
{
    private readonly Span<AccountHealth> healths = healths;

    public void WholeUnits(int account, long equityUnits, Int128 maintenance) => healths[account] = new AccountHealth(Math.BigMul(equityUnits, RatePpm.Whole), maintenance);

    public void Whole(int account, Int128 equity, Int128 maintenance) => healths[account] = new AccountHealth(equity, maintenance);

    public void Begin(int account, Int128 equity, Int128 maintenance) => healths[account] = new AccountHealth(equity, maintenance);

    public void Add(int account, Int128 profit, Int128 maintenance)
    {
        ref AccountHealth health = ref healths[account];
        health = new AccountHealth(health.EquityMillionths + profit, health.MaintenanceMillionths + maintenance);
    }
}
