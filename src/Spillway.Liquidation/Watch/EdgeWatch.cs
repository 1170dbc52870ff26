using System.Numerics;
using System.Runtime.CompilerServices;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The watch that looks only at accounts whose prices have passed an edge. Finds exactly what <see cref="ScanWatch"/> finds.</summary>
/// <remarks>
/// All positions of an account may move against it by one share of their notional, and each gets a <see cref="SafeBand"/>: while no mark leaves its band, the account
/// keeps its slack. The ends of the bands wait in ladders, so a price that passes nobody's edge costs two comparisons a side. A passed edge wakes its account: exact
/// health, new bands. Accounts that changed are looked at by the next sweep of what they hold.
/// An account below the warning ratio is watched for the breach itself from then on; a breached one not at all, until it changes.
/// In a burst, when one sweep would wake more accounts than a look at everybody costs, everybody is looked at in one pass and the ladders catch up over
/// the sweeps that follow: a sweep has a largest cost. No allocation in steady state. Proof: docs/watch.md.
/// </remarks>
public sealed class EdgeWatch : IWatch
{
    // A look at everybody costs about as much as waking one account in sixteen; switching at an eighth of that costs some more in the mean, for the sake of the longest sweep.
    private const int AccountsPerWake = 128, FewWakes = 4_096;

    /// <summary>Accounts or positions that are read ahead of their use: enough to keep all misses of a core in flight, few enough to stay in its nearest cache.</summary>
    internal const int FetchedTogether = 32;

    private static readonly RatePpm Breach = RatePpm.FromPpm((int)RatePpm.Whole);

    private readonly ClearingHouse house;
    private readonly int? mostWakes;
    private readonly BreachSieve sieve;
    private readonly EdgeIndex adverse = new(), favourable = new(); // nearly no band ends on its favourable side
    private readonly IndexSet changed = new(), woken = new(), behind = new(); // behind: instruments whose ladders have not seen their mark
    private bool[] isMoved = [];
    private BreachLevel[] reported = []; // per account the worst that was reported since it changed
    private RatePpm ratio;
    private bool isBuilt, hasFavourable;
    private (int Positions, int Accounts, int Instruments) reserved;
    private int turn; // of the instruments that are behind, so that none waits for ever
    private long fetched; // kept, so that the compiler does not leave the loads out

    /// <summary>A watch over the accounts of a clearing house.</summary>
    public EdgeWatch(ClearingHouse house)
        : this(house, mostWakes: null)
    {
    }

    /// <param name="house">Whose accounts.</param>
    /// <param name="mostWakes">Accounts that one sweep may wake before it looks at everybody; none chooses by the number of accounts.</param>
    internal EdgeWatch(ClearingHouse house, int? mostWakes) => (this.house, this.mostWakes, sieve) = (house, mostWakes, new BreachSieve(house));

    /// <summary>Accounts examined one by one so far: what the watch costs.</summary>
    public long Wakes { get; private set; }

    /// <summary>Looks at everybody so far, in bursts.</summary>
    public long Looks { get; private set; }

    /// <inheritdoc/>
    public void AccountChanged(AccountId account)
    {
        if (!isBuilt) return; // the first sweep looks at everybody
        if (account.Index < reported.Length) reported[account.Index] = BreachLevel.None;
        changed.Reserve(account.Index + 1);
        changed.Add(account.Index);
    }

    /// <inheritdoc/>
    public void Examined(AccountId account, in AccountHealth health, RatePpm warningRatio)
    {
        if (!isBuilt || warningRatio != ratio || !changed.RemoveRecent(account.Index)) return;
        Prepare(warningRatio);
        SetEdges(account.Index, in health);
    }

    /// <inheritdoc/>
    public void SweepInstruments(ReadOnlySpan<InstrumentId> moved, RatePpm warningRatio, IBreachSink sink)
    {
        Prepare(warningRatio);
        WakePassed(moved);
        if (woken.Count == 0 && changed.Count == 0 && behind.Count == 0) return;
        foreach (InstrumentId instrument in moved) isMoved[instrument.Index] = true;
        WakeChanged();
        if (behind.Count == 0) ExamineWoken(sink);
        else ExamineEverybody(sink);
        foreach (InstrumentId instrument in moved) isMoved[instrument.Index] = false;
    }

