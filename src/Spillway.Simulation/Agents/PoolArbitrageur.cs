using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <summary>Trades between the book and the liquidity pool of a market whenever their prices are further apart than both fees: nothing else keeps the pool near the market.</summary>
/// <remarks>Both legs at once, down to the price in the middle of the gap, so it keeps no position but for what the second leg leaves. It sees this venue only, and at once.</remarks>
internal sealed class PoolArbitrageur(SimulatedMarket market, AccountId account, AccountId pool) : IAgent
{
    public Timestamp? Wake(Timestamp now)
    {
        if (market.Engine.Desk.Liquidity.TryGet(market.Instrument, pool, out LiquidityPool row))
        {
            Close(now, in row, Side.Sell);
            Close(now, in row, Side.Buy);
        }
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    /// <param name="now">Time.</param>
    /// <param name="row">The pool.</param>
    /// <param name="side">What the arbitrageur does with the pool; the opposite with the book.</param>
    private void Close(Timestamp now, in LiquidityPool row, Side side)
    {
        PriceTicks best = side == Side.Sell ? market.Book.BestAsk : market.Book.BestBid;
        if (!best.IsSet) return;
        double fee = (double)market.Scenario.Market.TakerFee, poolFee = row.Curve.Fee.Ppm / (double)RatePpm.Whole, at = row.Curve.Price(Rounding.Down).Ticks;
        // What the arbitrageur gets in the one place and pays in the other, per unit.
        double inPool = side == Side.Sell ? at * (1 - poolFee) : at / (1 - poolFee), inBook = best.Ticks * (1 - (side.Sign() * fee));
        if ((inPool - inBook) * -side.Sign() <= 0) return;
        double middle = Math.Sqrt(inPool * inBook);
        long poolLimit = Math.Max(1, (long)middle), bookLimit = Math.Max(1, (long)(middle / (1 - (side.Sign() * fee))));
        long lots = Math.Min(row.Curve.LotsWithin(side, poolLimit << LiquidityCurve.PriceFractionBits).Lots, market.Book.QuantityWithin(side, PriceTicks.FromTicks(bookLimit)).Lots);
        if (lots == 0) return;
        CommandResult swap = market.Execute(Command.Swap(now, new SwapPool(account, pool, market.Instrument, side, QuantityLots.FromLots(lots), PriceTicks.FromTicks(poolLimit))));
        if (swap.IsAccepted) market.Execute(Command.Place(now, NoiseTrader.MarketOrder(account, market.Instrument, side.Opposite(), (long)swap.Value)));
    }
}
