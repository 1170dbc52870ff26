using System.Runtime.CompilerServices;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Profit and loss and maintenance margin of any number of linear positions that settle in the valuation asset, in 128 bits.</summary>
/// <remarks>A profit is below 2^63 units or throws, a margin below 2^76 millionths, and there are fewer than 2^31 rows: sums stay below 2^114 and need no check.</remarks>
internal struct ExactSums
{
    // Halves of 128 bits in words of their own.
    private ulong unitsLow, marginLow;
    private long unitsHigh, marginHigh;

    /// <summary>Profit and loss, millionths of a minor unit of the valuation asset.</summary>
    public readonly Int128 Equity => unchecked(new Int128((ulong)unitsHigh, unitsLow) * RatePpm.Whole);

    /// <summary>Maintenance margin, millionths.</summary>
    public readonly Int128 Maintenance => unchecked(new Int128((ulong)marginHigh, marginLow));

    /// <summary>Adds neighbouring rows up to the first one that is inverse, scaled, in a high tier or too large, and says how many were added.</summary>
    /// <remarks>A method of its own with nothing else alive in it, so that the sums stay in registers.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int AddRun(ContractTerms[] terms, ref int instruments, ref long sizes, ref long bases, int count)
    {
        (ulong sumLow, ulong sumUnits) = (marginLow, unitsLow);
        (long sumHigh, long sumUnitsHigh) = (marginHigh, unitsHigh);
        int at = 0;
        unchecked
        {
            for (; at < count; at++)
            {
                ref readonly ContractTerms contract = ref terms[Unsafe.Add(ref instruments, at)];
                long size = Unsafe.Add(ref sizes, at), basis = Unsafe.Add(ref bases, at), sign = size >> 63;
                ulong lots = (ulong)((size ^ sign) - sign), high = Math.BigMul(lots, (ulong)contract.LotValue, out ulong worth);
                if (lots >= (ulong)contract.SizeEnd | high != 0) break;
                // Side and tier of the next position cannot be guessed: no branch depends on them.
                long notional = (long)worth, value = (notional ^ sign) - sign, isSecond = ~((notional - contract.SecondFrom) >> 63);
                long profit = checked(value - basis);
                sumUnits += (ulong)profit;
                sumUnitsHigh += (profit >> 63) + (sumUnits < (ulong)profit ? 1 : 0);
                ulong deduction = (ulong)(contract.SecondMaintenanceDeduction & isSecond);
                ulong top = Math.BigMul(worth, (ulong)((contract.MaintenanceRates >> (int)(isSecond & 32)) & int.MaxValue), out ulong low);
                top -= (ulong)((long)deduction >> 63) + (low < deduction ? 1UL : 0);
                low -= deduction;
                sumLow += low;
                sumHigh += (long)top + (sumLow < low ? 1 : 0);
            }
        }
        (marginLow, unitsLow, marginHigh, unitsHigh) = (sumLow, sumUnits, sumHigh, sumUnitsHigh);
        return at;
    }
}
