namespace Spillway.Markets;

/// <summary>The queue at one price: rows of the order table, first in, first out. All zero when nothing rests there.</summary>
internal struct PriceLevel
{
    /// <summary>Sum of the queue; the book's bound on all resting quantity keeps it far from overflow.</summary>
    public long Lots;

    public int First;
    public int Last;
    public int Orders;
}
