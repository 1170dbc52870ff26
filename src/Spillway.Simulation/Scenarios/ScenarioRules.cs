using System.Globalization;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>What no field shows alone: rules between fields, and bounds that follow from open interest and the first price. Each is answered at the field to change.</summary>
/// <remarks>With <see cref="ScenarioField"/> they are all that a venue asks: a scenario that passes both opens.</remarks>
internal static class ScenarioRules
{
    private const int TiersMost = 16;

    // Below so many lots an account on average, sizes are more rounding than distribution.
    private const int LotsPerAccount = 10;

    // A fit of θ costs a hundred runs and more; in a coin that falls by half, each with thousands of open cases.
    private const int AccountsMost = 4_000;

    /// <summary>The scenario with at most 4,000 accounts, and as many as its open interest can be shared by: for another market than the document was written for.</summary>
    public static Scenario Thinned(Scenario scenario)
    {
        long lots = new ContractGrid((double)scenario.Prices.FirstOpen, scenario.OpenInterestUsd).LotsOf(scenario.OpenInterestUsd);
        int most = (int)Math.Clamp(2 * lots / LotsPerAccount, 2, AccountsMost);
        return scenario with { Accounts = scenario.Accounts with { Count = Math.Min(scenario.Accounts.Count, most) } };
    }

    /// <exception cref="DocumentException">Names line and field.</exception>
    public static void Check(DocumentNode document, Scenario scenario)
    {
        ContractGrid grid = new((double)scenario.Prices.FirstOpen, scenario.OpenInterestUsd);
        CheckMarket(document.Required("market"), scenario.Market, grid);
        CheckAccounts(document.Required("accounts"), scenario, grid);
    }

    private static void CheckMarket(DocumentNode document, MarketTerms market, ContractGrid grid)
    {
        DocumentNode tiers = document.Required("tiers");
        if (market.Tiers.Count is < 1 or > TiersMost) throw tiers.Wrong($"{market.Tiers.Count} tiers; 1 to {TiersMost} are expected");
        for (int i = 0; i < market.Tiers.Count; i++) CheckTier(tiers.AsList()[i], market.Tiers[i], i == 0 ? null : market.Tiers[i - 1], grid);
        if (-market.MakerFee > market.TakerFee)
            throw document.Required("makerFee").Wrong($"a rebate above the taker fee of {market.TakerFee} would be paid by nobody; raise makerFee to at least {-market.TakerFee}, or raise takerFee");
    }

    private static void CheckTier(DocumentNode document, TierTerms tier, TierTerms? below, ContractGrid grid)
    {
        if (below is null && tier.FromShare != 0) throw document.Required("fromShare").Wrong("the first tier must begin at 0");
        if (below is not null && grid.TierEdge(tier) <= grid.TierEdge(below))
            throw document.Required("fromShare").Wrong($"{Text(tier.FromShare)} is not above the {Text(below.FromShare)} of the tier before by a millionth of a USD; tiers must rise");
        if (tier.InitialRate < tier.MaintenanceRate)
            throw document.Required("initialRate").Wrong($"initial margin is below the maintenance margin of {tier.MaintenanceRate}: a fresh position could be liquidated at once; raise initialRate or lower maintenanceRate");
    }

    private static void CheckAccounts(DocumentNode document, Scenario scenario, ContractGrid grid)
    {
        AccountTerms accounts = scenario.Accounts;
        long total = grid.LotsOf(scenario.OpenInterestUsd);
        int longs = accounts.Count / 2;
        if (accounts.Count - longs > total)
            throw document.Required("count").Wrong($"{accounts.Count} accounts cannot share {total} lots of open interest on each side; lower the count to at most {2 * total}, or raise openInterest");

        // Rounding leaves the first account up to a lot for each of the others.
        double largest = (grid.MaxPositionLots - longs) / (double)total;
        if (total <= grid.MaxPositionLots || Population.LargestShare(accounts.SizeCapShare, longs) <= largest) return;
        string limit = $"the largest position of the venue is {Text(Math.Floor(grid.Usd(grid.MaxPositionLots, grid.FirstOpen)))} USD of {Text(scenario.OpenInterestUsd)}";
        throw Population.LargestShare(0, longs) > largest
            ? document.Required("count").Wrong($"one of {longs} accounts on a side may be too large: {limit}; raise the count, or lower openInterest")
            : document.Required("sizeCapShare").Wrong($"a position of that share may be too large: {limit}; lower sizeCapShare or openInterest");
    }

    private static string Text(double value) => ((decimal)value).ToString("0.############", CultureInfo.InvariantCulture);
}
