using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Spillway.Simulation.Tests;

/// <summary>The recorded figures of docs/hyperliquid-2025-10-10.csv: consistent among themselves and with the page, and, where the data folder is there, made again from the record.</summary>
/// <remarks>The record does not ship; SPILLWAY_DATA names the folder with <c>hyperliquid-2025-10-10/</c>.</remarks>
public sealed class HyperliquidRecordTests
{
    private const string Page = "docs/hyperliquid-2025-10-10.md", Folder = "hyperliquid-2025-10-10", Shipped = "shipped figures";
    private const long FirstLiquidationSecond = 1_760_130_903; // 21:15:03 UTC

    private static readonly string[] Coins = ["BTC", "SOL", "XRP", "AVAX"];

    private static readonly string[][] Lines = [.. File.ReadLines(CheckoutFolder.PathOf("docs/hyperliquid-2025-10-10.csv")).Skip(1).Select(line => line.Split(','))];

    private static readonly Dictionary<string, double> Figures = Lines.ToDictionary(cells => cells[0], cells => Number(cells[2]), StringComparer.Ordinal);

    [Fact]
    public void Lines_OfTheTable_AreCompleteAndNameOneOfTwoKinds()
    {
        Assert.All(Lines, cells => Assert.Equal(5, cells.Length));
        Assert.All(Lines, cells => Assert.Contains(cells[3], new[] { "scale-free", "scale-bound" }));
        Assert.All(Lines, cells => Assert.NotEmpty(cells[4]));
        Assert.All(Lines.Where(cells => cells[1] == "share"), cells => Assert.InRange(Number(cells[2]), 0, 1));
        Assert.All(Lines.Where(cells => cells[1] == "count"), cells => Assert.Equal(Math.Round(Number(cells[2])), Number(cells[2])));
    }

    [Fact]
    public void Figures_OfTheWholeVenue_HaveTheKeysAndUnitsOfResults()
    {
        Dictionary<string, string> units = EpisodeFacts.All.ToDictionary(fact => fact.Key, fact => fact.Unit, StringComparer.Ordinal);
        string[] only = ["deleveragedGini", "deleveragedForTwoAccounts"]; // of the venue alone
        foreach (string[] cells in Lines.Where(cells => cells[0].StartsWith("all.", StringComparison.Ordinal)))
        {
            string key = cells[0].Split('.')[1];
            if (!only.Contains(key)) Assert.Equal(units[key], cells[1]);
        }
    }

    [Fact]
    public void Closes_FromPublishedCounts_AreHalfOfWhatBothPartiesSaw()
    {
        double liquidations = Figures["published.liquidationEvents"], deleveragings = Figures["published.deleveragingEvents"];
        Equal("record.bookCloses", (liquidations - deleveragings) / 2);
        Equal("record.closes", (liquidations + deleveragings) / 2);
        Equal("all.deleveragedCloseShare", deleveragings / Figures["record.closes"]);
        Equal("all.deleveragedCloseShare.low", deleveragings / liquidations);
        Equal("all.largestBurst", Figures["published.largestBurst"] / 2);
        Equal("all.largestBurstShare", Figures["all.largestBurst"] / Figures["record.closes"]);
        Equal("all.closesBeforeDeleveraging", Figures["published.liquidationsBeforeDeleveraging"] / 2);
        Equal("all.closesBeforeDeleveragingShare", Figures["all.closesBeforeDeleveraging"] / Figures["record.closes"]);
    }

    [Fact]
    public void DeleveragedShare_FromPublishedNotionals_IsTwiceThePublishedShare()
    {
        double liquidated = Figures["published.liquidationNotional"], deleveraged = Figures["published.deleveragedNotional"];
        Assert.Equal(Figures["published.totalNotional"], liquidated + deleveraged, 1.0);
        Near("all.deleveragedShare", deleveraged / (deleveraged + (liquidated - deleveraged) / 2));
        Near("all.deleveragedShare.low", deleveraged / liquidated);
        Near("all.deleveragedShare.published", deleveraged / Figures["published.totalNotional"]);
        Near("all.deleveragedShare", 2 * Figures["all.deleveragedShare.published"]);
    }

    [Fact]
    public void Ratios_OfEachCoin_FollowFromItsCounts()
    {
        foreach (string coin in Coins) Near(coin + ".deleveragingsPerAccount", Figures[coin + ".deleveragings"] / Figures[coin + ".deleveragedAccounts"]);
    }

