using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Reserves that stand behind accounts: at most one each. A reserve may stand behind several.</summary>
public sealed class TopUpBook
{
    private const int None = -1;
    private readonly List<TopUp> rows = [];
    private int[] rowOf = []; // by account

    /// <summary>The reserve behind an account, and what it may still pay.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryGet(AccountId account, out TopUp topUp)
    {
        int row = account.Index < rowOf.Length ? rowOf[account.Index] : None;
        topUp = row == None ? default : rows[row];
        return row != None;
    }

    /// <summary>Puts a reserve behind an account, in the place of another one; nothing left to pay takes it away.</summary>
    public void Set(in TopUp topUp)
    {
        int known = rowOf.Length, account = topUp.Account.Index;
        if (account >= known)
        {
            Array.Resize(ref rowOf, Math.Max(account + 1, known * 2));
            rowOf.AsSpan(known).Fill(None);
        }
        if (topUp.Left == Money.Zero) Remove(account);
        else if (rowOf[account] != None) rows[rowOf[account]] = topUp;
        else Add(topUp);
    }

    internal void Save(StateWriter writer) => writer.WriteColumn<TopUp>(CollectionsMarshal.AsSpan(rows));

    internal void Restore(ref StateReader reader, int accounts)
    {
        TopUp[] saved = reader.ReadColumn<TopUp>(out int count);
        foreach (TopUp topUp in saved.AsSpan(0, count))
        {
            bool isSound = IsAccount(topUp.Account) && IsAccount(topUp.Reserve) && topUp.Account != topUp.Reserve && topUp.Left > Money.Zero && !TryGet(topUp.Account, out _);
            if (!isSound) throw new InvalidStateException($"{topUp.Account} cannot have such a reserve");
            Set(in topUp);
        }

        bool IsAccount(AccountId id) => id.Index >= 0 && id.Index < accounts;
    }

    private void Add(in TopUp topUp)
    {
        rowOf[topUp.Account.Index] = rows.Count;
        rows.Add(topUp);
    }

    // The last row takes the place of the one that goes: their order carries no meaning, and is part of the state all the same.
    private void Remove(int account)
    {
        int row = rowOf[account];
        if (row == None) return;
        rows[row] = rows[^1];
        rowOf[rows[row].Account.Index] = row;
        rows.RemoveAt(rows.Count - 1);
        rowOf[account] = None;
    }
}
