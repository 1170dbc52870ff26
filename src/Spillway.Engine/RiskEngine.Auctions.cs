using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine;

/// <content>Bids in auctions.</content>
public sealed partial class RiskEngine
{
    /// <returns>With the number of lots taken.</returns>
    private CommandResult TakeAuction(TakeAuction body, Timestamp now)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (!Desk.Auctions.TryGet(body.Auction, out Auction auction)) return CommandResult.Rejected(RejectReason.UnknownAuction);
        Market market = Exchange[auction.Instrument];
        RejectReason reason = CheckBidder(in body, in auction);
        if (reason == RejectReason.None) reason = CheckAuctionOpen(market, in body, in auction);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        QuantityLots offered = Desk.LotsOnOffer(in auction, now), lots = body.Lots < offered ? body.Lots : offered;
        if (lots == QuantityLots.Zero) return CommandResult.Rejected(RejectReason.AuctionClosed);
        PriceTicks price = Desk.PriceOf(in auction, now);
        bool isWorse = body.Worst.IsSet && (auction.Side == Side.Sell ? price > body.Worst : price < body.Worst);
        if (isWorse) return CommandResult.Rejected(RejectReason.AuctionPrice);
        bool isOver = Desk.IsOverExposedWith(market, body.Account, auction.Side.Opposite(), lots, House.Health(body.Account).EquityMillionths);
        if (isOver) return CommandResult.Rejected(RejectReason.ExposureLimit);
        if (!Desk.CanTake(in auction, body.Account, price, lots)) return CommandResult.Rejected(RejectReason.InsufficientMargin);
        Desk.Take(in auction, body.Account, lots, now);
        return new CommandResult(RejectReason.None, (ulong)lots.Lots);
    }

    private RejectReason CheckBidder(in TakeAuction body, in Auction auction)
    {
        RejectReason reason = CheckOwner(body.Account, auction.Instrument);
        if (reason != RejectReason.None) return reason;
        if (body.Account == auction.Account) return RejectReason.SameAccount;
        Market market = Exchange[auction.Instrument];
        if (body.Worst.Ticks < 0 || body.Worst > market.Spec.MaxPrice) return RejectReason.InvalidPrice;
        if (body.Lots.Lots < 1 || body.Lots > market.Spec.MaxPosition) return RejectReason.InvalidQuantity;
        return CheckMayOpen(body.Account);
    }

    // A bidder takes like any taker of orders: not while trading stands still, and only to reduce while that is all others may do.
    private RejectReason CheckAuctionOpen(Market market, in TakeAuction body, in Auction auction)
    {
        if (!market.CanLiquidate) return RejectReason.MarketNotOpen;
        BreakerAction action = Desk.Breaker(market.Id).Action;
        if (action >= BreakerAction.BatchOnly) return RejectReason.MarketHalted;
        bool isReducing = body.Lots <= Reducible(House.Size(body.Account, market.Id), auction.Side.Opposite());
        return action < BreakerAction.ReduceOnly || isReducing ? RejectReason.None : RejectReason.ReduceOnlyMarket;
    }
}