    /// <inheritdoc/>
    public void SweepAsset(AssetId asset, RatePpm warningRatio, IBreachSink sink)
    {
        // The bands of all who depend on the asset rest on the price that has just moved.
        Prepare(warningRatio);
        for (int account = 0; account < house.Accounts.Count; account++)
        {
            if (house.DependsOn(AccountId.FromIndex(account), asset)) woken.Add(account);
        }
        for (int i = changed.Count - 1; i >= 0; i--)
        {
            if (woken.Contains(changed.Members[i])) changed.RemoveAt(i);
        }
        ExamineWoken(sink);
    }

    private void Prepare(RatePpm warningRatio)
    {
        (int, int, int) size = (house.Positions.RowCount, house.Accounts.Count, house.Instruments.Count);
        if (size != reserved) Reserve(size);
        if (isBuilt && warningRatio == ratio) return;
        (isBuilt, ratio) = (true, warningRatio);
        Build();
    }

    private void Reserve((int Positions, int Accounts, int Instruments) size)
    {
        reserved = size;
        if (reported.Length < size.Accounts) Array.Resize(ref reported, Math.Max(size.Accounts, 2 * reported.Length));
        if (isMoved.Length < size.Instruments) Array.Resize(ref isMoved, size.Instruments);
        adverse.Reserve(size.Positions, size.Instruments);
        if (hasFavourable) favourable.Reserve(size.Positions, size.Instruments);
        woken.Reserve(size.Accounts);
        sieve.Reserve(size.Accounts);
        behind.Reserve(size.Instruments);
    }

    // Whoever is below the ratio is to be found by the next sweep of what it holds, and not before.
    private void Build()
    {
        changed.Clear();
        reported.AsSpan().Clear(); // another ratio is another question
        Wakes += house.Accounts.Count;
        for (int account = 0; account < house.Accounts.Count; account++)
        {
            AccountHealth health = house.Health(AccountId.FromIndex(account));
            if (health.IsBelow(ratio)) AccountChanged(AccountId.FromIndex(account));
            else SetEdges(account, in health, ratio);
        }
    }

    // While ladders are behind, some catch up with every sweep, in turn.
    private void WakePassed(ReadOnlySpan<InstrumentId> moved)
    {
        if (moved.Length == 1 && behind.Count == 0)
        {
            WakePassed(moved[0]);
            return;
        }
        int most = mostWakes ?? Math.Max(FewWakes, house.Accounts.Count / AccountsPerWake);
        if (behind.Count == 0)
        {
            int next = 0;
            while (next < moved.Length && woken.Count <= most) WakePassed(moved[next++]);
            foreach (InstrumentId instrument in moved[next..]) behind.Add(instrument.Index);
            return;
        }
        foreach (InstrumentId instrument in moved) behind.Add(instrument.Index);
        for (int left = isMoved.Length; left > 0 && behind.Count > 0 && woken.Count <= most; left--)
        {
            turn = turn + 1 < isMoved.Length ? turn + 1 : 0;
            if (behind.Remove(turn)) WakePassed(InstrumentId.FromIndex(turn));
        }
    }

    private void WakePassed(InstrumentId instrument)
    {
        long mark = house.Rates.Mark(instrument).Ticks;
        adverse.WakePassed(instrument.Index, mark, house.Positions.Accounts, woken);
        if (hasFavourable) favourable.WakePassed(instrument.Index, mark, house.Positions.Accounts, woken);
    }

    // Who holds nothing will be looked at when that changes.
    private void WakeChanged()
    {
        for (int i = changed.Count - 1; i >= 0; i--)
        {
            int account = changed.Members[i];
            bool isHolder = HoldsMoved(account);
            if (isHolder) woken.Add(account);
            if (isHolder || house.Accounts.FirstPosition(account) < 0) changed.RemoveAt(i);
        }
    }

    private bool HoldsMoved(int account)
    {
        ReadOnlySpan<int> instruments = house.Positions.Instruments, next = house.Positions.NextOfAccount;
        int row = house.Accounts.FirstPosition(account);
        while (row >= 0 && !isMoved[instruments[row]]) row = next[row];
        return row >= 0;
    }

    private void ExamineWoken(IBreachSink sink)
    {
        for (ReadOnlySpan<int> left = ArrangeWoken(); left.Length > 0;)
        {
            foreach (int account in NextFetched(ref left)) Examine(account, sink);
        }
        woken.Clear();
    }

