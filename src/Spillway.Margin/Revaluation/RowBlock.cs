using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spillway.Margin;

/// <summary>Up to 64 neighbouring position rows: what each adds to the sums of its account, and which of them are not ordinary and add nothing here.</summary>
/// <remarks>
/// Reads 20 B a row (size, basis, instrument) and the first half of a cache line of terms, which stays in the first-level cache for 500 instruments. The
/// four words of a row are fetched as one vector and transposed: cheaper than four gathers. All widths are twins of <see cref="OrdinarySums.Add"/>.
/// </remarks>
internal ref struct RowBlock
{
    /// <summary>Rows of a block: as many as the bounds of <see cref="OrdinarySums"/> allow, and as there are bits in <see cref="NotOrdinary"/>.</summary>
    public const int Rows = OrdinarySums.MostRows;

    private const long UnitsMost = 1L << ContractTerms.UnitBits;

    private readonly Span<long> units, low, high;

    /// <param name="room">Three times <see cref="Rows"/>.</param>
    public RowBlock(Span<long> room)
    {
        units = room[..Rows];
        low = room[Rows..(2 * Rows)];
        high = room[(2 * Rows)..(3 * Rows)];
    }

    /// <summary>Bit i: row i is not ordinary.</summary>
    public ulong NotOrdinary { get; private set; }

    /// <summary>Adds up the rows from one on that have the same owner as that one.</summary>
    /// <param name="owners">Owner per row of the block.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">One after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OrdinarySums SumRun(ReadOnlySpan<int> owners, int from, out int to)
    {
        ref long row = ref MemoryMarshal.GetReference(units); // the three columns follow each other
        int owner = owners[from], at = from;
        long unitSum = 0, lowSum = 0, highSum = 0;
        unchecked
        {
            do
            {
                unitSum += Unsafe.Add(ref row, at);
                lowSum += Unsafe.Add(ref row, at + Rows);
                highSum += Unsafe.Add(ref row, at + (2 * Rows));
                at++;
            }
            while (at < owners.Length && owners[at] == owner);
        }
        to = at;
        return new OrdinarySums { Units = unitSum, MaintenanceLow = lowSum, MaintenanceHigh = highSum };
    }

    /// <summary>Computes the rows of a block, all columns of the same length, at most <see cref="Rows"/>.</summary>
    public void Fill(RevaluationPath path, ContractTerms[] terms, ReadOnlySpan<int> instruments, ReadOnlySpan<long> sizes, ReadOnlySpan<long> bases)
    {
        NotOrdinary = 0;
        int done = 0;
        if (path == RevaluationPath.Vector512) done = Eights(terms, instruments, sizes, bases);
        else if (path == RevaluationPath.Vector256) done = Fours(terms, instruments, sizes, bases);
        else if (path == RevaluationPath.Vector128) done = Twos(terms, instruments, sizes, bases);
        Ones(done, terms, instruments, sizes, bases);
    }

    private void Ones(int from, ContractTerms[] terms, ReadOnlySpan<int> instruments, ReadOnlySpan<long> sizes, ReadOnlySpan<long> bases)
    {
        ref int held = ref MemoryMarshal.GetReference(instruments);
        ref long size = ref MemoryMarshal.GetReference(sizes), basis = ref MemoryMarshal.GetReference(bases), row = ref MemoryMarshal.GetReference(units);
        ulong notOrdinary = 0;
        unchecked
        {
            for (int at = from; at < instruments.Length; at++)
            {
                ref readonly ContractTerms contract = ref terms[Unsafe.Add(ref held, at)];
                long lots = Unsafe.Add(ref size, at), cost = Unsafe.Add(ref basis, at);
                OrdinarySums sums = default;
                if (OrdinarySums.Covers(in contract, lots, cost)) sums.Add(in contract, lots, cost);
                else notOrdinary |= 1UL << at;
                Unsafe.Add(ref row, at) = sums.Units;
                Unsafe.Add(ref row, at + Rows) = sums.MaintenanceLow;
                Unsafe.Add(ref row, at + (2 * Rows)) = sums.MaintenanceHigh;
            }
        }
        NotOrdinary |= notOrdinary;
    }

    private int Eights(ContractTerms[] terms, ReadOnlySpan<int> instruments, ReadOnlySpan<long> sizes, ReadOnlySpan<long> bases)
    {
        ref int held = ref MemoryMarshal.GetReference(instruments);
        ref long size = ref MemoryMarshal.GetReference(sizes), basis = ref MemoryMarshal.GetReference(bases);
        int done = 0;
        for (; done + 8 <= instruments.Length; done += 8) Eight(done, terms, ref Unsafe.Add(ref held, done), ref Unsafe.Add(ref size, done), ref Unsafe.Add(ref basis, done));
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Eight(int at, ContractTerms[] terms, ref int held, ref long sizes, ref long bases)
    {
        // Rows 0 and 2, 1 and 3, 4 and 6, 5 and 7: after unpacking pairs and taking every other quarter they stand in order.
        Vector512<long> a = Vector512.Create(Words(terms, held), Words(terms, Unsafe.Add(ref held, 2))), b = Vector512.Create(Words(terms, Unsafe.Add(ref held, 1)), Words(terms, Unsafe.Add(ref held, 3)));
        Vector512<long> c = Vector512.Create(Words(terms, Unsafe.Add(ref held, 4)), Words(terms, Unsafe.Add(ref held, 6))), d = Vector512.Create(Words(terms, Unsafe.Add(ref held, 5)), Words(terms, Unsafe.Add(ref held, 7)));
        const byte even = 0b10_00_10_00, odd = 0b11_01_11_01;
        Vector512<long> ab = Avx512F.UnpackLow(a, b), cd = Avx512F.UnpackLow(c, d);
        Vector512<long> lotValue = Avx512F.Shuffle4x128(ab, cd, even), rates = Avx512F.Shuffle4x128(ab, cd, odd);
        (ab, cd) = (Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d));
        Vector512<long> secondFrom = Avx512F.Shuffle4x128(ab, cd, even), sizeEnd = Avx512F.Shuffle4x128(ab, cd, odd);

        Vector512<long> size = Vector512.LoadUnsafe(ref sizes), basis = Vector512.LoadUnsafe(ref bases);
        Vector512<long> value = size * lotValue, notional = Vector512.Abs(value);
        Vector512<long> isOrdinary = (Vector512.LessThan(Vector512.Abs(size).AsUInt64(), sizeEnd.AsUInt64())
            & Vector512.LessThanOrEqual(Vector512.Abs(basis).AsUInt64(), Vector512.Create((ulong)UnitsMost))).AsInt64();
        Vector512<long> isSecond = Vector512.GreaterThanOrEqual(notional, secondFrom), whole = Vector512.Create((long)int.MaxValue);
        Vector512<long> first = rates & whole, second = (rates >>> 32) & whole, rate = Vector512.ConditionalSelect(isSecond, second, first);
        Vector512<long> deduction = secondFrom * (second - first) & isSecond & (rates >> 63);

        ((value - basis) & isOrdinary).StoreUnsafe(ref units[at]);
        ((((notional & Vector512.Create((long)uint.MaxValue)) * rate) - deduction) & isOrdinary).StoreUnsafe(ref low[at]);
        (((notional >>> 32) * rate) & isOrdinary).StoreUnsafe(ref high[at]);
        NotOrdinary |= (~isOrdinary).ExtractMostSignificantBits() << at;
    }

    private int Fours(ContractTerms[] terms, ReadOnlySpan<int> instruments, ReadOnlySpan<long> sizes, ReadOnlySpan<long> bases)
    {
        ref int held = ref MemoryMarshal.GetReference(instruments);
        ref long size = ref MemoryMarshal.GetReference(sizes), basis = ref MemoryMarshal.GetReference(bases);
        int done = 0;
        for (; done + 4 <= instruments.Length; done += 4) Four(done, terms, ref Unsafe.Add(ref held, done), ref Unsafe.Add(ref size, done), ref Unsafe.Add(ref basis, done));
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Four(int at, ContractTerms[] terms, ref int held, ref long sizes, ref long bases)
    {
        Vector256<long> a = Words(terms, held), b = Words(terms, Unsafe.Add(ref held, 1)), c = Words(terms, Unsafe.Add(ref held, 2)), d = Words(terms, Unsafe.Add(ref held, 3));
        const byte lower = 0x20, upper = 0x31;
        Vector256<long> ab = Avx2.UnpackLow(a, b), cd = Avx2.UnpackLow(c, d);
        Vector256<long> lotValue = Avx2.Permute2x128(ab, cd, lower), rates = Avx2.Permute2x128(ab, cd, upper);
        (ab, cd) = (Avx2.UnpackHigh(a, b), Avx2.UnpackHigh(c, d));
        Vector256<long> secondFrom = Avx2.Permute2x128(ab, cd, lower), sizeEnd = Avx2.Permute2x128(ab, cd, upper);

        Vector256<long> size = Vector256.LoadUnsafe(ref sizes), basis = Vector256.LoadUnsafe(ref bases);
        Vector256<long> value = size * lotValue, notional = Vector256.Abs(value);
        Vector256<long> isOrdinary = (Vector256.LessThan(Vector256.Abs(size).AsUInt64(), sizeEnd.AsUInt64())
            & Vector256.LessThanOrEqual(Vector256.Abs(basis).AsUInt64(), Vector256.Create((ulong)UnitsMost))).AsInt64();
        Vector256<long> isSecond = Vector256.GreaterThanOrEqual(notional, secondFrom), whole = Vector256.Create((long)int.MaxValue);
        Vector256<long> first = rates & whole, second = (rates >>> 32) & whole, rate = Vector256.ConditionalSelect(isSecond, second, first);
        Vector256<long> deduction = secondFrom * (second - first) & isSecond & (rates >> 63);

        ((value - basis) & isOrdinary).StoreUnsafe(ref units[at]);
        ((((notional & Vector256.Create((long)uint.MaxValue)) * rate) - deduction) & isOrdinary).StoreUnsafe(ref low[at]);
        (((notional >>> 32) * rate) & isOrdinary).StoreUnsafe(ref high[at]);
        NotOrdinary |= (ulong)(~isOrdinary).ExtractMostSignificantBits() << at;
    }

    private int Twos(ContractTerms[] terms, ReadOnlySpan<int> instruments, ReadOnlySpan<long> sizes, ReadOnlySpan<long> bases)
    {
        ref int held = ref MemoryMarshal.GetReference(instruments);
        ref long size = ref MemoryMarshal.GetReference(sizes), basis = ref MemoryMarshal.GetReference(bases);
        int done = 0;
        for (; done + 2 <= instruments.Length; done += 2) Two(done, terms, ref Unsafe.Add(ref held, done), ref Unsafe.Add(ref size, done), ref Unsafe.Add(ref basis, done));
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Two(int at, ContractTerms[] terms, ref int held, ref long sizes, ref long bases)
    {
        ref readonly ContractTerms a = ref terms[held];
        ref readonly ContractTerms b = ref terms[Unsafe.Add(ref held, 1)];
        Vector128<long> lotValue = Vector128.Create(a.LotValue, b.LotValue), rates = Vector128.Create(a.MaintenanceRates, b.MaintenanceRates);
        Vector128<long> secondFrom = Vector128.Create(a.SecondFrom, b.SecondFrom), sizeEnd = Vector128.Create(a.SizeEnd, b.SizeEnd);

        Vector128<long> size = Vector128.LoadUnsafe(ref sizes), basis = Vector128.LoadUnsafe(ref bases);
        Vector128<long> value = size * lotValue, notional = Vector128.Abs(value);
        Vector128<long> isOrdinary = (Vector128.LessThan(Vector128.Abs(size).AsUInt64(), sizeEnd.AsUInt64())
            & Vector128.LessThanOrEqual(Vector128.Abs(basis).AsUInt64(), Vector128.Create((ulong)UnitsMost))).AsInt64();
        Vector128<long> isSecond = Vector128.GreaterThanOrEqual(notional, secondFrom), whole = Vector128.Create((long)int.MaxValue);
        Vector128<long> first = rates & whole, second = (rates >>> 32) & whole, rate = Vector128.ConditionalSelect(isSecond, second, first);
        Vector128<long> deduction = secondFrom * (second - first) & isSecond & (rates >> 63);

        ((value - basis) & isOrdinary).StoreUnsafe(ref units[at]);
        ((((notional & Vector128.Create((long)uint.MaxValue)) * rate) - deduction) & isOrdinary).StoreUnsafe(ref low[at]);
        (((notional >>> 32) * rate) & isOrdinary).StoreUnsafe(ref high[at]);
        NotOrdinary |= (ulong)(~isOrdinary).ExtractMostSignificantBits() << at;
    }

    // The first four words of the terms: lot value, second tier, rates, end of sizes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Words(ContractTerms[] terms, int instrument) => Vector256.LoadUnsafe(ref terms[instrument].LotValue);
}
