using Spillway.Core;

namespace Spillway.Markets;

/// <summary>Those who own the orders of an auction: asked before its price is formed, told of each fill.</summary>
/// <remarks>As with <see cref="IBookParticipants"/>: a struct passed by reference, which must not call the book.</remarks>
public interface IAuctionParticipants
{
    /// <summary>Lots by which the position behind a reduce-only order can shrink now; not negative.</summary>
    long ReducibleLots(in RestingOrder order);

    /// <summary>Two orders met at the price of the auction.</summary>
    void Crossed(in AuctionFill fill);

    /// <summary>The book removed an order during the auction, with what was left of it; its handle is already stale.</summary>
    void Removed(in RestingOrder order, OrderRemoval reason);
}
