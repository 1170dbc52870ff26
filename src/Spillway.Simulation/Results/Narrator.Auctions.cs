using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <content>Auctions.</content>
public sealed partial class Narrator
{
    /// <inheritdoc/>
    public void On(in AuctionOffered e)
    {
        Auction auction = e.Auction;
        string change = e.Change < QuantityLots.Zero
            ? $"{Lots(auction.Instrument, -e.Change)} need no longer be closed and are off offer"
            : $"{Lots(auction.Instrument, e.Change)} that the book may not take are on offer";
        Tell(
            "AuctionOffered",
            auction,
            $"{change}: {Lots(auction.Instrument, auction.Left)} in all, now at {Price(auction.Instrument, e.Price)} with a mark of {Price(auction.Instrument, e.Mark)}; health is {Share(e.HealthPpm)} of maintenance.");
    }

    /// <inheritdoc/>
    public void On(in AuctionTaken e) => Tell(
        "AuctionTaken",
        e.Auction,
        $"{e.Bidder} took {Lots(e.Auction.Instrument, e.Lots)} at {Price(e.Auction.Instrument, e.Price)} after {Seconds(e.ElapsedNanos)}, a discount of {Log(e.DiscountPpb)} on a mark of {Price(e.Auction.Instrument, e.Mark)}; beyond {Log(e.MostPpb)} health, {Share(e.HealthPpm)} of maintenance, would have fallen. {Lots(e.Auction.Instrument, e.Auction.Left)} are left.");

    /// <inheritdoc/>
    public void On(in AuctionRestarted e) => Tell(
        "AuctionRestarted", e.Auction, $"its time is over, and its price starts anew ({e.Auction.Restarts}) for {Lots(e.Auction.Instrument, e.Auction.Left)}; health is {Share(e.HealthPpm)} of maintenance.");

    /// <inheritdoc/>
    public void On(in AuctionEnded e) => Tell(
        "AuctionEnded", e.Auction, $"over after {Seconds(e.ElapsedNanos)}, {Words(e.Reason)}{(e.Auction.Left == QuantityLots.Zero ? "" : $"; {Lots(e.Auction.Instrument, e.Auction.Left)} found nobody")}.");

    private void Tell(string name, in Auction auction, string text) => Tell(name, auction.Case, auction.Account, $"{auction.Case}, {auction.Id}: {text}");
}
