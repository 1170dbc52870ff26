using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>Auctions: what the book may not take is offered to whoever comes first, while the account can bear the time.</content>
public sealed partial class LiquidationDesk
{
    /// <summary>Auctions under way.</summary>
    public AuctionBook Auctions { get; } = new();

    /// <summary>What of an auction can be taken at a time: the lots that are left and that the account still holds; zero while it is closed.</summary>
    /// <remarks>
    /// It is closed without a mark to sell at, after its time, below the health floor, and once the account is well again. What was on offer at an instant stays so for
    /// that instant: several bidders together get what one would have got.
    /// </remarks>
    public QuantityLots LotsOnOffer(in Auction auction, Timestamp time)
    {
        if (!Policy.Auction.Enabled || !exchange[auction.Instrument].CanLiquidate || time - auction.Started >= Policy.Auction.DurationNanos) return QuantityLots.Zero;
        AccountHealth health = exchange.House.Health(auction.Account);
        if (health.IsBelow(Policy.Auction.HealthFloor) || !(health.IsLiquidatable || IsPriced(in auction, time))) return QuantityLots.Zero;
        return Smaller(auction.Left, Held(in auction));
    }

    /// <summary>Price at which a bidder trades at a time, while anything is on offer; the market has a mark.</summary>
    public PriceTicks PriceOf(in Auction auction, Timestamp time) => PriceAt(in auction, DiscountPpb(in auction, time, out _, out _));

    /// <summary>Whether a bidder would have its initial margin with so many lots more at a price, and no position too large.</summary>
    public bool CanTake(in Auction auction, AccountId bidder, PriceTicks price, QuantityLots lots) =>
        Affordable(exchange[auction.Instrument], bidder, auction.Side.Opposite(), price, lots.Lots) == lots;

    /// <summary>A bidder takes lots at the price of the instant; the caller has checked that it may and can.</summary>
    public void Take(in Auction auction, AccountId bidder, QuantityLots lots, Timestamp time)
    {
        now = time;
        Market market = exchange[auction.Instrument];
        long discount = DiscountPpb(in auction, time, out long most, out long health);
        PriceTicks price = PriceAt(in auction, discount);
        TakeAt(price, Cases.PositionOf(auction.Case), market, auction.Side, bidder, lots, TradeRoute.Auction, RatePpm.Zero);
        Auction rest = auction with { Left = auction.Left - lots, PricedAt = time, PricedMark = market.Price.Mark, DiscountPpb = discount };
        events.On(new AuctionTaken(rest, bidder, lots, price, market.Price.Mark, discount, most, health, time - auction.Started));
        Auctions.Set(in rest);
        if (rest.Left == QuantityLots.Zero) End(in rest, AuctionEnd.Filled);
    }

    private bool IsPriced(in Auction auction, Timestamp time) => auction.IsPriced(time, exchange[auction.Instrument].Price.Mark);

    private QuantityLots Held(in Auction auction) => Opposite(exchange[auction.Instrument], auction.Account, auction.Side.Opposite());

    private PriceTicks PriceAt(in Auction auction, long discountPpb)
    {
        Market market = exchange[auction.Instrument];
        return AuctionPrice.At(market.Price.Mark, discountPpb, auction.Side.Opposite(), market.Spec.MaxPrice);
    }

    // The shape, bounded by what helps the account. Within one instant it never grows: the first of several parts would otherwise make the others cheaper.
    private long DiscountPpb(in Auction auction, Timestamp time, out long mostPpb, out long healthPpm)
    {
        healthPpm = exchange.House.Health(auction.Account).RatioPpm;
        mostPpb = HelpfulPpb(exchange[auction.Instrument], auction.Account, healthPpm);
        long wanted = IsPriced(in auction, time) ? auction.DiscountPpb : AuctionPrice.DiscountPpb(Policy.Auction, time - auction.Started, healthPpm);
        return Math.Min(wanted, mostPpb);
    }

    private long HelpfulPpb(Market market, AccountId account, long healthPpm)
    {
        RatePpm fee = Policy.Insurance.Method == InsuranceMethod.Fee ? Policy.Insurance.LiquidationFee : RatePpm.Zero;
        return AuctionPrice.HelpfulPpb(exchange.House.MaintenanceRatePpb(market.Id, exchange.House.Size(account, market.Id)), Math.Max(0, healthPpm), fee);
    }

    // What an auction may cost at the most: sizing closes enough for the dearest way.
    private RatePpm DearestDiscount(Market market, AccountId account, in AccountHealth health)
    {
        if (!MayOffer(account, in health)) return RatePpm.Zero;
        AuctionPolicy terms = Policy.Auction;
        int largest = terms.Shape == AuctionShape.Flat ? terms.StartDiscount.Ppm : Math.Max(terms.StartDiscount.Ppm, terms.LargestDiscount.Ppm);
        const long ppbOfPpm = 1_000;
        return RatePpm.FromPpm((int)Math.Clamp(HelpfulPpb(market, account, health.RatioPpm) / ppbOfPpm, 0, Math.Max(0, largest)));
    }

