namespace Spillway.Liquidation;

/// <summary>Which holders of the other side are deleveraged first.</summary>
public enum DeleveragingRanking : byte
{
    /// <summary>All at once, pro rata of open profit, capped by size.</summary>
    ProRata = 0,

    /// <summary>One after the other by profit ratio × leverage, those in profit first.</summary>
    ProfitTimesLeverage = 1,

    /// <summary>One after the other from a drawn row of the position table on.</summary>
    RandomStart = 2,
}