    [Fact]
    public void Page_OfTheComparison_DefinesEveryFigure()
    {
        string page = File.ReadAllText(CheckoutFolder.PathOf(Page));
        foreach (string fact in EpisodeFacts.All.Select(fact => fact.Key)) Assert.Contains($"`{fact}`", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_OfTheComparison_StateTheRecordedFiguresAndGradeByThem()
    {
        int graded = 0;
        foreach (string[] row in Compared())
        {
            string key = row[0].Trim('`');
            double?[] low = [.. Coins.Select(coin => Recorded(coin, key, ".low"))], high = [.. Coins.Select(coin => Recorded(coin, key, ""))];
            double scale = row[1] == "%" ? 100 : 1;
            Assert.Equal(Text(key, row[1], low, high), row[2]);
            for (int i = 0; i < Coins.Length; i++)
            {
                if (high[i] is null) continue;
                Assert.Equal(row[3 + i].EndsWith("**met**", StringComparison.Ordinal), Overlaps(row[3 + i], low[i]!.Value * scale, high[i]!.Value * scale));
                graded++;
            }
        }
        Assert.True(graded >= 60, "the comparison has lost rows");
    }

    // Rows of the two comparisons: figure, unit, recorded, then a cell for each coin.
    private static IEnumerable<string[]> Compared() => File.ReadLines(CheckoutFolder.PathOf(Page))
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .Where(row => row.Length == 7 && Coins.Any(coin => Recorded(coin, row[0].Trim('`'), "") is not null));

    private static double? Recorded(string coin, string key, string end)
    {
        foreach (string name in new[] { $"{coin}.{key}{end}", $"{coin}.{key}", $"all.{key}{end}", $"all.{key}" })
        {
            if (Figures.TryGetValue(name, out double value)) return name.StartsWith("all.", StringComparison.Ordinal) && IsByCoin(key) ? null : value;
        }
        return null;
    }

    private static bool IsByCoin(string key) => Coins.Any(coin => Figures.ContainsKey($"{coin}.{key}"));

    private static string Text(string key, string unit, double?[] low, double?[] high)
    {
        string form = unit == "ratio" ? "0.00" : IsByCoin(key) || unit == "s" ? "0" : "0.0";
        double scale = unit == "%" ? 100 : 1;
        string Of(double? value) => value is { } number ? (number * scale).ToString(form, CultureInfo.InvariantCulture) : "–";
        if (IsByCoin(key)) return string.Join(" / ", high.Select(Of));
        return low[0] == high[0] ? Of(high[0]) : $"{Of(low[0])} – {Of(high[0])}";
    }

    // "38 (33 – 42, 11 seeds) **met**": whether the interval holds something of the recorded range.
    private static bool Overlaps(string cell, double low, double high)
    {
        string[] ends = cell[(cell.IndexOf('(', StringComparison.Ordinal) + 1)..cell.IndexOf(')', StringComparison.Ordinal)].Split(',')[0].Split(" – ");
        return Number(ends[0]) <= high && Number(ends[1]) >= low;
    }

    [Fact]
    public void Falls_BeforeTheRecordBegins_AreThoseOfThePage()
    {
        DateTimeOffset begin = DateTimeOffset.FromUnixTimeSeconds(FirstLiquidationSecond - 3);
        string[] shares = [.. Coins.Select(coin =>
        {
            string[][] bars = [.. File.ReadLines(CheckoutFolder.PathOf($"scenarios/{coin.ToLowerInvariant()}-2025-10-10/prices.csv")).Skip(1).Select(line => line.Split(','))];
            double open = Number(bars[0][1]), before = bars.Where(bar => Number(bar[0]) < begin.ToUnixTimeMilliseconds()).Min(bar => Number(bar[3]));
            return (100 * Math.Log(open / before) / Math.Log(open / bars.Min(bar => Number(bar[3])))).ToString("0", CultureInfo.InvariantCulture);
        })];
        string page = File.ReadAllText(CheckoutFolder.PathOf(Page)).ReplaceLineEndings(" ");
        Assert.Contains($"Bitcoin's bars had made {shares[0]} % of the fall, in log, Solana's", page, StringComparison.Ordinal);
        Assert.Contains($"{shares[1]} %, XRP's {shares[2]} %, Avalanche's {shares[3]} %", page.Replace("    ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>The records that are there: always the shipped table, and the raw ones where SPILLWAY_DATA names a data folder.</summary>
    public static TheoryData<string> Records()
    {
        string? data = Environment.GetEnvironmentVariable("SPILLWAY_DATA");
        if (string.IsNullOrEmpty(data)) return [Shipped];
        if (!Directory.Exists(data)) throw new DirectoryNotFoundException($"SPILLWAY_DATA: there is no folder {data}; name one, or unset it to test the shipped figures only");
        return [Shipped, .. Checks.Keys.Select(name => Path.Combine(data, Folder, name))];
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Figures_FromEachRecord_AreThoseOfTheTable(string record)
    {
        string[] raw = ["HyperMultiAssetedADL README", "from the lines above", .. Checks.Keys];
        if (record == Shipped) Assert.All(Lines, cells => Assert.Contains(cells[4], raw)); // nothing is quoted that no check could reach
        else Checks[Checks.Keys.Single(name => record.EndsWith(name, StringComparison.Ordinal))](record);
    }

    private static readonly Dictionary<string, Action<string>> Checks = new(StringComparer.Ordinal)
    {
        ["cascade_timing_results.json"] = CheckTiming,
        ["adl_flow_data.json"] = CheckFlow,
        ["adl_by_coin_REALTIME.csv"] = CheckCoins,
        ["adl_by_user_REALTIME.csv.gz"] = CheckAccounts,
        ["positions_FINAL.csv.gz"] = CheckPositions,
        ["insurance_fund_results.json"] = file => Near("published.negativeEquity", (double)Json(file)["total_negative_equity"]!),
        ["adl-waves/bad_debt_loser_waves.csv"] = CheckWaves,
    };

    private static void CheckTiming(string file)
    {
        JsonNode record = Json(file);
        (int Second, int Liquidations, int Deleveragings)[] seconds = [.. record["timeline"]!.AsArray().Select(entry => ((int)entry!["second"]!, (int)entry["liquidations"]!, (int)entry["adls"]!))];
        Equal("published.liquidationEvents", seconds.Sum(entry => entry.Liquidations));
        Equal("published.deleveragingEvents", seconds.Sum(entry => entry.Deleveragings));
        Equal("published.largestBurst", seconds.Max(entry => entry.Liquidations + entry.Deleveragings));
        Near("all.firstDeleveragingSeconds", (double)record["delay_seconds"]!);

        // Both parties of a fill are in the record: what is not a deleveraging comes in pairs, in every second.
        Assert.All(seconds, entry => Assert.True(entry.Liquidations >= entry.Deleveragings && (entry.Liquidations - entry.Deleveragings) % 2 == 0));
        (long Second, double Closes)[] closes = [.. seconds.Select(entry => ((long)entry.Second, (entry.Liquidations + entry.Deleveragings) / 2.0))];
        int first = seconds.First(entry => entry.Deleveragings > 0).Second;
        Equal("published.liquidationsBeforeDeleveraging", seconds.Where(entry => entry.Second < first).Sum(entry => entry.Liquidations));
        Equal("all.closesBeforeDeleveraging", closes.Where(entry => entry.Second < first).Sum(entry => entry.Closes));
        Near("all.worstMinuteCloseShare", WorstMinute(closes) / closes.Sum(entry => entry.Closes));
        Equal("all.halfSeconds", HalfSpan(closes));
        Equal("all.durationSeconds", closes[^1].Second - closes[0].Second);
        int[] book = [.. seconds.Where(entry => entry.Liquidations > entry.Deleveragings).Select(entry => entry.Second)];
        Equal("record.bookTimes", book.Length);
        Equal("record.bookGapSeconds", Quantile.OfSorted([.. book.Zip(book.Skip(1)).Select(pair => (double)(pair.Second - pair.First)).Order()], 0.5));
    }

    private static void CheckFlow(string file)
    {
        JsonNode record = Json(file);
        JsonNode[] times = [.. record["timeBuckets"]!.AsArray().Select(time => time!)];
        CheckShape("all", [.. times.Select(time => (SecondOf(time), (double)time["notionalInBucket"]!))]);
        foreach (string coin in Coins)
        {
            (long Second, double Usd)[] series = [.. times.Select(time => (SecondOf(time), (double?)time["adldByAsset"]![coin] ?? 0)).Where(entry => entry.Item2 > 0)];
            Equal(coin + ".firstDeleveragingAfter", series[0].Second - FirstLiquidationSecond);
            CheckShape(coin, series);
        }
        double[] closed = [.. record["topAccounts"]!["liquidated"]!.AsArray().Select(account => (double)account!["totalNotional"]!)];
        Near("all.deleveragedForTwoAccounts", closed.OrderDescending().Take(2).Sum() / (double)record["metadata"]!["totalNotionalUsd"]!);
        Equal("record.accountsClosedByDeleveraging.least", (int)record["metadata"]!["uniqueAccounts"]! - Figures["published.deleveragedAccounts"]);
    }

    private static void CheckShape(string name, (long Second, double Usd)[] series)
    {
        double all = series.Sum(entry => entry.Usd);
        Near(name + ".deleveragedWorstMinuteShare", WorstMinute(series) / all);
        Near(name + ".deleveragedLargestBurstShare", series.Max(entry => entry.Usd) / all);
        Equal(name + ".deleveragingTimes", series.Length);
    }

    private static void CheckCoins(string file)
    {
        // coin,adl_notional,closed_pnl,leverage_realtime,pnl_percent,is_negative_equity,num_users,num_events
        string[][] rows = [.. Rows(File.OpenRead(file))];
        Equal("published.instruments", rows.Length);
        Near("published.deleveragedNotional", rows.Sum(row => Number(row[1])));
        Near("published.deleveragingProfit", rows.Sum(row => Number(row[2])));
        Equal("published.negativeEquityAccounts", rows.Sum(row => Number(row[5])));
        Equal("published.deleveragingEvents", rows.Sum(row => Number(row[7])));
        foreach (string coin in Coins)
        {
            string[] row = rows.Single(row => row[0] == coin);
            Near(coin + ".deleveragedNotional", Number(row[1]));
            Equal(coin + ".deleveragedAccounts", Number(row[6]));
            Equal(coin + ".deleveragings", Number(row[7]));
        }
    }

    private static void CheckAccounts(string file)
    {
        // user,adl_notional,closed_pnl,leverage_realtime,pnl_percent,account_value_realtime,is_negative_equity,num_adl_events
        string[][] rows = [.. Rows(Unpacked(file))];
        Equal("published.deleveragedAccounts", rows.Length);
        Equal("published.deleveragingEvents", rows.Sum(row => Number(row[7])));
        Equal("record.negativeDeleveragedAccounts", rows.Count(row => row[6] == "True"));
        Near("all.deleveragedGini", Gini.Of([.. rows.Select(row => Number(row[1]))])!.Value);
    }

    private static void CheckPositions(string file)
    {
        // user_address,asset,side,position_size,entry_price,mark_price,absolute_pnl,pnl_percent,realized_pnl,unrealized_pnl,leverage_ratio,is_negative_equity,was_liquidated,was_adl,…
        string[][] rows = [.. Rows(Unpacked(file))];
        foreach (string coin in new[] { "BTC", "SOL" })
            Near(coin + ".deleveragedOverLiquidatedAccounts", rows.Count(row => row[1] == coin && row[13] == "True") / (double)rows.Count(row => row[1] == coin && row[12] == "True"));
    }

    private static void CheckWaves(string file)
    {
        string[][] rows = [.. Rows(File.OpenRead(file))]; // wave,t_start_ms,t_end_ms,n_rows,unique_losers,deficit_usd,max_loss_usd
        Equal("all.largestBurst", Number(rows[0][3]));
        Equal("record.firstBurstClosedAccounts", Number(rows[0][4]));
        Near("record.firstBurstDebt", Number(rows[0][5]));
        Equal("record.largestWaveClosedAccounts", rows.Max(row => Number(row[4])));
    }

    private static long SecondOf(JsonNode time) => (long)time["time"]! / 1000;

    private static double WorstMinute((long Second, double Amount)[] series) =>
        series.Max(start => series.Where(entry => entry.Second >= start.Second && entry.Second < start.Second + 60).Sum(entry => entry.Amount));

    private static long HalfSpan((long Second, double Amount)[] series)
    {
        double half = series.Sum(entry => entry.Amount) / 2;
        return (from start in series from end in series
                where end.Second >= start.Second && series.Where(entry => entry.Second >= start.Second && entry.Second <= end.Second).Sum(entry => entry.Amount) >= half
                select end.Second - start.Second).Min();
    }

    private static JsonNode Json(string file) => JsonNode.Parse(File.ReadAllBytes(file))!;

    private static GZipStream Unpacked(string file) => new(File.OpenRead(file), CompressionMode.Decompress);

    private static IEnumerable<string[]> Rows(Stream stream)
    {
        using StreamReader reader = new(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line.Split(',');
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Equal(string key, double actual) => Assert.Equal(Figures[key], actual, Math.Abs(Figures[key]) * 1e-12);

    private static void Near(string key, double actual) => Assert.Equal(Figures[key], actual, Math.Abs(Figures[key]) * 1e-8);
}
