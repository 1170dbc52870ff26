using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>Auctions: what was collected trades at one price.</content>
public sealed partial class Exchange
{
    /// <summary>Ends the collection of orders of a market: they trade at one price, the nearest to the mark of those as good. The caller forms the mark anew.</summary>
    public AuctionOutcome Uncross(Market market)
    {
        AuctionSettlement settlement = new(this, market);
        AuctionOutcome outcome = market.Book.Uncross(market.Price.Mark, ref settlement);
        if (settlement.HasTraded) market.Price.Last = outcome.Price;
        return outcome;
    }

    // Orders that may be withdrawn before they trade form no price: index and average basis stand alone, and the basis stays as it is.
    private static (PriceTicks Bid, PriceTicks Ask) WithoutBook(Market market, PriceTicks index)
    {
        PriceTicks price = PriceTicks.FromTicks(Math.Clamp(index.Ticks + market.Price.BasisTicks, 1, market.Spec.MaxPrice.Ticks));
        return (price, price);
    }

    private struct AuctionSettlement(Exchange exchange, Market market) : IAuctionParticipants
    {
        public bool HasTraded { get; private set; }

        public readonly long ReducibleLots(in RestingOrder order)
        {
            long size = exchange.House.Size(order.Account, market.Id).Lots;
            return Math.Max(0, order.Side == Side.Sell ? size : -size);
        }

        public readonly void Netted(in RestingOrder bid, in RestingOrder ask, QuantityLots quantity)
        {
            Shrink(bid, quantity);
            Shrink(ask, quantity);
            exchange.EndSelf(market, bid, quantity);
            exchange.EndSelf(market, ask, quantity);
        }

        public void Crossed(in AuctionFill fill)
        {
            Shrink(fill.Buy, fill.Quantity);
            Shrink(fill.Sell, fill.Quantity);
            HasTraded = true;
            market.Volume.AddOthers(fill.Quantity);
            Money value = exchange.House.Trade(market.Id, fill.Buy.Account, fill.Sell.Account, fill.Price, fill.Quantity);
            // Nobody took, so both pay the maker fee; a rebate would have nobody to pay it.
            if (market.Spec.MakerFee > RatePpm.Zero)
            {
                exchange.House.ChargeFee(market.Id, fill.Buy.Account, value, market.Spec.MakerFee);
                exchange.House.ChargeFee(market.Id, fill.Sell.Account, value, market.Spec.MakerFee);
            }
            exchange.Report(new Traded(market.Id, fill.Buy.Account, fill.Sell.Account, fill.Price, fill.Quantity, Side.Buy, TradeRoute.Book, CaseId.None));
        }

        public readonly void Removed(in RestingOrder order, OrderRemoval reason) =>
            exchange.OrderLeft(market, in order, reason == OrderRemoval.AuctionOver ? OrderEnd.Unfilled : OrderEnd.ReduceOnly);

        private readonly void Shrink(in RestingOrder order, QuantityLots lots) =>
            exchange.House.OrderShrank(market.Id, order.OwnerSlot, order.Side, order.Price, order.Remaining, order.Remaining - lots);
    }

    private void EndSelf(Market market, in RestingOrder order, QuantityLots lots) =>
        events.On(new OrderEnded(order.Account, market.Id, lots == order.Remaining ? order.Id : OrderId.None, lots, OrderEnd.SelfTrade));
}
