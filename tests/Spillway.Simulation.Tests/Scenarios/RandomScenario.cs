using System.Globalization;
using System.Text.Json.Nodes;

namespace Spillway.Simulation.Tests;

/// <summary>A scenario document anywhere within the documented bounds, ends included; rules between fees and between tiers are kept. Few accounts.</summary>
/// <param name="picks">One number from 0 to <see cref="Most"/> for each of <see cref="Picks"/> values: from the lower to the upper bound.</param>
internal sealed class RandomScenario(int[] picks)
{
    public const int Most = 100;
    private const int TiersMost = 16, AccountsMost = 60;
    private int next;

    public static int Picks => ScenarioField.All.Count + (3 * TiersMost) + 2;

    public string Document()
    {
        JsonObject root = [];
        foreach (ScenarioField known in ScenarioField.All.Where(known => !known.Path.StartsWith("market.tiers", StringComparison.Ordinal))) Put(root, known);
        JsonNode market = root["market"]!;
        market["makerFee"] = Math.Max(market["makerFee"]!.GetValue<decimal>(), -market["takerFee"]!.GetValue<decimal>());
        market["tiers"] = new JsonArray([.. Tiers()]);
        return root.ToJsonString();
    }

    /// <summary>One minute that rises by up to a tenth, at a price anywhere in the range of tables.</summary>
    public string Prices()
    {
        decimal open = decimal.Round((decimal)Math.Pow(10, -9 + (18.0 * picks[^1] / Most)), 9);
        decimal high = Math.Min(1_000_000_000, decimal.Round(open * (1 + (picks[^2] / 1000m)), 9));
        return PriceFile.Lines(PriceFile.Header, string.Create(CultureInfo.InvariantCulture, $"1760129340000,{open},{high},{open},{high},1000,1000000,1000,500"));
    }

    private void Put(JsonObject root, ScenarioField field)
    {
        JsonObject section = root;
        string[] names = field.Path.Split('.');
        if (names.Length > 1) section = (JsonObject)(root[names[0]] ??= new JsonObject());
        section[names[^1]] = field.Path == "prices" ? "prices.csv" : field.Path == "kind" ? (Value(field) > field.Least ? "synthetic" : "recorded") : field.Kind is ScenarioFieldKind.Text or ScenarioFieldKind.Word ? Text(field) : Value(field);
    }

    private JsonValue Text(ScenarioField field) => JsonValue.Create(new string('x', (int)Value(field)));

    private decimal Value(ScenarioField field)
    {
        double share = picks[next++] / (double)Most, least = (double)field.Least, most = field.Path == "accounts.count" ? AccountsMost : (double)field.Most;
        double value = least > 0 && most > 100 * least ? least * Math.Pow(most / least, share) : least + ((most - least) * share);
        decimal exact = decimal.Round((decimal)value, field.Kind is ScenarioFieldKind.Number or ScenarioFieldKind.Rate ? 6 : 0);
        return Math.Clamp(exact, field.Least, field.Most);
    }

    private IEnumerable<JsonNode> Tiers()
    {
        int count = 1 + (picks[next++] * (TiersMost - 1) / Most);
        decimal from = 0;
        for (int i = 0; i < count; i++)
        {
            decimal maintenance = Rate(), initial = Math.Max(maintenance, Rate());
            yield return JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $"{{ \"fromShare\": {from}, \"initialRate\": {initial}, \"maintenanceRate\": {maintenance} }}"))!;
            from += 0.000001m + (picks[next++] * 0.006m);
        }
    }

    private decimal Rate() => Value(ScenarioField.All.Single(field => field.Path == "market.tiers[].maintenanceRate"));
}
