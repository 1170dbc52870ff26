using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Signals;

/// <summary>The liquidation maps of one market, kept up to date: an update looks at those who changed, and at a share of the others in turn.</summary>
/// <remarks>
/// Each holder is filed by the price of its trigger, in steps of 1 bp of log-price that do not move with the mark; the mark only says from where the steps are read. Lots are added
/// and taken off as integers, so nothing drifts, however long it lives. What may be out of date: accounts whose health depends on prices of other
/// markets or of collateral that moved, until their turn comes, after holders / share updates at most; and an account that the mark passed without a case being opened
/// (stale index), which is backlog by its step of 1 bp rather than by the exact rule. Everything else is as a fresh map would have it, bit for bit.
/// 36 B a holder. Single writer, on the thread of the engine.
/// </remarks>
public sealed class LiveLiquidationMap
{
    private const int Batch = 64;

    private readonly ClearingHouse house;
    private readonly CaseTable cases;
    private readonly InstrumentId instrument;
    private readonly AccountChanges changes;
    private readonly PositionTrigger falling = new(Side.Sell), rising = new(Side.Buy);
    private readonly TriggerSteps longs = new(downward: true), shorts = new(downward: false);
    private readonly AccountSlacks slacks = new();
    private readonly Dictionary<int, Holder> holders = [];
    private readonly List<int> backlog = [];
    private long place;
    private double mark;
    private int turn;
    private long touched; // so that nothing is read in vain

    /// <param name="house">Accounts and marks.</param>
    /// <param name="cases">Open cases.</param>
    /// <param name="instrument">The market.</param>
    /// <param name="changes">Of that clearing house.</param>
    public LiveLiquidationMap(ClearingHouse house, CaseTable cases, InstrumentId instrument, AccountChanges changes) =>
        (this.house, this.cases, this.instrument, this.changes) = (house, cases, instrument, changes);

    /// <summary>Accounts with a position in this market.</summary>
    public int Holders => holders.Count;

    /// <summary>Looks at the accounts that changed, at those whose case was opened or closed, and at some of the others in turn.</summary>
    /// <remarks>O(changed accounts + open cases + share), times the positions of an account. The first one, and one after the mark moved by half a log, looks at everybody.</remarks>
    /// <param name="share">How many others; not negative. As many as there are holders brings everybody up to date.</param>
    public void Update(int share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        PriceTicks ticks = house.Rates.Mark(instrument);
        if (!ticks.IsSet) return;
        bool isKnown = mark > 0 && changes.IsKnownSince(place);
        mark = ticks.Ticks;
        falling.Aim(house, instrument);
        rising.Aim(house, instrument);
        if (!isKnown || !longs.Covers(mark))
        {
            Rebuild();
            return;
        }
        RefreshChanged();
        foreach (LiquidationCase open in cases.Open) FileAsBacklog(open.Account);
        for (int i = backlog.Count - 1; i >= 0; i--) LeaveBacklog(i);
        TakeTurns(share);
    }

    /// <summary>Reads both maps at the mark of the last update. O(steps of the grid).</summary>
    /// <remarks>What lies in the step of 1 bp that an edge of a cell cuts is shared out evenly. Before the first mark both are empty.</remarks>
    /// <param name="falls">Receives what a fall would trigger.</param>
    /// <param name="squeezes">Receives what a rise would trigger.</param>
    public void Read(LiquidationMap falls, LiquidationMap squeezes)
    {
        falls.Clear();
        squeezes.Clear();
        if (mark > 0)
        {
            InstrumentSpec spec = house.Instruments[instrument.Index];
            ContractScale scale = new(spec, house.Assets[spec.SettlementAsset.Index], PriceTicks.FromTicks((long)mark));
            double valuePerLot = scale.Value(QuantityLots.FromLots(1));
            longs.Read(mark, valuePerLot, falls);
            shorts.Read(mark, valuePerLot, squeezes);
        }
        falls.Sum();
        squeezes.Sum();
    }

    private void Rebuild()
    {
        place = changes.Begin();
        longs.Reset(mark);
        shorts.Reset(mark);
        holders.Clear();
        backlog.Clear();
        slacks.Measure(house, instrument);
        ReadOnlySpan<int> instruments = house.Positions.Instruments, accounts = house.Positions.Accounts;
        ReadOnlySpan<long> sizes = house.Positions.SizeLots, bases = house.Positions.BasisUnits;
        for (int row = 0; row < instruments.Length; row++)
        {
            if (instruments[row] != instrument.Index || sizes[row] == 0) continue; // freed rows have no size
            AccountId account = AccountId.FromIndex(accounts[row]);
            File(account, HolderOf(account, slacks.Of(account), sizes[row], bases[row]));
        }
    }

