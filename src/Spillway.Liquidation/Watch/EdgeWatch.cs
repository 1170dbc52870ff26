using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The watch that looks only at accounts whose prices have passed an edge. Finds exactly what <see cref="ScanWatch"/> finds.</summary>
/// <remarks>
/// An account's slack is split over its positions in proportion to notional, and each position gets a <see cref="SafeBand"/>: while no mark leaves its band, the
/// account keeps all parts of its slack. The ends of the bands wait in two heaps per instrument, so a price that passes nobody's edge costs two
/// comparisons. A passed edge wakes its account: exact health, new bands. Accounts that changed are looked at by the next sweep of what they hold.
/// An account below the warning ratio is watched for the breach itself from then on; a breached one not at all, until it changes.
/// A band that has become wider stays filed under its nearer edge, so that a fill of a maker costs no push; when that edge is passed, the entry moves on.
/// No allocation in steady state; 36 B a position and 12 B an edge. Proof: docs/watch.md.
/// </remarks>
public sealed class EdgeWatch(ClearingHouse house) : IWatch
{
    private readonly List<EdgeHeap> lows = [], highs = [];
    private readonly List<int> changed = [], woken = [];
    private readonly List<(int Row, Int128 Weight)> weights = [];
    private bool[] isChanged = [], isWoken = [];
    private PositionEdges edges = new();
    private static readonly RatePpm Breach = RatePpm.FromPpm((int)RatePpm.Whole);

    private RatePpm ratio;
    private bool isBuilt;

    /// <summary>Accounts examined so far: what the watch costs.</summary>
    public long Wakes { get; private set; }

    /// <inheritdoc/>
    public void AccountChanged(AccountId account)
    {
        if (account.Index >= isChanged.Length) Array.Resize(ref isChanged, Math.Max(account.Index + 1, isChanged.Length * 2));
        if (isChanged[account.Index]) return;
        isChanged[account.Index] = true;
        changed.Add(account.Index);
    }

    /// <inheritdoc/>
    public void SweepInstrument(InstrumentId instrument, RatePpm warningRatio, IBreachSink sink)
    {
        Prepare(warningRatio);
        for (int i = changed.Count - 1; i >= 0; i--)
        {
            bool isHolder = house.Positions.Find(house.Accounts, changed[i], instrument.Index) >= 0;
            if (isHolder) Wake(changed[i]);
            if (isHolder || house.Accounts.FirstPosition(changed[i]) < 0) Settle(i);
        }
        long mark = house.Rates.Mark(instrument).Ticks;
        WakePassed(lows[instrument.Index], mark, instrument.Index);
        WakePassed(highs[instrument.Index], mark, instrument.Index);
        Examine(sink);
    }

    /// <inheritdoc/>
    public void SweepAsset(AssetId asset, RatePpm warningRatio, IBreachSink sink)
    {
        // The bands of all who depend on the asset rest on the price that has just moved.
        Prepare(warningRatio);
        for (int account = 0; account < house.Accounts.Count; account++)
        {
            if (house.DependsOn(AccountId.FromIndex(account), asset)) Wake(account);
        }
        for (int i = changed.Count - 1; i >= 0; i--)
        {
            if (isWoken[changed[i]]) Settle(i);
        }
        Examine(sink);
    }

    private void Prepare(RatePpm warningRatio)
    {
        while (lows.Count < house.Instruments.Count)
        {
            lows.Add(new EdgeHeap(highestFirst: true));
            highs.Add(new EdgeHeap(highestFirst: false));
        }
        if (isWoken.Length < house.Accounts.Count) Array.Resize(ref isWoken, Math.Max(house.Accounts.Count, isWoken.Length * 2));
        edges.Reserve(house.Positions.RowCount);
        if (isBuilt && warningRatio == ratio) return;
        (isBuilt, ratio) = (true, warningRatio);
        for (int account = 0; account < house.Accounts.Count; account++) AccountChanged(AccountId.FromIndex(account));
    }

    private void Settle(int position)
    {
        isChanged[changed[position]] = false;
        changed[position] = changed[^1];
        changed.RemoveAt(changed.Count - 1);
    }

    private void WakePassed(EdgeHeap heap, long mark, int instrument)
    {
        while (heap.IsPassedBy(mark))
        {
            int row = edges.TakeTop(heap, instrument, mark, house.Positions.Accounts);
            if (row >= 0) Wake(house.Positions.Accounts[row]);
        }
    }

    private void Wake(int account)
    {
        if (isWoken[account]) return;
        isWoken[account] = true;
        woken.Add(account);
    }

    private void Examine(IBreachSink sink)
    {
        Wakes += woken.Count;
        foreach (int account in woken)
        {
            isWoken[account] = false;
            AccountId id = AccountId.FromIndex(account);
            AccountHealth health = house.Health(id);
            bool isBelow = health.IsBelow(ratio);
            if (isBelow) sink.Found(id, in health);
            if (health.IsLiquidatable) DropEdges(account);
            else SetEdges(account, in health, isBelow ? Breach : ratio);
        }
        woken.Clear();
    }

    // Who is breached has a case, and is looked at again when it changes: until then no price needs to wake it.
    private void DropEdges(int account)
    {
        for (int row = house.Accounts.FirstPosition(account); row >= 0; row = house.Positions.NextOfAccount[row]) edges.Forget(row);
    }

    private void SetEdges(int account, in AccountHealth health, RatePpm multiple)
    {
        Int128 total = 0;
        PositionTable positions = house.Positions;
        weights.Clear();
        for (int row = house.Accounts.FirstPosition(account); row >= 0; row = positions.NextOfAccount[row])
        {
            if (positions.SizeLots[row] == 0) continue;
            Int128 weight = house.NotionalWorth(row);
            weights.Add((row, weight));
            total += weight;
        }
        SlackShares shares = new(health.SlackMillionths(multiple), total);
        foreach ((int row, Int128 weight) in weights)
        {
            SafeBand band = house.SafeBandOf(row, shares.Of(weight), multiple);
            int instrument = positions.Instruments[row];
            edges.Own(row, instrument);
            if (edges.Set(row, band.Low, low: true)) Push(lows[instrument], band.Low, row, instrument);
            if (edges.Set(row, band.High, low: false)) Push(highs[instrument], band.High, row, instrument);
        }
    }

    private void Push(EdgeHeap heap, long edge, int row, int instrument)
    {
        if (heap.IsFull) edges.Compact(heap, instrument);
        heap.Push(edge, row);
    }
}
