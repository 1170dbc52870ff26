using Spillway.Markets;

namespace Spillway.Benchmarks.Book;

/// <summary>The listener of the measured book: copies every fill out, as a host that publishes trades does, and counts.</summary>
internal struct FillRing(int capacity) : IBookParticipants
{
    private readonly Fill[] ring = new Fill[capacity]; // a power of two

    public long Fills { get; private set; }

    public long FilledLots { get; private set; }

    public long Removals { get; private set; }

    public readonly long FillableLots(in RestingOrder maker, long offeredLots) => offeredLots;

    public void Filled(in Fill fill)
    {
        ring[Fills++ & (ring.Length - 1)] = fill;
        FilledLots += fill.Quantity.Lots;
    }

    public void Removed(in RestingOrder order, OrderRemoval reason) => Removals++;
}
