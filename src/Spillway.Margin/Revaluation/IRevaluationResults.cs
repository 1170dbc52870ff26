namespace Spillway.Margin;

/// <summary>What becomes of the sums of a <see cref="RevaluationPass{TResults}"/>. Equity with balances, amounts in millionths of a minor unit of the valuation asset.</summary>
internal interface IRevaluationResults
{
    /// <summary>An account all of whose rows are neighbours and ordinary, as most are; its equity in whole minor units.</summary>
    void WholeUnits(int account, long equityUnits, Int128 maintenance);

    /// <summary>Any other account of which all is known.</summary>
    void Whole(int account, Int128 equity, Int128 maintenance);

    /// <summary>The balances and the first rows of an account that has more of them elsewhere.</summary>
    void Begin(int account, Int128 equity, Int128 maintenance);

    /// <summary>Further rows of an account that was begun.</summary>
    void Add(int account, Int128 profit, Int128 maintenance);
}
