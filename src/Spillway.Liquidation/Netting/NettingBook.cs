using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Accounts that agreed beforehand to have their position closed at mark, for a fee: the voluntary way out, used before any other.</summary>
/// <remarks>Per instrument, in the order in which they opted in. An account is used only while the mark is not worse than its entry.</remarks>
public sealed class NettingBook
{
    private readonly List<List<int>> members = [];

    /// <summary>Accounts that opted in to an instrument, in order.</summary>
    public IReadOnlyList<int> Members(InstrumentId instrument) => members[instrument.Index];

    /// <summary>Whether an account has opted in to an instrument. Work proportional to the members.</summary>
    public bool Contains(InstrumentId instrument, AccountId account) => members[instrument.Index].Contains(account.Index);

    internal void AddInstrument() => members.Add([]);

    /// <summary>Opts an account in; the caller has checked that it is not in yet.</summary>
    public void Join(InstrumentId instrument, AccountId account) => members[instrument.Index].Add(account.Index);

    /// <summary>Opts an account out.</summary>
    public void Leave(InstrumentId instrument, AccountId account) => members[instrument.Index].Remove(account.Index);

    internal void Save(StateWriter writer)
    {
        foreach (List<int> list in members) writer.WriteColumn<int>(CollectionsMarshal.AsSpan(list));
    }

    internal void Restore(ref StateReader reader, int instruments, int accounts)
    {
        for (int i = 0; i < instruments; i++)
        {
            int[] rows = reader.ReadColumn<int>(out int count);
            HashSet<int> seen = [];
            for (int k = 0; k < count; k++)
            {
                if (rows[k] < 0 || rows[k] >= accounts || !seen.Add(rows[k])) throw new InvalidStateException($"account {rows[k]} cannot be a member of netting");
            }
            members.Add([.. rows.AsSpan(0, count)]);
        }
    }
}
