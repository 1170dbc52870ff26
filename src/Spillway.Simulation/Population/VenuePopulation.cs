using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The leveraged accounts of a venue: which account stands behind which row of each market's population. A function of scenario and seed only.</summary>
/// <remarks>
/// Rows are long and short in pairs, the j-th long and the j-th short. Some pairs, drawn by seed, hold every market on one margin: one account is the long of
/// the pair everywhere and the other the short, unless the pair hedges, which turns it around in every second market. All other rows are
/// accounts of one market. Accounts are numbered in the order in which they first occur, market by market.
/// </remarks>
public sealed class VenuePopulation
{
    private readonly AccountId[][] accounts;

    private VenuePopulation(IReadOnlyList<Population> markets, AccountId[][] accounts, int count) => (Markets, this.accounts, AccountCount) = (markets, accounts, count);

    /// <summary>Who holds what, market by market.</summary>
    public IReadOnlyList<Population> Markets { get; }

    /// <summary>Accounts, each counted once; numbers from 0.</summary>
    public int AccountCount { get; }

    /// <summary>Accounts behind the rows of a market, in their order.</summary>
    public IReadOnlyList<AccountId> AccountsOf(int market) => accounts[market];

    /// <summary>The same accounts with what they would have been let open.</summary>
    /// <param name="shares">By market.</param>
    internal VenuePopulation Limited(IReadOnlyList<OpeningShares> shares) => new([.. Markets.Select((market, m) => market.Limited(shares[m]))], accounts, AccountCount);

    /// <summary>Draws the accounts of a seed.</summary>
    public static VenuePopulation Draw(VenueScenario scenario, IReadOnlyList<ContractGrid> grids, ulong seed)
    {
        Population[] markets = [.. scenario.Markets.Select((market, m) => Population.Draw(market, grids[m], seed, m))];
        int pairs = scenario.Markets.Min(market => market.Accounts.Count / 2);
        Dictionary<(int Pair, bool IsShort), int> crossed = [];
        int count = 0;
        AccountId[][] accounts = [.. markets.Select((market, m) => new AccountId[market.Holders.Count])];
        for (int m = 0; m < markets.Length; m++)
        {
            int longs = scenario.Markets[m].Accounts.Count / 2;
            for (int row = 0; row < accounts[m].Length; row++) accounts[m][row] = AccountId.FromIndex(Number(m, row, longs));
        }
        return new VenuePopulation(markets, accounts, count);

        int Number(int m, int row, int longs)
        {
            int pair = row < longs ? row : row - longs;
            if (markets.Length == 1 || pair >= pairs || !Is(DrawPurpose.CrossMember, pair, scenario.Joint.CrossShare)) return count++;
            bool isTurned = m % 2 == 1 && Is(DrawPurpose.HedgedMember, pair, scenario.Joint.HedgedShare);
            (int, bool) holder = (pair, row >= longs != isTurned);
            if (!crossed.TryGetValue(holder, out int number)) crossed[holder] = number = count++;
            return number;
        }

        bool Is(DrawPurpose purpose, int pair, double share) => new Draws(seed, pair, default, purpose).Uniform() < share;
    }
}
