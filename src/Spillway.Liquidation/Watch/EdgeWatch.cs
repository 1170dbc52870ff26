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
/// No allocation in steady state. Proof: docs/watch.md.
/// </remarks>
public sealed class EdgeWatch(ClearingHouse house) : IWatch
{
    private static readonly RatePpm Breach = RatePpm.FromPpm((int)RatePpm.Whole);

    private readonly EdgeIndex adverse = new(), favourable = new(); // nearly no band ends on its favourable side
    private readonly IndexSet changed = new(), woken = new();
    private bool[] isMoved = [];
    private RatePpm ratio;
    private bool isBuilt, hasFavourable;
    private ReadAhead readAhead;

    /// <summary>Accounts examined so far: what the watch costs.</summary>
    public long Wakes { get; private set; }

    /// <inheritdoc/>
    public void AccountChanged(AccountId account)
    {
        if (!isBuilt) return; // the first sweep looks at everybody
        changed.Reserve(account.Index + 1);
        changed.Add(account.Index);
    }

    /// <inheritdoc/>
    public void SweepInstruments(ReadOnlySpan<InstrumentId> moved, RatePpm warningRatio, IBreachSink sink)
    {
        Prepare(warningRatio);
        foreach (InstrumentId instrument in moved)
        {
            long mark = house.Rates.Mark(instrument).Ticks;
            adverse.MarkMoved(instrument.Index, mark);
            if (hasFavourable) favourable.MarkMoved(instrument.Index, mark);
            isMoved[instrument.Index] = true;
        }
        adverse.WakePassed(house.Positions.Accounts, woken);
        if (hasFavourable) favourable.WakePassed(house.Positions.Accounts, woken);
        WakeChanged();
        foreach (InstrumentId instrument in moved) isMoved[instrument.Index] = false;
        Examine(sink);
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
        Examine(sink);
    }

    private void Prepare(RatePpm warningRatio)
    {
        int instruments = house.Instruments.Count;
        if (isMoved.Length < instruments) Array.Resize(ref isMoved, instruments);
        adverse.Reserve(house.Positions.RowCount, instruments);
        if (hasFavourable) favourable.Reserve(house.Positions.RowCount, instruments);
        woken.Reserve(house.Accounts.Count);
        if (isBuilt && warningRatio == ratio) return;
        (isBuilt, ratio) = (true, warningRatio);
        changed.Clear();
        for (int account = 0; account < house.Accounts.Count; account++) Build(account);
    }

    // Whoever is below the ratio is to be found by the next sweep of what it holds, and not before.
    private void Build(int account)
    {
        AccountHealth health = house.Health(AccountId.FromIndex(account));
        Wakes++;
        if (health.IsBelow(ratio)) AccountChanged(AccountId.FromIndex(account));
        else SetEdges(account, in health, ratio);
    }

    // Who holds nothing will be looked at when that changes.
    private void WakeChanged()
    {
        ReadOnlySpan<int> instruments = house.Positions.Instruments, next = house.Positions.NextOfAccount;
        for (int i = changed.Count - 1; i >= 0; i--)
        {
            int account = changed.Members[i], first = house.Accounts.FirstPosition(account), row = first;
            while (row >= 0 && !isMoved[instruments[row]]) row = next[row];
            if (row >= 0) woken.Add(account);
            if (row >= 0 || first < 0) changed.RemoveAt(i);
        }
    }

    private void Examine(IBreachSink sink)
    {
        Wakes += woken.Count;
        woken.Arrange();
        ReadOnlySpan<int> left = woken.Members;
        while (left.Length > 0)
        {
            ReadOnlySpan<int> batch = left[..Math.Min(left.Length, ReadAhead.Batch)];
            if (batch.Length > 1) Touch(batch);
            foreach (int account in batch) Examine(account, sink);
            left = left[batch.Length..];
        }
        woken.Clear();
    }

    private void Examine(int account, IBreachSink sink)
    {
        AccountId id = AccountId.FromIndex(account);
        AccountHealth health = house.Health(id);
        bool isBelow = health.IsBelow(ratio);
        if (isBelow) sink.Found(id, in health);
        if (health.IsLiquidatable) DropEdges(account);
        else SetEdges(account, in health, isBelow ? Breach : ratio);
    }

    // What an evaluation needs lies in seven columns; asked for together, their cache misses overlap, and a wake costs half.
    private void Touch(ReadOnlySpan<int> accounts)
    {
        Span<int> first = stackalloc int[ReadAhead.Batch];
        readAhead.Take(house.TouchAccounts(accounts, first));
        readAhead.Take(house.TouchPositions(first[..accounts.Length]) + adverse.Touch(first[..accounts.Length]));
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

    private void SetEdges(int account, in AccountHealth health, RatePpm multiple)
    {
        PositionTable positions = house.Positions;
        SafeMove move = house.SafeMoveOf(AccountId.FromIndex(account), in health, multiple);
        for (int row = house.Accounts.FirstPosition(account); row >= 0; row = positions.NextOfAccount[row])
        {
            long size = positions.SizeLots[row];
            if (size == 0) continue;
            int instrument = positions.Instruments[row];
            SafeBand band = house.SafeBandOf(row, move, multiple);
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
