using System.Globalization;

namespace Spillway.Simulation;

/// <summary>The least known numbers of a market: how deep its book is and how leveraged its accounts are. Decision 0014.</summary>
/// <param name="DepthShare">Calm depth on each side, of open interest per unit of log-price.</param>
/// <param name="LongLeverage">Median effective leverage of longs.</param>
/// <param name="ShortLeverage">Median effective leverage of shorts.</param>
public readonly record struct MarketPopulation(double DepthShare, double LongLeverage, double ShortLeverage)
{
    /// <summary>What a scenario states.</summary>
    public static MarketPopulation Of(Scenario scenario) => new(scenario.Liquidity.DepthShare, scenario.Accounts.LongLeverage, scenario.Accounts.ShortLeverage);

    /// <summary>The scenario with this population in place of its own.</summary>
    public Scenario In(Scenario scenario) => scenario with
    {
        Accounts = scenario.Accounts with { LongLeverage = LongLeverage, ShortLeverage = ShortLeverage },
        Liquidity = scenario.Liquidity with { DepthShare = DepthShare },
    };

    /// <summary>In words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"depth {DepthShare:0.##}, leverage {LongLeverage:0.##} / {ShortLeverage:0.##}");
}
