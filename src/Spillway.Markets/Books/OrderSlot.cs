using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Markets;

/// <summary>One row of the order table: 48 bytes without padding, because rows go into snapshots as they are.</summary>
/// <remarks>Links are rows of the same table; row 0 is never given out, so 0 is "none" and a cleared row links to nothing.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct OrderSlot
{
    public long Ticks;
    public long Lots;
    public int Account;
    public int Owner;

    /// <summary>How often the row was given out. Survives a release, so that old handles stay stale.</summary>
    public uint Generation;

    /// <summary>Behind it at its price; in a free row: the next free row.</summary>
    public int Next;

    /// <summary>Before it at its price.</summary>
    public int Previous;

    /// <summary>The owner's next younger order.</summary>
    public int OwnerNext;

    /// <summary>The owner's next older order.</summary>
    public int OwnerPrevious;

    public Side Side;
    public OrderMarks Marks;

    /// <summary>Always zero: names what would be padding.</summary>
    public ushort Reserved;

    public readonly bool IsResting => (Marks & OrderMarks.Resting) != OrderMarks.None;

    public readonly bool IsReduceOnly => (Marks & OrderMarks.ReduceOnly) != OrderMarks.None;

    public readonly bool IsAuctionOnly => (Marks & OrderMarks.AuctionOnly) != OrderMarks.None;
}
