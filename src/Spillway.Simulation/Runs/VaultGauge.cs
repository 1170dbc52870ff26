using Spillway.Core;
using Spillway.Engine;
using Spillway.Margin;

namespace Spillway.Simulation;

/// <summary>What the backstop vault of one run, its buffer pool, or a taker has in use and has lost. Money in quote units.</summary>
/// <param name="account">The vault, the pool, or the taker.</param>
/// <param name="capital">Its capital at the first bar.</param>
internal sealed class VaultGauge(AccountId account, double capital)
{
    /// <summary>Maintenance margin of what it held at the last look, plus what it had lost by then.</summary>
    public double UsedNow { get; private set; }

    /// <summary>Looks at it now.</summary>
    public void Sample(RiskEngine engine)
    {
        AccountHealth health = engine.House.Health(account);
        double lost = Math.Max(0, capital - (health.Equity.Units / 1e6));
        UsedNow = lost + (health.Maintenance.Units / 1e6);
    }

    /// <summary>Capital less equity now, not below zero.</summary>
    public double Loss(RiskEngine engine) => Math.Max(0, capital - (engine.House.Health(account).Equity.Units / 1e6));
}
