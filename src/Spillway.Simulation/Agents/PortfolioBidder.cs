using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Simulation;

/// <summary>A clearing member: lets a bid for any portfolio stand, bids where one is auctioned, and works off what it took.</summary>
/// <remarks>
/// The more it holds, the more it asks: discount · (1 + inventory / capital). What it took it sells down with a half-life like a taker; it would not trade had nobody
/// failed, so the wider market follows it like a forced order.
/// </remarks>
internal sealed class PortfolioBidder(SimulatedVenue venue, AccountId account, double capitalUsd, MemberTerms terms) : IAgent
{
    // Margin is what holds it back, not the size it names.
    private const double MostOfCapital = 10;

    private int second;

    public Timestamp? Wake(Timestamp now)
    {
        double inventory = venue.Markets.Sum(market => market.Grid.Usd(Math.Abs(Held(market)), market.MarkPrice));
        if (second++ % Taker.PeriodSeconds == 0)
        {
            foreach (SimulatedMarket market in venue.Markets) market.TakerNotional += Taker.WorkOff(market, account, now, terms.UnwindSeconds);
            SetStandingBid(now, inventory);
        }
        if (venue.Engine.Desk.Policy.DefaultAuction.WindowNanos > 0) BidInWindows(now, inventory);
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    private long Held(SimulatedMarket market) => venue.Engine.House.Size(account, market.Instrument).Lots;

    private int Discount(double inventory) =>
        (int)Math.Min(ClearingMember.DiscountMost.Ppm, (double)terms.Discount * RatePpm.Whole * (1 + (inventory / capitalUsd)));

    private void SetStandingBid(Timestamp now, double inventory)
    {
        Money most = Money.FromUnits((long)(Math.Max(0, (MostOfCapital * capitalUsd) - inventory) * 1e6));
        venue.Execute(Command.StandingBidOf(now, account, RatePpm.FromPpm(Discount(inventory)), most));
    }

    private void BidInWindows(Timestamp now, double inventory)
    {
        LiquidationDesk desk = venue.Engine.Desk;
        foreach (LiquidationCase open in desk.Cases.Open.ToArray())
        {
            if (!open.IsWaitingForBids || desk.Members.HasBid(open.Id, account)) continue;
            Money price = RatePpm.FromPpm(Discount(inventory)).Of(desk.NotionalOnOffer(open.Account), Rounding.Down);
            venue.Execute(Command.BidFor(now, account, open.Id, price));
        }
    }
}
