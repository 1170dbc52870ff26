using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Before the fall: what may be opened, and with how much margin.</content>
public sealed partial class LiquidationDesk
{
    /// <summary>The caps on opening in a market at a time.</summary>
    public OpenInterestCap OpenInterestCap(Market market, Timestamp time) => new(exchange.House, market, Policy.OpenInterest, time, limits.SignalMaxAgeNanos);

    /// <summary>Add-on of all that an account holds or may come to hold by its resting orders, millionths of a minor unit of the valuation asset.</summary>
    public Int128 AddOnMillionths(AccountId account, Timestamp time) => AddOnMillionths(account, InstrumentId.None, Side.Buy, QuantityLots.Zero, 0, time);

    /// <summary>The same with one more order. Work proportional to the account's positions.</summary>
    /// <param name="account">The account.</param>
    /// <param name="extended">Market of the order.</param>
    /// <param name="side">Its side.</param>
    /// <param name="added">Its lots, less those of an order it replaces.</param>
    /// <param name="opens">Lots of open interest that it would add.</param>
    /// <param name="time">Time of the command.</param>
    public Int128 AddOnMillionths(AccountId account, InstrumentId extended, Side side, QuantityLots added, long opens, Timestamp time)
    {
        if (!Policy.OpenInterest.HasAddOn) return 0;
        ClearingHouse house = exchange.House;
        Int128 sum = extended == InstrumentId.None ? 0 : AddOnIn(exchange[extended], account, side, added, opens, time);
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            int held = house.Positions.Instruments[row];
            if (held != extended.Index) sum += AddOnIn(exchange.Markets[held], account, Side.Buy, QuantityLots.Zero, 0, time);
        }
        return sum;
    }

    // The worse of two outcomes: all bids fill and no ask, or all asks and no bid.
    private Int128 AddOnIn(Market market, AccountId account, Side side, QuantityLots added, long opens, Timestamp time)
    {
        if (!market.Price.Mark.IsSet) return 0; // imported before the first mark: nothing can be opened or leave until it has one
        OpenInterestCap cap = OpenInterestCap(market, time);
        ClearingHouse house = exchange.House;
        (QuantityLots size, QuantityLots bids, _) = house.Standing(account, market.Id, Side.Buy);
        QuantityLots asks = house.Standing(account, market.Id, Side.Sell).Resting;
        long longest = size.Lots + bids.Lots + (side == Side.Buy ? added.Lots : 0), shortest = asks.Lots - size.Lots + (side == Side.Sell ? added.Lots : 0);
        return Int128.Max(
            MarginAddOn.Millionths(house, market, Side.Buy, longest, in cap, side == Side.Buy ? opens : 0, Policy.OpenInterest),
            MarginAddOn.Millionths(house, market, Side.Sell, shortest, in cap, side == Side.Sell ? opens : 0, Policy.OpenInterest));
    }
}