    private ReadOnlySpan<int> ArrangeWoken()
    {
        Wakes += woken.Count;
        woken.Arrange();
        return woken.Members;
    }

    private ReadOnlySpan<int> NextFetched(ref ReadOnlySpan<int> left)
    {
        ReadOnlySpan<int> batch = left[..Math.Min(left.Length, FetchedTogether)];
        if (batch.Length > 1) Fetch(batch);
        left = left[batch.Length..];
        return batch;
    }

    // The bands of many accounts may have been left without notice, so only a look at everybody is sure. The woken ones get new bands.
    private void ExamineEverybody(IBreachSink sink)
    {
        Looks++;
        sieve.Run(reported, ratio);
        ReadOnlySpan<ulong> suspects = sieve.Suspects;
        for (int word = 0; word < suspects.Length; word++)
        {
            for (ulong left = suspects[word]; left != 0; left &= left - 1) ExamineSuspect((word * 64) + BitOperations.TrailingZeroCount(left), sink);
        }
        for (ReadOnlySpan<int> left = ArrangeWoken(); left.Length > 0;)
        {
            foreach (int account in NextFetched(ref left)) SetEdges(account, house.Health(AccountId.FromIndex(account)));
        }
        woken.Clear();
    }

    private void ExamineSuspect(int account, IBreachSink sink)
    {
        AccountHealth health = house.Health(AccountId.FromIndex(account));
        BreachLevel found = LevelOf(in health);
        if (found > reported[account] && HoldsMoved(account)) Report(account, in health, found, sink);
    }

    private void Examine(int account, IBreachSink sink)
    {
        AccountHealth health = house.Health(AccountId.FromIndex(account));
        BreachLevel found = LevelOf(in health);
        if (found != BreachLevel.None) Report(account, in health, found, sink);
        SetEdges(account, in health);
    }

    private BreachLevel LevelOf(in AccountHealth health) => health.IsLiquidatable ? BreachLevel.Breached : health.IsBelow(ratio) ? BreachLevel.Warned : BreachLevel.None;

    private void Report(int account, in AccountHealth health, BreachLevel found, IBreachSink sink)
    {
        reported[account] = found;
        sink.Found(AccountId.FromIndex(account), in health);
    }

    // What an evaluation needs lies in seven columns; asked for together, their cache misses overlap, and a wake costs half.
    private void Fetch(ReadOnlySpan<int> accounts)
    {
        Span<int> first = stackalloc int[FetchedTogether];
        fetched = house.FetchForHealth(accounts, first) ^ adverse.Fetch(first[..accounts.Length]);
    }

    // Who is breached has a case, and is looked at again when it changes: until then no price needs to wake it.
    private void DropEdges(int account)
    {
        for (int row = house.Accounts.FirstPosition(account); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            adverse.Forget(row);
            favourable.Forget(row);
        }
    }

    private void SetEdges(int account, in AccountHealth health)
    {
        if (health.IsLiquidatable) DropEdges(account);
        else SetEdges(account, in health, health.IsBelow(ratio) ? Breach : ratio);
    }

    private void SetEdges(int account, in AccountHealth health, RatePpm multiple)
    {
        PositionTable positions = house.Positions;
        SafeMoves moves = house.SafeMovesOf(AccountId.FromIndex(account), in health, multiple);
        for (int row = house.Accounts.FirstPosition(account); row >= 0; row = positions.NextOfAccount[row])
        {
            long size = positions.SizeLots[row];
            if (size == 0) continue;
            int instrument = positions.Instruments[row];
            SafeBand band = house.SafeBandOf(row, moves, multiple);
            bool isLong = size > 0;
            adverse.Set(row, instrument, isLong, isLong ? band.Low : band.High);
            if (isLong ? band.High != long.MaxValue : band.Low != 0) SetFavourable(row, instrument, isLow: !isLong, isLong ? band.High : band.Low);
            else favourable.Forget(row);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetFavourable(int row, int instrument, bool isLow, long ticks)
    {
        hasFavourable = true;
        favourable.Reserve(house.Positions.RowCount, house.Instruments.Count);
        favourable.Set(row, instrument, isLow, ticks);
    }
}