    // In batches of two passes: the first one only reads, so that the cache misses of many accounts overlap instead of waiting for each other.
    private void RefreshChanged()
    {
        Span<(AccountId Account, long Lots)> batch = stackalloc (AccountId, long)[Batch];
        ReadOnlySpan<long> wallets = house.Ledger.WalletUnits(house.Instruments[instrument.Index].SettlementAsset);
        int count;
        do
        {
            for (count = 0; count < Batch && changes.TryNext(ref place, out AccountId account); count++)
            {
                batch[count] = (account, house.Size(account, instrument).Lots);
                if (holders.ContainsKey(account.Index)) touched += wallets[account.Index] & 1;
            }
            foreach ((AccountId account, long lots) in batch[..count])
            {
                if (lots != 0) Refresh(account, lots, house.Basis(account, instrument).Units);
                else if (holders.Remove(account.Index, out Holder gone)) TakeOff(gone);
            }
        }
        while (count == Batch);
    }

    // Goes on through the rows of the position table from where the last update stopped, once around at most.
    private void TakeTurns(int share)
    {
        ReadOnlySpan<int> instruments = house.Positions.Instruments, accounts = house.Positions.Accounts;
        ReadOnlySpan<long> sizes = house.Positions.SizeLots, bases = house.Positions.BasisUnits;
        for (int left = instruments.Length; left > 0 && share > 0; left--)
        {
            turn = turn >= instruments.Length - 1 ? 0 : turn + 1;
            if (instruments[turn] != instrument.Index || sizes[turn] == 0) continue;
            Refresh(AccountId.FromIndex(accounts[turn]), sizes[turn], bases[turn]);
            share--;
        }
    }

    private void Refresh(AccountId holder) => Refresh(holder, house.Size(holder, instrument).Lots, house.Basis(holder, instrument).Units);

    private void Refresh(AccountId account, long size, long basis)
    {
        AccountHealth other = house.HealthWithout(account, instrument);
        File(account, HolderOf(account, AccountSlacks.InDouble(other.EquityMillionths - other.MaintenanceMillionths), size, basis));
    }

    private Holder HolderOf(AccountId account, double slack, long size, long basis)
    {
        if (cases.IsOpen(account)) return new Holder(size, TriggerSteps.Backlog);
        (TriggerSteps steps, PositionTrigger trigger) = size > 0 ? (longs, falling) : (shorts, rising);
        return new Holder(size, steps.StepOf(trigger.LogPrice(account, slack, size, basis, steps.LastTicks)));
    }

    private void File(AccountId account, in Holder next)
    {
        ref Holder filed = ref CollectionsMarshal.GetValueRefOrAddDefault(holders, account.Index, out bool isKnown);
        if (filed == next) return; // nobody is filed without lots
        if (isKnown) TakeOff(filed);
        if (next.Step == TriggerSteps.Backlog && !(isKnown && filed.Step == TriggerSteps.Backlog)) backlog.Add(account.Index);
        (next.Lots > 0 ? longs : shorts).Add(next.Step, Math.Abs(next.Lots), 1);
        filed = next;
    }

    private void TakeOff(in Holder holder) => (holder.Lots > 0 ? longs : shorts).Add(holder.Step, -Math.Abs(holder.Lots), -1);

    private void FileAsBacklog(AccountId account)
    {
        if (holders.ContainsKey(account.Index) && !IsBacklog(account)) Refresh(account);
    }

    // Backlog without a case may have recovered, or its case was closed.
    private void LeaveBacklog(int position)
    {
        AccountId account = AccountId.FromIndex(backlog[position]);
        if (IsBacklog(account) && !cases.IsOpen(account)) Refresh(account);
        if (IsBacklog(account)) return;
        backlog[position] = backlog[^1];
        backlog.RemoveAt(backlog.Count - 1);
    }

    private bool IsBacklog(AccountId account) => holders.TryGetValue(account.Index, out Holder holder) && holder.Step == TriggerSteps.Backlog;

    /// <param name="Lots">Signed size.</param>
    /// <param name="Step">Of the trigger.</param>
    private readonly record struct Holder(long Lots, int Step);
}
