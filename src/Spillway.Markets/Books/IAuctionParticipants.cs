using Spillway.Core;

namespace Spillway.Markets;

/// <summary>Those who own the orders of an auction: asked before its price is formed, told of each fill.</summary>
/// <remarks>As with <see cref="IBookParticipants"/>: a struct passed by reference, which must not call the book.</remarks>
public interface IAuctionParticipants
{
    /// <summary>Lots by which the position behind a reduce-only order can shrink now; not negative.</summary>
    long ReducibleLots(in RestingOrder order);

    /// <summary>Before the price was formed, lots left a bid and an ask of one account that would have met each other. Nothing was traded.</summary>
    /// <param name="bid">The bid as it rested before.</param>
    /// <param name="ask">The ask as it rested before, at or below the bid.</param>
    /// <param name="quantity">What left each of them; positive.</param>
    void Netted(in RestingOrder bid, in RestingOrder ask, QuantityLots quantity);

    /// <summary>Two orders met at the price of the auction.</summary>
    void Crossed(in AuctionFill fill);

    /// <summary>The book removed an order during the auction, with what was left of it; its handle is already stale.</summary>
    void Removed(in RestingOrder order, OrderRemoval reason);
}
