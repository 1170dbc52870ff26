using System.Runtime.CompilerServices;

namespace Spillway.Margin;

/// <summary>Profit and loss and maintenance margin of up to <see cref="MostRows"/> ordinary positions, in three sums of 64 bits that cannot overflow.</summary>
/// <remarks>
/// A profit is at most 2^56 units (value and basis 2^55 each). A margin is notional · rate − deduction with a notional of at most 2^55 and a rate of at
/// most 2^20: a product of 75 bits. It is kept in two halves, of the low 32 bits of the notional (2^52) and of the rest (2^43). With a deduction
/// of at most 2^56, each sum over 64 rows stays below 2^63.
/// </remarks>
internal struct OrdinarySums
{
    /// <summary>Rows that the bounds allow.</summary>
    public const int MostRows = 64;

    /// <summary>Profit and loss, minor units of the valuation asset.</summary>
    public long Units;

    /// <summary>Maintenance margin: products with the low 32 bits of the notional, less the deductions, millionths.</summary>
    public long MaintenanceLow;

    /// <summary>Maintenance margin: products with the notional without its low 32 bits, in 2^32 millionths.</summary>
    public long MaintenanceHigh;

    /// <summary>The maintenance margin, millionths.</summary>
    public readonly Int128 Maintenance => unchecked(((Int128)MaintenanceHigh << 32) + MaintenanceLow);

    /// <summary>Whether a position is ordinary: <see cref="Add"/> takes no others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Covers(in ContractTerms contract, long sizeLots, long basisUnits) =>
        contract.CoversSize(sizeLots) & ContractTerms.CoversUnits(basisUnits);

    /// <summary>Adds one ordinary position. No branches: side and tier of the next position cannot be guessed, and a wrong guess costs more than all of this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in ContractTerms contract, long sizeLots, long basisUnits)
    {
        unchecked
        {
            long value = sizeLots * contract.LotValue, notional = ContractTerms.Magnitude(value);
            long isSecond = ~((notional - contract.SecondFrom) >> 63); // all ones or zero
            long rate = (contract.MaintenanceRates >> (int)(isSecond & 32)) & int.MaxValue;
            Units += value - basisUnits;
            MaintenanceLow += ((notional & uint.MaxValue) * rate) - (contract.SecondMaintenanceDeduction & isSecond);
            MaintenanceHigh += (notional >> 32) * rate;
        }
    }
}
