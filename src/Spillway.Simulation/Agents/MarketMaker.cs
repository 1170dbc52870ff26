using Spillway.Core;
using Spillway.Engine;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <summary>Quotes a depth curve on both sides around its own fair price, and moves that price against its inventory.</summary>
/// <remarks>
/// Level sizes make the book's density per unit of log-price equal to the maker's share of the target depth, so taking Q moves the book by Q / depth. The
/// skew keeps the book there until the maker has handed the position on to the wider market: resilience with a stated half-life. Far from the wider
/// market's price others come in: the density grows as 1 + skew / <see cref="LatentDistance"/>, so taking Q moves the book less and less. Depth follows the
/// withdrawal of the whole market; a maker that quotes all markets follows the worst of them.
/// </remarks>
internal sealed class MarketMaker(SimulatedMarket market, AccountId account, bool isShared) : IAgent
{
    private static readonly double[] OffsetsBp = [1, 2, 4, 7, 11, 17, 26, 40, 60, 90, 140, 220, 350, 600];

    // Distance from the wider market at which latent bids have doubled the density. Source: the reference cascade model, convex book with 10 %.
    private const double LatentDistance = 0.1;

    /// <summary>Levels on each side.</summary>
    internal static int LevelCount => OffsetsBp.Length;

    /// <summary>Distance of a level from the fair price, log.</summary>
    internal static double Offset(int level) => OffsetsBp[level] * 1e-4;

    private double inventoryUsd;
    private long lastLots;
    private Timestamp lastWake;

    public Timestamp? Wake(Timestamp now)
    {
        AgeInventory(now);
        double depth = market.TargetDepthOfMaker(isShared);
        double skew = Skew(inventoryUsd / depth);
        double fair = market.SeenPrice(now) * PortableMath.Exp(-skew);
        market.Execute(Command.CancelAllOf(now, account, market.Instrument));
        for (int level = 0; level < OffsetsBp.Length; level++)
        {
            double offset = Offset(level);
            long lots = market.Grid.LotsOf(depth * (1 + (Math.Abs(skew) / LatentDistance)) * Width(level), fair);
            if (lots < 1) continue;
            Quote(now, Side.Buy, fair * PortableMath.Exp(-offset), lots);
            Quote(now, Side.Sell, fair * PortableMath.Exp(offset), lots);
        }
        return now.AddNanos(market.Scenario.Liquidity.RequoteSeconds * Timestamp.NanosPerSecond);
    }

    /// <summary>Distance s that an inventory keeps the book away: ∫₀ˢ (1 + u / latent) du = inventory / depth.</summary>
    private static double Skew(double inventoryOverDepth) =>
        Math.Sign(inventoryOverDepth) * LatentDistance * (Math.Sqrt(1 + (2 * Math.Abs(inventoryOverDepth) / LatentDistance)) - 1);

    private void Quote(Timestamp now, Side side, double price, long lots) => market.Execute(Command.Place(now, new PlaceOrder(
        account,
        market.Instrument,
        side,
        OrderType.Limit,
        TimeInForce.PostOnly,
        SelfTradePrevention.CancelTaker,
        ReduceOnly: false,
        PriceTicks.FromTicks(market.Grid.TicksOf(price)),
        QuantityLots.FromLots(lots))));

    /// <summary>Stretch of log-price that a level stands for: between the midpoints to its neighbours.</summary>
    internal static double Width(int level)
    {
        double inner = level == 0 ? 0 : 0.5 * (OffsetsBp[level - 1] + OffsetsBp[level]);
        double outer = level == OffsetsBp.Length - 1 ? OffsetsBp[level] : 0.5 * (OffsetsBp[level] + OffsetsBp[level + 1]);
        return (outer - inner) * 1e-4;
    }

    private void AgeInventory(Timestamp now)
    {
        double seconds = (now - lastWake) / (double)Timestamp.NanosPerSecond;
        lastWake = now;
        long lots = market.Engine.House.Size(account, market.Instrument).Lots;
        inventoryUsd *= PortableMath.Exp(-Ln2 * Math.Min(seconds, 1e6) / market.Scenario.Liquidity.InventoryHalfLifeSeconds);
        inventoryUsd += market.Grid.Usd(lots - lastLots, market.WiderPrice(now));
        lastLots = lots;
    }

    private const double Ln2 = 0.693147180559945309;
}
