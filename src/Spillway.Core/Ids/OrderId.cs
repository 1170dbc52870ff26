namespace Spillway.Core;

/// <summary>Handle of a resting order in one book: the slot it rests in and the generation of that slot, so that a stale handle finds nothing.</summary>
/// <remarks>Assigned by the book, the same on every replay. Looking an order up by its handle costs one array access.</remarks>
public readonly record struct OrderId
{
    /// <summary>No order: an order that did not rest.</summary>
    public static readonly OrderId None;

    private OrderId(ulong value) => Value = value;

    /// <summary>The handle as one number: generation in the upper half, slot in the lower. Generations start at 1, so 0 is no order.</summary>
    public ulong Value { get; }

    /// <summary>Slot of the book's order table.</summary>
    public int Slot => (int)(Value & 0x7FFF_FFFF);

    /// <summary>How often that slot had been given out, this order included.</summary>
    public uint Generation => (uint)(Value >> 32);

    /// <summary>A handle read back from outside; it is checked by the book.</summary>
    public static OrderId FromValue(ulong value) => new(value);

    /// <summary>The handle of a slot in its current generation.</summary>
    public static OrderId FromSlot(int slot, uint generation) => new(((ulong)generation << 32) | (uint)slot);

    /// <inheritdoc/>
    public override string ToString() => $"order {Value:x}";
}
