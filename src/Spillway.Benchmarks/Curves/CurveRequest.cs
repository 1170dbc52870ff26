namespace Spillway.Benchmarks.Curves;

/// <summary>How far cost curves go.</summary>
public sealed record CurveRequest
{
    /// <summary>Accounts up to which the first curve goes, unless told otherwise.</summary>
    public const int AccountsDefault = 1_000_000;

    /// <summary>Fewest accounts at which it may end.</summary>
    public const int AccountsLeast = 100;

    /// <summary>Most accounts at which it may end: some ten gigabytes.</summary>
    public const int AccountsMost = 10_000_000;

    /// <summary>Accounts at which the curve over accounts ends; it begins at a hundredth of a million, or below if this is less. The other two curves have a tenth of this, 100,000 at most.</summary>
    public int Accounts { get; init; } = AccountsDefault;

    /// <summary>Markets at which the curve over markets ends.</summary>
    public int Markets { get; init; } = 1_000;

    /// <summary>Positions at which the curve over positions ends.</summary>
    public int Positions { get; init; } = 32;

    /// <summary>The recorded crash along which wakes are counted: one-minute bars; none leaves that out.</summary>
    public Func<Simulation.PriceTable>? CrashPrices { get; init; }
}
