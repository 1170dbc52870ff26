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

    /// <summary>All at once, pro rata of open profit × 1 … 4 by the leverage of the position, capped by size.</summary>
    LeverageAware = 3,

    /// <summary>All at once, pro rata of open profit; what offsets other positions of the same account comes last of the profitable.</summary>
    HedgeAware = 4,

    /// <summary>All at once, in whole lots so that the largest lots / profit is as small as it can be.</summary>
    MinMax = 5,
}
