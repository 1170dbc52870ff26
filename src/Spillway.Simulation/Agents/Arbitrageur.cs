using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Closes the gap between this venue and the outside venue that pays the most, a share of it every second, whenever it is worth the fee.</summary>
internal sealed class Arbitrageur(SimulatedMarket market, AccountId account) : IAgent
{
    private const double Ln2 = 0.693147180559945309;

    public Timestamp? Wake(Timestamp now)
    {
        double wider = market.SeenPrice(now);
        double here = PortableMath.Log(market.MiddlePrice(now) / wider);
        // Sold here and bought where it is cheapest, or bought here and sold where it is dearest.
        double sells = here - market.Outside.BestBasis(Side.Buy), buys = here - market.Outside.BestBasis(Side.Sell);
        double gap = sells > -buys ? sells : buys;
        double cost = (double)market.Scenario.Market.TakerFee;
        if (Math.Abs(gap) > cost)
        {
            double share = 1 - PortableMath.Exp(-Ln2 / market.Scenario.Liquidity.ArbitrageHalfLifeSeconds);
            long lots = market.Grid.LotsOf(market.TargetDepth * Math.Abs(gap) * share, wider);
            if (lots > 0) market.Execute(Command.Place(now, NoiseTrader.MarketOrder(account, market.Instrument, gap > 0 ? Side.Sell : Side.Buy, lots)));
        }
        return now.AddNanos(Timestamp.NanosPerSecond);
    }
}
