using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spillway.Margin;

/// <summary>What margin reads of an instrument for an ordinary position, in one cache line: its value and its first two tiers.</summary>
/// <remarks>
/// A position is ordinary if its size and its basis are within bounds that prove 64-bit arithmetic (<see cref="CoversSize"/>, <see cref="CoversUnits"/>).
/// All others are evaluated in 128 bits. The first four fields are read as one vector; their order is part of the contract.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct ContractTerms
{
    /// <summary>Value and basis of an ordinary position are at most 2^55 minor units either way; <see cref="OrdinarySums"/> says what follows.</summary>
    public const int UnitBits = 55;

    /// <summary>The deduction of a tier that an ordinary position reaches is at most 2^56 millionths either way.</summary>
    public const int DeductionBits = 56;

    /// <summary>Value of one lot at mark as longs hold it, 2^-FractionBits minor units.</summary>
    public long LotValue;

    /// <summary>Notional at which the second tier begins; <see cref="long.MaxValue"/> if there is none. Ordinary positions may end before it.</summary>
    public long SecondFrom;

    /// <summary>Maintenance rates: the first tier in bits 0 to 30, the second one in bits 32 to 62; the sign says that the second tier has a deduction.</summary>
    public long MaintenanceRates;

    /// <summary>One above the largest size of an ordinary position, lots; zero if there is none, not even an empty one.</summary>
    public long SizeEnd;

    /// <summary>Maintenance deduction of the second tier, millionths: <see cref="SecondFrom"/> times the step of the rate, or zero.</summary>
    public long SecondMaintenanceDeduction;

    /// <summary>Initial rates: the first tier in the low 32 bits, the second one above.</summary>
    public long InitialRates;

    /// <summary>Initial deduction of the second tier, millionths; zero where no ordinary position reaches it.</summary>
    public long SecondInitialDeduction;

    /// <summary>Row of the settlement asset.</summary>
    public int Asset;

    /// <summary>Binary digits after the point of <see cref="LotValue"/>.</summary>
    public byte FractionBits;

    /// <summary>Whether the settlement asset is worth exactly one, so that nothing has to be scaled.</summary>
    public bool SettlesInValuation;

    /// <summary>Whether a size is that of an ordinary position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool CoversSize(long sizeLots) => unchecked((ulong)Magnitude(sizeLots) < (ulong)SizeEnd);

    /// <summary>Whether an amount of minor units is within the bounds of ordinary positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CoversUnits(long units) => unchecked((ulong)Magnitude(units) <= 1UL << UnitBits);

    /// <summary>Absolute value without a branch; the smallest number stays itself, which is the largest of those without a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Magnitude(long value) => unchecked((value ^ (value >> 63)) - (value >> 63));
}
