using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>One pass over the position rows for a range of accounts.</summary>
/// <typeparam name="TResults">What becomes of the sums: a type and not a delegate, so that it is compiled into the loop.</typeparam>
internal ref struct RevaluationPass<TResults>
    where TResults : struct, IRevaluationResults, allows ref struct
{
    private readonly ClearingHouse house;
    private readonly ReadOnlySpan<int> owners, instruments, rowsOf;
    private readonly ReadOnlySpan<long> sizes, bases, balances;
    private readonly Span<ulong> isBegun;
    private readonly bool hasOneCurrency;
    private readonly int first, end;
    private TResults results;

    // The account whose rows are being read, how many there were, and what they add up to so far.
    private int owner = -1, rows;
    private Int128 equity, maintenance;

    // What rows of neighbours that have to be scaled add up to; zero in between.
    private Int128 scaledEquity, scaledMaintenance;

    /// <param name="house">Whose accounts.</param>
    /// <param name="results">Gets the sums.</param>
    /// <param name="isBegun">A cleared bit per account; afterwards that of an account is set if it was given in parts.</param>
    /// <param name="first">First account of the range.</param>
    /// <param name="end">One after the last.</param>
    public RevaluationPass(ClearingHouse house, TResults results, Span<ulong> isBegun, int first, int end)
    {
        (this.house, this.first, this.end) = (house, first, end);
        this.results = results;
        this.isBegun = isBegun;
        PositionTable positions = house.Positions;
        owners = positions.Accounts;
        instruments = positions.Instruments;
        sizes = positions.SizeLots;
        bases = positions.BasisUnits;
        rowsOf = house.Accounts.PositionCounts;
        hasOneCurrency = house.Assets.Count == 1 && house.Rates.IsCollateralAtOne(0);
        if (hasOneCurrency) balances = house.Ledger.WalletUnits(AssetId.FromIndex(0));
    }

    /// <summary>Reads all rows, block by block, so that what is repeated is a method of its own: it is then compiled for speed within the first run.</summary>
    public void Run(RevaluationPath path)
    {
        RowBlock block = new(stackalloc long[3 * RowBlock.Rows]);
        ContractTerms[] terms = house.Rates.Terms;
        for (int start = 0; start < owners.Length; start += RowBlock.Rows)
        {
            int count = Math.Min(RowBlock.Rows, owners.Length - start);
            ReadOnlySpan<int> ownersHere = owners.Slice(start, count);
            if (!Owns(ownersHere)) continue;
            if (path == RevaluationPath.Exact)
            {
                SumExactly(terms, ownersHere, start);
                continue;
            }
            block.Fill(path, terms, instruments.Slice(start, count), sizes.Slice(start, count), bases.Slice(start, count));
            Sum(block, ownersHere, start);
        }
        Close();
    }

    /// <summary>Accounts that have no row.</summary>
    public void AddIdle()
    {
        for (int account = first; account < end; account++)
        {
            if (rowsOf[account] == 0) results.Whole(account, BalanceWorth(account), 0);
        }
    }

    // A part leaves out blocks in which it owns nothing; whoever has all accounts does not ask.
    private readonly bool Owns(ReadOnlySpan<int> ownersHere) => end - first == rowsOf.Length || ownersHere.ContainsAnyInRange(first, end - 1);

    private void Sum(scoped RowBlock block, ReadOnlySpan<int> ownersHere, int start)
    {
        int to;
        for (int from = 0; from < ownersHere.Length; from = to)
        {
            int next = ownersHere[from];
            OrdinarySums sums = block.SumRun(ownersHere, from, out to);
            if (!IsMine(next)) continue;
            ulong notOrdinary = block.NotOrdinary & (ulong.MaxValue << from) & (ulong.MaxValue >> (RowBlock.Rows - to));
            if (notOrdinary != 0) SettleExactly(notOrdinary, start, next, to - from, in sums);
            else if (hasOneCurrency && to - from == rowsOf[next] && TryAdd(sums.Units, balances[next], out long worth)) results.WholeUnits(next, worth, sums.Maintenance);
            else Settle(next, to - from, Math.BigMul(sums.Units, RatePpm.Whole), sums.Maintenance);
        }
    }

    private static bool TryAdd(long left, long right, out long sum)
    {
        sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) >= 0;
    }

    private void SettleExactly(ulong notOrdinary, int start, int account, int count, in OrdinarySums sums)
    {
        Int128 profit = Math.BigMul(sums.Units, RatePpm.Whole), margin = sums.Maintenance;
        for (; notOrdinary != 0; notOrdinary &= notOrdinary - 1)
        {
            int row = start + BitOperations.TrailingZeroCount(notOrdinary);
            house.Rates.AddExactly(instruments[row], sizes[row], bases[row], ref profit, ref margin);
        }
        Settle(account, count, profit, margin);
    }

    // Neighbouring rows of one account: most often all it has, and then its health is known at once.
    private void Settle(int account, int count, Int128 profit, Int128 margin)
    {
        if (count == rowsOf[account])
        {
            results.Whole(account, BalanceWorth(account) + profit, margin);
            return;
        }
        if (account != owner)
        {
            Close();
            (owner, rows, equity, maintenance) = (account, 0, 0, 0);
        }
        rows += count;
        equity += profit;
        maintenance += margin;
    }

    private void SumExactly(ContractTerms[] terms, ReadOnlySpan<int> ownersHere, int start)
    {
        RateTable rates = house.Rates;
        ref int held = ref MemoryMarshal.GetReference(instruments.Slice(start, ownersHere.Length));
        ref long size = ref MemoryMarshal.GetReference(sizes.Slice(start, ownersHere.Length)), basis = ref MemoryMarshal.GetReference(bases.Slice(start, ownersHere.Length));
        int to;
        for (int from = 0; from < ownersHere.Length; from = to)
        {
            int next = ownersHere[from];
            to = from + 1;
            while (to < ownersHere.Length && ownersHere[to] == next) to++;
            if (!IsMine(next)) continue;
            ExactSums sums = default;
            for (int at = from; at < to; at++)
            {
                at += sums.AddRun(terms, ref Unsafe.Add(ref held, at), ref Unsafe.Add(ref size, at), ref Unsafe.Add(ref basis, at), to - at);
                if (at < to) rates.AddExactly(Unsafe.Add(ref held, at), Unsafe.Add(ref size, at), Unsafe.Add(ref basis, at), ref scaledEquity, ref scaledMaintenance);
            }
            Settle(next, to - from, sums.Equity + scaledEquity, sums.Maintenance + scaledMaintenance);
            (scaledEquity, scaledMaintenance) = (0, 0);
        }
    }

    private readonly bool IsMine(int account) => account >= first && account < end;

    // All rows of an account, or some of them with the others elsewhere: then its result is begun, or added to.
    private void Close()
    {
        if (!IsMine(owner)) return;
        if (rows == rowsOf[owner])
        {
            results.Whole(owner, BalanceWorth(owner) + equity, maintenance);
            return;
        }
        ref ulong word = ref isBegun[owner >> 6];
        ulong bit = 1UL << owner;
        if ((word & bit) != 0)
        {
            results.Add(owner, equity, maintenance);
            return;
        }
        word |= bit;
        results.Begin(owner, BalanceWorth(owner) + equity, maintenance);
    }

    private readonly Int128 BalanceWorth(int account) =>
        hasOneCurrency ? Math.BigMul(balances[account], RatePpm.Whole) : house.BalanceWorth(AccountId.FromIndex(account));
}
