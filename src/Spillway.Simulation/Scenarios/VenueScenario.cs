using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>What is replayed at one venue: a single market, or several over the same minutes with accounts and makers in common.</summary>
/// <param name="Name">Name of the scenario.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Kind">Recorded or made.</param>
/// <param name="Markets">The markets, at least one; all over the same minutes.</param>
/// <param name="Joint">What they have in common.</param>
public sealed record VenueScenario(string Name, string Summary, ScenarioKind Kind, IReadOnlyList<Scenario> Markets, JointTerms Joint)
{
    /// <summary>A venue with one market.</summary>
    public static VenueScenario Of(Scenario market) => new(market.Name, market.Summary, market.Kind, [market], JointTerms.Nothing);

    /// <summary>Start of the first bar.</summary>
    public Timestamp Start => Markets[0].Prices.Start;

    /// <summary>End of the last bar.</summary>
    public Timestamp End => Markets[0].Prices.End;

    /// <summary>One-sided open interest of all markets, USD.</summary>
    public double OpenInterestUsd => Markets.Sum(market => market.OpenInterestUsd);

    /// <summary>Insurance fund at the first bar, USD.</summary>
    public double FundUsd => Markets.Sum(market => market.FundShare * market.OpenInterestUsd);

    /// <summary>Capital of the backstop vault at the first bar, USD.</summary>
    public double PoolUsd => Markets.Sum(market => market.PoolShare * market.OpenInterestUsd);

    /// <summary>Capital of the buffer pool at the first bar, USD.</summary>
    public double BufferUsd => Markets.Sum(market => market.BufferShare * market.OpenInterestUsd);

    /// <summary>Clearing members of the venue; zero for none.</summary>
    public int MemberCount => Markets.Max(market => market.Members.Count);

    /// <summary>What all members have in the default fund at the first bar, USD.</summary>
    public double ContributionUsd => Markets.Sum(market => market.Members.ContributionShare * market.OpenInterestUsd);

    /// <summary>What all members have in their accounts at the first bar, USD.</summary>
    public double MemberCapitalUsd => Markets.Sum(market => market.Members.CapitalShare * market.OpenInterestUsd);

    /// <summary>How they bid and unwind.</summary>
    public MemberTerms MemberTerms => Markets.MaxBy(market => market.Members.Discount)!.Members with { UnwindSeconds = Markets.Max(market => market.Members.UnwindSeconds) };

    /// <summary>The same venue with every market changed.</summary>
    public VenueScenario Each(Func<Scenario, Scenario> change) => this with { Markets = [.. Markets.Select(change)] };

    /// <summary>The same venue with another θ in each market.</summary>
    public VenueScenario WithThetas(IReadOnlyList<double> thetas) => this with { Markets = [.. Markets.Select((market, m) => market with { Theta = thetas[m] })] };
}

/// <summary>What the markets of a venue have in common.</summary>
/// <param name="CrossShare">Share of the accounts that hold every market on one margin.</param>
/// <param name="HedgedShare">Share of those that hold every second market on the other side.</param>
/// <param name="SharedMakers">Makers of each market that quote all of them from one account, and withdraw from all when one is in stress.</param>
public sealed record JointTerms(double CrossShare, double HedgedShare, int SharedMakers)
{
    /// <summary>Markets that share the venue and nothing else.</summary>
    public static JointTerms Nothing { get; } = new(0, 0, 0);
}
