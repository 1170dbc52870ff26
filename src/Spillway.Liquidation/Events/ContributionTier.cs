namespace Spillway.Liquidation;

/// <summary>In which turn a contribution to the default fund pays.</summary>
public enum ContributionTier : byte
{
    /// <summary>First, before the insurance fund: the member whose account failed.</summary>
    Own = 0,

    /// <summary>After the insurance fund: members who won nothing of the auction.</summary>
    Junior = 1,

    /// <summary>Last: members who took the portfolio.</summary>
    Senior = 2,
}
