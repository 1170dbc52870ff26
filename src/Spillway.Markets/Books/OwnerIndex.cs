namespace Spillway.Markets;

/// <summary>First and last order of each owner; the orders themselves carry the links. Derived from the order table, never saved.</summary>
internal sealed class OwnerIndex(int maxOwners)
{
    private Ends[] ends = [];

    /// <summary>Whether orders of that row may rest.</summary>
    public bool Accepts(int owner) => owner < maxOwners;

    /// <summary>Rows that have been in use so far.</summary>
    public int Length => ends.Length;

    /// <summary>Oldest order of the owner, 0 when there is none.</summary>
    public int FirstOf(int owner) => owner >= 0 && owner < ends.Length ? ends[owner].First : 0;

    /// <summary>Oldest and youngest order of an owner.</summary>
    public ref Ends this[int owner] => ref ends[owner];

    /// <summary>Makes room for the owner's row.</summary>
    public void Admit(int owner)
    {
        if (owner >= ends.Length) Array.Resize(ref ends, (int)Math.Min(maxOwners, Math.Max(16, Math.Max(owner + 1L, ends.Length * 2L))));
    }

    /// <summary>Appends the order to its owner's list.</summary>
    public void Append(OrderTable orders, int row)
    {
        ref OrderSlot slot = ref orders[row];
        Admit(slot.Owner);
        ref Ends list = ref ends[slot.Owner];
        slot.OwnerPrevious = list.Last;
        if (list.Last == 0) list.First = row;
        else orders[list.Last].OwnerNext = row;
        list.Last = row;
    }

    /// <summary>Takes the order out of its owner's list; its own links are left to the release of the row.</summary>
    public void Remove(OrderTable orders, in OrderSlot slot)
    {
        if (slot.OwnerPrevious == 0) ends[slot.Owner].First = slot.OwnerNext;
        else orders[slot.OwnerPrevious].OwnerNext = slot.OwnerNext;
        if (slot.OwnerNext == 0) ends[slot.Owner].Last = slot.OwnerPrevious;
        else orders[slot.OwnerNext].OwnerPrevious = slot.OwnerPrevious;
    }

    /// <summary>Both ends of a list of orders; 0 when it is empty.</summary>
    internal struct Ends
    {
        public int First;
        public int Last;
    }
}
