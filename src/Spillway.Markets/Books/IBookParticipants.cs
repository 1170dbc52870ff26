namespace Spillway.Markets;

/// <summary>Those who own the orders, as the book sees them: asked before a trade, told after it.</summary>
/// <remarks>
/// Implement it as a struct and pass it by reference: the calls are then bound statically and inlined. The book is in a consistent state at each
/// call, but in the middle of a match: an implementation must not call the book, neither to change it nor to read it.
/// </remarks>
public interface IBookParticipants
{
    /// <summary>How much of a resting order may trade now. Asked once for each maker, just before it trades.</summary>
    /// <param name="maker">The resting order.</param>
    /// <param name="offeredLots">What the match wants of it: at least one lot, at most what remains.</param>
    /// <returns>0 … <paramref name="offeredLots"/>. Less than the offer says that the position behind a reduce-only order has shrunk: the order trades
    /// what is allowed and the rest of it is removed with <see cref="OrderRemoval.ReduceOnly"/>. Anything outside stops the engine.</returns>
    long FillableLots(in RestingOrder maker, long offeredLots);

    /// <summary>A trade. Called once for each, before the next maker is looked at, so that <see cref="FillableLots"/> sees positions as they are.</summary>
    void Filled(in Fill fill);

    /// <summary>The book removed a resting order during the match. Fills and cancels by handle are not told here.</summary>
    /// <param name="order">The order with what was left of it; its handle is already stale.</param>
    /// <param name="reason">Why.</param>
    void Removed(in RestingOrder order, OrderRemoval reason);
}
