using Spillway.Core;
using Spillway.Margin;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>Stop orders of leveraged accounts on the losing side: when the mark passes one, its holder closes the position at market.</summary>
/// <remarks>
/// The stop stands between 20 % and 90 % of the way from the first mark to the liquidation price, drawn evenly. A stop is a forced order: it moves the wider
/// market like a liquidation does, but it is not one. Looked at once a second, in the order of triggers.
/// </remarks>
internal sealed class StopOrders : IAgent
{
    private const double Nearest = 0.2, Furthest = 0.9;

    private readonly SimulatedMarket market;
    private readonly List<(long Trigger, AccountId Account)> waiting = [];
    private readonly Side side;
    private int next;

    /// <summary>Draws the stops of a population at its first mark.</summary>
    public StopOrders(SimulatedMarket market, IEnumerable<AccountId> holders)
    {
        this.market = market;
        side = market.ShockSide;
        foreach (AccountId account in holders)
        {
            bool loses = market.Engine.House.Size(account, market.Instrument).Lots > 0 == (side == Side.Sell);
            if (loses && new Draws(market.Seed, account.Index, default, DrawPurpose.StopMember).Uniform() < market.Scenario.Traders.StopShare) Draw(account);
        }
        waiting.Sort((a, b) => a.Trigger != b.Trigger ? (side == Side.Sell ? b.Trigger.CompareTo(a.Trigger) : a.Trigger.CompareTo(b.Trigger)) : a.Account.CompareTo(b.Account));
    }

    public Timestamp? Wake(Timestamp now)
    {
        long mark = market.Engine.House.Rates.Mark(market.Instrument).Ticks;
        while (next < waiting.Count && IsPassed(waiting[next].Trigger, mark)) Close(waiting[next++].Account, now);
        return next < waiting.Count ? now.AddNanos(Timestamp.NanosPerSecond) : null;
    }

    private void Draw(AccountId account)
    {
        long mark = market.Engine.House.Rates.Mark(market.Instrument).Ticks, trigger = TriggerPrice.Liquidation(market.Engine.House, account, market.Instrument).Ticks;
        if (trigger == 0) return; // cannot be liquidated, so nothing to stop before
        double share = Nearest + ((Furthest - Nearest) * new Draws(market.Seed, account.Index, default, DrawPurpose.StopDistance).Uniform());
        waiting.Add((mark + (long)((trigger - mark) * share), account));
    }

    private bool IsPassed(long trigger, long mark) => side == Side.Sell ? mark <= trigger : mark >= trigger;

    private void Close(AccountId account, Timestamp now)
    {
        long lots = Math.Abs(market.Engine.House.Size(account, market.Instrument).Lots);
        if (lots == 0) return;
        market.StopNotional += market.ExecuteForced(now, account, side, lots, reduceOnly: true);
    }
}
