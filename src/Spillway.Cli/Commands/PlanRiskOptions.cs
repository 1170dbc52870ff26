using System.CommandLine;
using Spillway.Cli.Output;

namespace Spillway.Cli.Commands;

/// <summary>Options of <c>plan</c> for the schedule that weighs cost against risk.</summary>
internal sealed class PlanRiskOptions
{
    private readonly Option<double> volatility = PlanCommand.Figure("--volatility", "Volatility of the log-price a day; adds the schedule that weighs cost against risk.", "S", 1e-4, 5);
    private readonly Option<double> aversion = PlanCommand.Figure("--aversion", "Risk aversion of that schedule, 1/USD.", "L", 1e-15, 1e3);
    private readonly Option<double> equity = PlanCommand.Figure("--buffer", "Equity over notional instead: the aversion follows from P(bankrupt before flat) of 0.1 % at most.", "X", 1e-6, 1);

    public PlanRiskOptions(Command command)
    {
        foreach (Option option in (Option[])[volatility, aversion, equity]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            bool isAverse = result.GetResult(aversion) is not null, isBuffered = result.GetResult(equity) is not null;
            if (isAverse && isBuffered) result.AddError("--aversion and --buffer say the same thing twice: give one of them");
            if ((isAverse || isBuffered) && result.GetResult(volatility) is null) result.AddError("--aversion and --buffer need --volatility");
        });
    }

    /// <summary>Volatility a day; another where none was stated.</summary>
    public double Volatility(ParseResult parsed, double unstated = 0) => parsed.GetResult(volatility) is null ? unstated : parsed.GetValue(volatility);

    /// <summary>The schedule that was asked for; null if none was.</summary>
    public RiskPlan? Read(ParseResult parsed, double notional, double depth, double halfLife, double seconds)
    {
        bool isAsked = parsed.GetResult(aversion) is not null || parsed.GetResult(equity) is not null;
        if (!isAsked) return null;
        double? stated = parsed.GetResult(aversion) is null ? null : parsed.GetValue(aversion);
        double? buffer = parsed.GetResult(equity) is null ? null : parsed.GetValue(equity);
        return RiskPlan.Of(notional, depth, halfLife, seconds, parsed.GetValue(volatility), stated, buffer);
    }
}
