using System.Globalization;
using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Reads a scenario of one market, or one that joins several: names of scenarios beside it, the minutes they share, and what their markets have in common.</summary>
public static class VenueScenarioDocument
{
    private const int MarketsMost = 16;

    // Money of holders and houses of all markets is in one ledger.
    private static double OpenInterestMost => (double)ScenarioField.OpenInterest.Most;

    /// <summary>Reads the scenario of a folder.</summary>
    /// <param name="folder">Folder with a scenario document.</param>
    /// <param name="pricesOverride">Another price table to use with the assumptions of a scenario of one market; null for its own.</param>
    /// <param name="openInterestUsd">Open interest of a scenario of one market to use instead of its own; null for its own.</param>
    /// <exception cref="BadInputException">Names file, line and field. A scenario without such an answer opens a venue.</exception>
    public static VenueScenario Read(string folder, string? pricesOverride = null, double? openInterestUsd = null)
    {
        bool isJoint = ScenarioDocument.Answer(folder, (_, root) => IsJoint(root));
        if (!isJoint) return VenueScenario.Of(ScenarioDocument.Read(folder, pricesOverride, openInterestUsd));
        if (pricesOverride is not null || openInterestUsd is not null)
            throw new BadInputException(folder, 0, "markets", "this scenario has several markets, and --prices and --open-interest are of one", "name a scenario of one market");
        return ScenarioDocument.Answer(folder, (_, root) => ReadJoint(folder, root));
    }

    internal static bool IsJoint(DocumentNode root) => root.IsObject && root.Optional("markets") is not null;

    private static VenueScenario ReadJoint(string folder, DocumentNode root)
    {
        ScenarioSection document = new(root, ScenarioField.Joint);
        DocumentNode list = root.Required("markets");
        IReadOnlyList<string> names = document.Texts("markets");
        if (names.Count is < 2 or > MarketsMost) throw list.Wrong($"{names.Count} markets; 2 to {MarketsMost} are expected");
        (Timestamp from, Timestamp to) = (document.Time("from"), document.Time("to"));
        int accountsMost = document.Whole("accountsMost");
        IReadOnlyList<double> thetas = document.Numbers("thetas");
        if (thetas.Count != names.Count) throw root.Required("thetas").Wrong($"{thetas.Count} values for {names.Count} markets");
        List<Scenario> markets = [];
        for (int m = 0; m < names.Count; m++)
        {
            Scenario market = ReadMember(folder, names[m], list.AsList()[m], from, to);
            if (markets.Exists(other => other.Market.Symbol == market.Market.Symbol)) throw list.AsList()[m].Wrong($"a market {market.Market.Symbol} is listed already");
            markets.Add(market with { Theta = thetas[m], Accounts = market.Accounts with { Count = Math.Min(market.Accounts.Count, accountsMost) } });
        }
        JointTerms joint = new(document.Number("crossShare"), document.Number("hedgedShare"), document.Whole("sharedMakers"));
        VenueScenario scenario = new(document.Text("name"), document.Text("summary"), document.Choice<ScenarioKind>("kind"), markets, joint);
        if (scenario.Markets.Any(market => market.Kind != scenario.Kind)) throw root.Required("kind").Wrong("the kind must be that of every market");
        int makersLeast = markets.Min(market => market.Liquidity.Makers);
        if (joint.SharedMakers > makersLeast) throw root.Required("sharedMakers").Wrong($"a market has {makersLeast} makers only");
        if (scenario.OpenInterestUsd > OpenInterestMost)
            throw list.Wrong(string.Create(CultureInfo.InvariantCulture, $"{scenario.OpenInterestUsd:0} USD of open interest together are more than the {OpenInterestMost:0} that one venue holds"));
        return scenario;
    }

    private static Scenario ReadMember(string folder, string name, DocumentNode at, Timestamp from, Timestamp to)
    {
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(folder))!, name);
        if (!File.Exists(Path.Combine(beside, ScenarioDocument.FileName))) throw at.Wrong($"there is no scenario {name} beside this one");
        if (ScenarioDocument.Answer(beside, (_, root) => IsJoint(root))) throw at.Wrong($"{name} has several markets itself");
        Scenario market = ScenarioDocument.Read(beside);
        MinuteBar[] bars = [.. market.Prices.Bars.Where(bar => bar.OpenTime >= from && bar.OpenTime < to)];
        bool isWhole = bars.Length > 0 && bars[0].OpenTime == from && bars[^1].OpenTime.AddNanos(MinuteBar.DurationNanos) == to;
        return isWhole
            ? market with { Prices = new PriceTable(market.Prices.Source, bars) }
            : throw at.Wrong($"its price table does not hold every minute from {ReportDocument.Time(from)} to {ReportDocument.Time(to)}");
    }
}
