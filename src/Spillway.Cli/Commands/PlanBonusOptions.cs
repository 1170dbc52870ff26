using System.CommandLine;
using Spillway.Cli.Output;

namespace Spillway.Cli.Commands;

/// <summary>Options of <c>plan</c> for a liquidation that pays a bonus.</summary>
internal sealed class PlanBonusOptions
{
    private readonly Option<double> loanToValue = PlanCommand.Figure("--ltv", "Loan-to-value of a borrower who is liquidated for a bonus; needs --pool.", "X", 1e-3, 10);
    private readonly Option<double> bonus = PlanCommand.Figure("--bonus", "Bonus of the liquidator, of what is repaid.", "X", 0, 1, standard: 0.05);
    private readonly Option<double> pool = PlanCommand.Figure("--pool", "Reserve of the constant-product pool that the seized collateral is sold into, in the debt asset, USD.", "USD", 1, 1e15);
    private readonly Option<double> remaining = PlanCommand.Figure("--collateral", "Collateral that remains after the sale, USD; as much as is sold without it.", "USD", 0, 1e15);
    private readonly Option<double> gas = PlanCommand.Figure("--gas", "Cost of the liquidator's transaction, USD.", "USD", 0, 1e6, standard: 0);
    private readonly Option<double> delay = PlanCommand.Figure("--delay", "Time between seizure and sale, seconds; counts with --volatility.", "S", 0, 86_400, standard: 12);

    public PlanBonusOptions(Command command)
    {
        foreach (Option option in (Option[])[loanToValue, bonus, pool, remaining, gas, delay]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(loanToValue) is null != result.GetResult(pool) is null) result.AddError("--ltv and --pool go together");
        });
    }

    /// <summary>The band that was asked for; null if none was.</summary>
    public BonusPlan? Read(ParseResult parsed, double notional, double volatility) => parsed.GetResult(loanToValue) is null ? null : new BonusPlan(
        new(notional, parsed.GetResult(remaining) is null ? notional : parsed.GetValue(remaining), parsed.GetValue(pool), parsed.GetValue(gas), volatility, parsed.GetValue(delay)),
        parsed.GetValue(loanToValue),
        parsed.GetValue(bonus));
}
