using System.Globalization;
using System.Text.Json.Nodes;

namespace Spillway.Simulation;

/// <summary>What a scenario assumes, as people read it: every number, its unit, and whether it was measured, fitted or assumed.</summary>
internal static class Assumptions
{
    /// <summary>All assumptions of a scenario, grouped; where markets differ, the value of each.</summary>
    public static JsonArray Of(VenueScenario venue)
    {
        JsonObject[][] markets = [.. venue.Markets.Select(Of)];
        IEnumerable<JsonNode> rows = markets[0].Select((row, i) => Merged(venue, [.. markets.Select(market => market[i])]));
        if (venue.Markets.Count == 1) return new JsonArray([.. rows]);
        return new JsonArray(
        [
            Row("in common", "crossShare", venue.Joint.CrossShare),
            Row("in common", "hedgedShare", venue.Joint.HedgedShare),
            Row("in common", "sharedMakers", venue.Joint.SharedMakers),
            .. rows,
        ]);
    }

    private static JsonObject Merged(VenueScenario venue, JsonObject[] rows)
    {
        string[] values = [.. rows.Select(row => row["value"]!.GetValue<string>())];
        if (values.Distinct().Count() > 1) rows[0]["value"] = string.Join(", ", values.Select((value, m) => $"{venue.Markets[m].Market.Symbol} {value}"));
        return rows[0];
    }

    private static JsonObject[] Of(Scenario scenario)
    {
        AccountTerms accounts = scenario.Accounts;
        LiquidityTerms liquidity = scenario.Liquidity;
        TraderTerms traders = scenario.Traders;
        string population = scenario.PopulationNote.Length == 0 ? "assumed" : "fitted";
        return
        [
            Row("path", "theta", scenario.Theta, scenario.Kind == ScenarioKind.Recorded ? "fitted" : "assumed"),
            Row("path", "openInterest", scenario.OpenInterestUsd, "assumed"),
            Row("accounts", "accounts.count", accounts.Count),
            Row("accounts", "accounts.sizeTail", accounts.SizeTail),
            Row("accounts", "accounts.sizeCapShare", accounts.SizeCapShare),
            Row("accounts", "accounts.longLeverage", accounts.LongLeverage, population),
            Row("accounts", "accounts.shortLeverage", accounts.ShortLeverage, population),
            Row("accounts", "accounts.leverageSigma", accounts.LeverageSigma),
            Row("accounts", "accounts.leverageMost", accounts.LeverageMost),
            Row("accounts", "accounts.entrySigma", accounts.EntrySigma),
            Row("accounts", "accounts.coinShare", accounts.CoinShare),
            Row("accounts", "accounts.softShare", accounts.SoftShare),
            Row("accounts", "accounts.reservedShare", accounts.ReservedShare),
            Row("accounts", "accounts.reserveShare", accounts.ReserveShare),
            Row("liquidity", "liquidity.makers", liquidity.Makers),
            Row("liquidity", "liquidity.depthShare", liquidity.DepthShare, population),
            Row("liquidity", "liquidity.withdrawal", liquidity.Withdrawal),
            Row("liquidity", "liquidity.withdrawalMove", liquidity.WithdrawalMove),
            Row("liquidity", "liquidity.returnSeconds", liquidity.ReturnSeconds),
            Row("liquidity", "liquidity.inventoryHalfLifeSeconds", liquidity.InventoryHalfLifeSeconds),
            Row("liquidity", "liquidity.arbitrageHalfLifeSeconds", liquidity.ArbitrageHalfLifeSeconds),
            Row("liquidity", "liquidity.noiseShare", liquidity.NoiseShare),
            Row("liquidity", "liquidity.delayMilliseconds", liquidity.DelayMilliseconds),
            Row("liquidity", "liquidity.venueBasis", liquidity.VenueBasis),
            Row("liquidity", "permanentShare", scenario.PermanentShare),
            Row("traders", "traders.momentumShare", traders.MomentumShare),
            Row("traders", "traders.stopShare", traders.StopShare),
            Row("traders", "traders.rehedgeShare", traders.RehedgeShare),
            Row("traders", "traders.rehedgeSeconds", traders.RehedgeSeconds),
            Row("traders", "traders.callShare", traders.CallShare),
            Row("traders", "traders.withdrawShare", traders.WithdrawShare),
            Row("traders", "traders.predatorShare", traders.PredatorShare),
            Row("backstops", "fundShare", scenario.FundShare),
            Row("backstops", "poolShare", scenario.PoolShare),
            Row("backstops", "bufferShare", scenario.BufferShare),
            Row("backstops", "nettingShare", scenario.NettingShare),
            Row("backstops", "takers.share", scenario.Takers.Share),
            Row("backstops", "takers.discount", (double)scenario.Takers.Discount),
            Row("backstops", "takers.unwindSeconds", scenario.Takers.UnwindSeconds),
            Row("backstops", "takers.lossShare", scenario.Takers.LossShare),
            Row("liquidity", "amm.share", scenario.Amm.Share),
            Row("liquidity", "amm.fee", (double)scenario.Amm.Fee),
            Row("liquidity", "amm.width", scenario.Amm.Width),
            Row("liquidity", "brokers.count", scenario.Brokers.Count),
            Row("liquidity", "brokers.depthShare", scenario.Brokers.DepthShare),
            Row("liquidity", "brokers.fee", (double)scenario.Brokers.Fee),
            Row("liquidity", "brokers.fixedCostUsd", scenario.Brokers.FixedCostUsd),
            Row("liquidity", "brokers.delayMilliseconds", scenario.Brokers.DelayMilliseconds),
            Row("liquidity", "brokers.sharedShare", scenario.Brokers.SharedShare),
            Row("backstops", "members.count", scenario.Members.Count),
            Row("backstops", "members.contributionShare", scenario.Members.ContributionShare),
            Row("backstops", "members.capitalShare", scenario.Members.CapitalShare),
            Row("backstops", "members.discount", (double)scenario.Members.Discount),
            Row("backstops", "members.unwindSeconds", scenario.Members.UnwindSeconds),
            Row("backstops", "keepers.count", scenario.Keepers.Count),
            Row("backstops", "keepers.share", scenario.Keepers.Share),
            Row("backstops", "keepers.gasUsd", scenario.Keepers.GasUsd),
            Row("backstops", "keepers.congestion", scenario.Keepers.Congestion),
            Row("backstops", "keepers.delaySeconds", scenario.Keepers.DelaySeconds),
            Row("backstops", "keepers.unwindSeconds", scenario.Keepers.UnwindSeconds),
        ];
    }

    private static JsonObject Row(string group, string path, double value, string kind = "assumed")
    {
        ScenarioField field = ScenarioField.All.Concat(ScenarioField.Joint).First(known => known.Path == path);
        return new JsonObject
        {
            ["group"] = group,
            ["name"] = $"{path}: {field.Meaning.Replace("`", "", StringComparison.Ordinal)}",
            ["value"] = value.ToString("0.######", CultureInfo.InvariantCulture),
            ["unit"] = field.Unit,
            ["source"] = kind == "fitted" ? "fitted to the anchors, docs/calibration.md" : "scenario document, docs/population.md",
            ["kind"] = kind,
        };
    }
}
