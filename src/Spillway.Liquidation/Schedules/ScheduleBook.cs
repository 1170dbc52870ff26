using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Schedules of the open cases: at most one each, begun with the first order that the book had room for.</summary>
public sealed class ScheduleBook
{
    private const int None = -1;
    private readonly List<ReleaseSchedule> rows = [];
    private int[] rowOf = []; // by account

    /// <summary>The schedule of an account's case.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryGet(AccountId account, out ReleaseSchedule schedule)
    {
        int row = account.Index < rowOf.Length ? rowOf[account.Index] : None;
        schedule = row == None ? default : rows[row];
        return row != None;
    }

    /// <summary>Whether a schedule whose time is not over draws on a seed.</summary>
    internal bool Uses(int epoch, Timestamp now)
    {
        foreach (ReleaseSchedule schedule in rows)
        {
            if (schedule.Epoch == epoch && !schedule.IsOver && now - schedule.Started < schedule.HorizonNanos) return true;
        }
        return false;
    }

    internal void Set(in ReleaseSchedule schedule)
    {
        int known = rowOf.Length, account = schedule.Account.Index;
        if (account >= known)
        {
            Array.Resize(ref rowOf, Math.Max(account + 1, known * 2));
            rowOf.AsSpan(known).Fill(None);
        }
        if (rowOf[account] == None)
        {
            rowOf[account] = rows.Count;
            rows.Add(schedule);
        }
        else
        {
            rows[rowOf[account]] = schedule;
        }
    }

    // The last row takes the place of the one that goes: their order carries no meaning, and is part of the state all the same.
    internal void Remove(AccountId account)
    {
        if (!TryGet(account, out _)) return;
        int row = rowOf[account.Index];
        rows[row] = rows[^1];
        rowOf[rows[row].Account.Index] = row;
        rows.RemoveAt(rows.Count - 1);
        rowOf[account.Index] = None;
    }

    internal void Save(StateWriter writer)
    {
        writer.Write(rows.Count);
        foreach (ReleaseSchedule row in rows)
        {
            writer.Write(row.Case.Number);
            writer.Write(row.Account.Index);
            writer.Write(row.Started.Nanos);
            writer.Write(row.HorizonNanos);
            writer.Write(row.HalfLifeNanos);
            writer.Write(row.Shape);
            writer.Write(row.JitterPpm);
            writer.Write(row.Epoch);
            writer.Write(row.Key);
            writer.Write(row.DuePpb);
        }
    }

    internal void Restore(ref StateReader reader, CaseTable cases, Timestamp now, int epoch)
    {
        int count = reader.Read<int>();
        if (count < 0 || count > cases.Open.Length) throw new InvalidStateException($"{count} schedules for {cases.Open.Length} cases");
        for (int i = 0; i < count; i++)
        {
            ReleaseSchedule row = new(
                CaseId.FromNumber(reader.Read<int>()),
                AccountId.FromIndex(reader.Read<int>()),
                Timestamp.FromNanos(reader.Read<long>()),
                reader.Read<long>(),
                reader.Read<long>(),
                reader.Read<ScheduleShape>(),
                reader.Read<int>(),
                reader.Read<int>(),
                reader.Read<ulong>(),
                reader.Read<long>());
            bool isItsCase = row.Account.Index >= 0 && cases.IsOpen(row.Account) && cases.CaseOf(row.Account) == row.Case;
            if (!isItsCase || TryGet(row.Account, out _) || !row.IsPossible(now, epoch)) throw new InvalidStateException($"{row.Case} cannot have such a schedule");
            Set(in row);
        }
    }
}
