using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>What a clearing member has lost. Money in quote units.</summary>
/// <param name="account">The member.</param>
/// <param name="brought">Capital and contribution at the first bar.</param>
internal sealed class MemberGauge(AccountId account, double brought)
{
    /// <summary>What it brought less its equity and what is left of its contribution, not below zero.</summary>
    public double Loss(RiskEngine engine)
    {
        int row = engine.Desk.Members.Find(account);
        long contribution = row < 0 ? 0 : engine.Desk.Members.Rows[row].Contribution.Units;
        return Math.Max(0, brought - ((engine.House.Health(account).Equity.Units + contribution) / 1e6));
    }
}
