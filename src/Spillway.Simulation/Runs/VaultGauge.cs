using Spillway.Core;
using Spillway.Engine;
using Spillway.Margin;

namespace Spillway.Simulation;

/// <summary>What the backstop vault of one run, or a taker, has in use and has lost. Money in quote units.</summary>
/// <param name="account">The vault, or the taker.</param>
/// <param name="capital">Its capital at the first bar.</param>
internal sealed class VaultGauge(AccountId account, double capital)
{
    /// <summary>Largest maintenance margin of what it held, plus what it had lost by then.</summary>
    public double UsedPeak { get; private set; }

    /// <summary>The same at the last look.</summary>
    public double UsedNow { get; private set; }

    /// <summary>Looks at the vault now.</summary>
    public void Sample(RiskEngine engine)
    {
        AccountHealth health = engine.House.Health(account);
        double lost = Math.Max(0, capital - (health.Equity.Units / 1e6));
        UsedNow = lost + (health.Maintenance.Units / 1e6);
        UsedPeak = Math.Max(UsedPeak, UsedNow);
    }

    /// <summary>Capital less equity now, not below zero.</summary>
    public double Loss(RiskEngine engine) => Math.Max(0, capital - (engine.House.Health(account).Equity.Units / 1e6));
}
