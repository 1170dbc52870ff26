using System.Runtime.CompilerServices;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Initial margin of an ordinary position and its orders in 64 bits, where run-time bounds prove that it fits.</summary>
/// <remarks>
/// Lots are ordinary (<see cref="ContractTerms.CoversSize"/>), so values are at most 2^55. If all notionals and losses are below 2^42, a product with a
/// rate or with a million (both at most 2^20) is below 2^62, a deduction is at most 2^56, and a sum of two stays below 2^63.
/// </remarks>
internal static class OrdinaryOrders
{
    private const int AmountBits = 42;

    /// <summary>The margin, millionths; false if the bounds do not prove it, and then nothing is said.</summary>
    public static bool TryInitial(in ContractTerms contract, long size, in OpenOrders orders, out long margin)
    {
        margin = 0;
        if (!contract.CoversSize(size)) return false;
        unchecked
        {
            long idle = ContractTerms.Magnitude(size * contract.LotValue);
            if (orders.IsEmpty)
            {
                margin = Initial(in contract, idle);
                return idle >> AmountBits == 0;
            }
            // Wrapped sums of lots are caught as well: both terms are ordinary, so they cannot wrap.
            bool isOrdinary = contract.CoversSize(orders.BidLots) & contract.CoversSize(orders.AskLots)
                & ContractTerms.CoversUnits(orders.BidUnits) & ContractTerms.CoversUnits(orders.AskUnits);
            if (!isOrdinary) return false;
            long bought = size + orders.BidLots, sold = size - orders.AskLots;
            if (!(contract.CoversSize(bought) & contract.CoversSize(sold))) return false;
            long boughtNotional = ContractTerms.Magnitude(bought * contract.LotValue), soldNotional = ContractTerms.Magnitude(sold * contract.LotValue);
            long bidLoss = Math.Max(0, orders.BidUnits - (orders.BidLots * contract.LotValue));
            long askLoss = Math.Max(0, (orders.AskLots * contract.LotValue) - orders.AskUnits);
            if ((idle | boughtNotional | soldNotional | bidLoss | askLoss) >> AmountBits != 0) return false;
            long buying = Initial(in contract, boughtNotional) + (bidLoss * RatePpm.Whole);
            long selling = Initial(in contract, soldNotional) + (askLoss * RatePpm.Whole);
            margin = Math.Max(Initial(in contract, idle), Math.Max(buying, selling));
            return true;
        }
    }

    // As in OrdinarySums.Add: no branches that cannot be guessed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Initial(in ContractTerms contract, long notional)
    {
        unchecked
        {
            long isSecond = ~((notional - contract.SecondFrom) >> 63), rate = (contract.InitialRates >> (int)(isSecond & 32)) & int.MaxValue;
            return (notional * rate) - (contract.SecondInitialDeduction & isSecond);
        }
    }
}
