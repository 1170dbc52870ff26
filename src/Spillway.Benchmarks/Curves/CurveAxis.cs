namespace Spillway.Benchmarks.Curves;

/// <summary>What grows along a cost curve.</summary>
public enum CurveAxis
{
    /// <summary>Accounts, of eight positions in 200 markets.</summary>
    Accounts,

    /// <summary>Markets, for accounts of one position.</summary>
    Markets,

    /// <summary>Positions of an account, in 200 markets.</summary>
    Positions,
}
