namespace Spillway.Margin;

/// <summary>What the resting orders of an account in one instrument add up to.</summary>
/// <param name="BidLots">Lots of the bids.</param>
/// <param name="BidUnits">What the bids would be booked at if they all filled at their limits, minor units of the settlement asset.</param>
/// <param name="AskLots">Lots of the asks.</param>
/// <param name="AskUnits">The same for the asks.</param>
internal readonly record struct OpenOrders(long BidLots, long BidUnits, long AskLots, long AskUnits)
{
    /// <summary>Whether there are none on either side.</summary>
    public bool IsEmpty => (BidLots | BidUnits | AskLots | AskUnits) == 0;

    /// <summary>Both together.</summary>
    public OpenOrders Plus(OpenOrders other) =>
        new(BidLots + other.BidLots, BidUnits + other.BidUnits, AskLots + other.AskLots, AskUnits + other.AskUnits);
}