    private bool MayOffer(AccountId account, in AccountHealth health) =>
        Policy.Auction.Enabled && health.IsLiquidatable && !health.IsBelow(Policy.Auction.HealthFloor) && !Auctions.IsSpent(account);

    // The override leads on to the next rung, never to waiting: an auction that may not go on ends before its case is sized.
    private void TendAuction(AccountId account, in AccountHealth health)
    {
        if (!Auctions.TryGetOf(account, out Auction auction)) return;
        if (!Policy.Auction.Enabled || Held(in auction) == QuantityLots.Zero)
        {
            End(in auction, AuctionEnd.Withdrawn);
        }
        else if (health.IsBelow(Policy.Auction.HealthFloor))
        {
            End(in auction, AuctionEnd.BelowHealthFloor);
        }
        else if (now - auction.Started >= Policy.Auction.DurationNanos)
        {
            if (auction.Restarts < Policy.Auction.Restarts) Restart(in auction, in health);
            else End(in auction, AuctionEnd.Expired);
        }
    }

    private void Restart(in Auction auction, in AccountHealth health)
    {
        Auction anew = auction with { Started = now, Restarts = auction.Restarts + 1, PricedAt = default, PricedMark = default, DiscountPpb = 0 };
        Auctions.Set(in anew);
        events.On(new AuctionRestarted(anew, health.RatioPpm));
    }

    private void End(in Auction auction, AuctionEnd reason)
    {
        Auctions.Remove(in auction, isSpent: reason is AuctionEnd.BelowHealthFloor or AuctionEnd.Expired);
        events.On(new AuctionEnded(auction, reason, now - auction.Started));
    }

    // One case, one auction: while it runs the case closes in that market, of which a part is on its way.
    private Market? LegOf(AccountId account, bool isOffBookOnly)
    {
        if (!Auctions.TryGetOf(account, out Auction auction) || !exchange[auction.Instrument].CanLiquidate) return ChooseLeg(account, isOffBookOnly);
        Market market = exchange[auction.Instrument];
        return isOffBookOnly || !(IsDoneThisBlock(account, market) || IsBetweenBatches(market)) ? market : null;
    }

    /// <summary>Lots of a close that are on their way already; of what need no longer be closed the offer is taken back.</summary>
    private QuantityLots OnOffer(AccountId account, Market market, QuantityLots wanted, in AccountHealth health)
    {
        if (!Auctions.TryGetOf(account, out Auction auction) || auction.Instrument != market.Id) return QuantityLots.Zero;
        if (auction.Left > wanted) Change(in auction, wanted - auction.Left, in health);
        return Smaller(auction.Left, wanted);
    }

    /// <returns>Lots that are on offer now and were not before.</returns>
    private QuantityLots OfferInAuction(in LiquidationCase row, Market market, Side side, QuantityLots rest, in AccountHealth health)
    {
        if (!MayOffer(row.Account, in health)) return QuantityLots.Zero;
        bool isRunning = Auctions.TryGetOf(row.Account, out Auction auction);
        if (isRunning && (auction.Instrument != market.Id || auction.Side != side)) return QuantityLots.Zero;
        QuantityLots lots = Smaller(rest, RoomInFlight(market));
        if (lots == QuantityLots.Zero || (!isRunning && WorthMillionths(market, lots) < MillionthsOf(Policy.Auction.LeastValue))) return QuantityLots.Zero;
        if (isRunning) Change(in auction, lots, in health);
        else Tell(Auctions.Start(in row, market.Id, side, lots, now), lots, in health);
        return lots;
    }

    private void Change(in Auction auction, QuantityLots lots, in AccountHealth health)
    {
        Auction changed = auction with { Offered = auction.Offered + lots, Left = auction.Left + lots };
        Auctions.Set(in changed);
        Tell(changed, lots, in health);
    }

    private void Tell(Auction auction, QuantityLots change, in AccountHealth health) =>
        events.On(new AuctionOffered(auction, change, health.RatioPpm, exchange[auction.Instrument].Price.Mark, PriceOf(in auction, now)));

    private QuantityLots RoomInFlight(Market market)
    {
        Int128 most = exchange.House.OpenInterestLots(market.Id) * Policy.Auction.InFlightShare.Ppm / RatePpm.Whole;
        return QuantityLots.FromLots((long)Int128.Clamp(most - Auctions.InFlight(market.Id), 0, market.Spec.MaxPosition.Lots));
    }
}
