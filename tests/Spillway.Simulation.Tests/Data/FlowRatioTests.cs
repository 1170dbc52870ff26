using System.Globalization;
using System.IO.Compression;

namespace Spillway.Simulation.Tests;

/// <summary>The figures of docs/flow-ratio.md: consistent among themselves and with the shipped bars, and, where the data folder is there, made again from the raw records.</summary>
/// <remarks>The raw records do not ship; SPILLWAY_DATA names the folder with <c>hyperliquid-2025-10-10/</c> and <c>liquidations/</c>.</remarks>
public sealed class FlowRatioTests
{
    private const double Reported = 6.93e9, Hyperliquid = 5_511_042_925, Missed = 3;
    private const long TenToNine = 1_760_129_400_000; // 20:50 UTC
    private const string Bars = "shipped bars", VolumeRecord = "hyperliquid-2025-10-10/all_exchanges_usd_volume_2109_2200.csv.gz";
    private const string LiquidationRecord = "liquidations/binance_ethusdt_perp_1m_liquidations_2021-01-01_20.csv.gz";

    private static readonly Dictionary<string, double> Figures = File.ReadLines(CheckoutFolder.PathOf("docs/flow-ratio.csv")).Skip(1)
        .Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => Number(cells[1]), StringComparer.Ordinal);

    private static string[] Venues => [.. Figures.Keys.Where(key => key.StartsWith("volume.", StringComparison.Ordinal) && char.IsUpper(key["volume.".Length]))];

    [Fact]
    public void Volumes_OfVenuesAndOfCoins_AddUpToTheTable()
    {
        Near(Figures["volume.table"], Venues.Sum(key => Figures[key]));
        Near(Figures["volume.table"], Figures.Where(f => f.Key.StartsWith("volume.coin.", StringComparison.Ordinal)).Sum(f => f.Value));
    }

    [Fact]
    public void Ratios_FromVolumesAndTotals_AreThoseOfThePage()
    {
        double volume = Figures["volume.coin.btc"] * Figures["scale.btc"] + Figures["volume.coin.eth"] * Figures["scale.btc"]
            + Figures["volume.coin.sol"] * Figures["scale.sol"] + Figures["volume.coin.xrp"] * Figures["scale.xrp"] + Figures["volume.coin.other"] * Figures["scale.other"];
        double thinned = (Figures["volume.Binance"] + Figures["volume.OKX"]) / Figures["volume.table"];
        Near(Figures["volume.forty"], volume);
        Near(Figures["share.thinned"], thinned);
        Near(Figures["ratio.reported"], Reported / volume);
        Near(Figures["ratio.withoutHyperliquid"], (Reported - Hyperliquid) / volume);
        Near(Figures["ratio.low"], Missed * (Reported - Hyperliquid) / volume);
        Near(Figures["ratio.thinned"], Reported * (1 + (Missed - 1) * thinned) / volume);
        Near(Figures["ratio.all"], Missed * Reported / volume);
    }

    [Fact]
    public void Band_OfThePage_IsWithinTheRatiosItComesFrom()
    {
        Assert.Equal(0.030, Figures["ratio.low"], 3);
        Assert.InRange(0.12, Figures["ratio.thinned"], Figures["ratio.all"]);
        string page = File.ReadAllText(CheckoutFolder.PathOf("docs/flow-ratio.md"));
        Assert.Contains("| low | **0.030** |", page, StringComparison.Ordinal);
        Assert.Contains("| high | **0.12** |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Shape_OfTheShippedTable_IsOne()
    {
        double[] tops = [Figures["eth.top0.1"], Figures["eth.top1"], Figures["eth.top5"], Figures["eth.top20"], 1];
        Assert.Equal(tops.Order(), tops);
        Assert.All([.. tops, Figures["eth.longShare"], Figures["eth.worst40TopMinute"]], share => Assert.InRange(share, 0, 1));
        Assert.True(Figures["eth.activeAfterActive"] > Figures["eth.activeShare"], "liquidations do not cluster");
    }

    /// <summary>The records that are there: always the shipped bars, and the raw ones of the data folder where SPILLWAY_DATA names one.</summary>
    public static TheoryData<string> Records()
    {
        string? data = Environment.GetEnvironmentVariable("SPILLWAY_DATA");
        if (string.IsNullOrEmpty(data)) return [Bars];
        if (!Directory.Exists(data)) throw new DirectoryNotFoundException($"SPILLWAY_DATA: there is no folder {data}; name one, or unset it to test the shipped figures only");
        return [Bars, Path.Combine(data, VolumeRecord), Path.Combine(data, LiquidationRecord)];
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Figures_FromEachRecord_AreThoseOfThePage(string record)
    {
        if (record == Bars) CheckScales();
        else if (record.EndsWith(VolumeRecord, StringComparison.Ordinal)) CheckVolumes(record);
        else CheckShape(record);
    }

    private static void CheckScales()
    {
        foreach (string coin in new[] { "btc", "sol", "xrp" }) Near(Figures["scale." + coin], Traded(coin, 0, 40) / Traded(coin, 19, 70));
        Near(Figures["scale.other"], (Traded("sol", 0, 40) + Traded("xrp", 0, 40)) / (Traded("sol", 19, 70) + Traded("xrp", 19, 70)));
    }

    private static void CheckVolumes(string file)
    {
        string[][] futures = [.. Rows(file).Where(row => row[1] == "futures")]; // exchange,type,table,base,quote,usd_volume
        Assert.Equal(Venues.Order(StringComparer.Ordinal), futures.Select(row => "volume." + row[0]).Distinct().Order(StringComparer.Ordinal));
        foreach (IGrouping<string, string[]> venue in futures.GroupBy(row => row[0])) Near(Figures["volume." + venue.Key], venue.Sum(row => Number(row[5])));
        foreach (string coin in new[] { "btc", "eth", "sol", "xrp" }) Near(Figures["volume.coin." + coin], futures.Where(row => row[3] == coin).Sum(row => Number(row[5])));
    }

    private static void CheckShape(string file)
    {
        // timestamp_x,ask_price,bid_price,liquidated longs,liquidated shorts (ETH)
        (double Long, double Short)[] minutes = [.. Rows(file).Select(row => (Middle(row) * Number(row[3]), Middle(row) * Number(row[4])))];
        double[] both = [.. minutes.Select(m => m.Long + m.Short)];
        double total = both.Sum();
        double[] ordered = [.. both.OrderDescending()];
        double[] windows = [.. Enumerable.Range(0, both.Length - 39).Select(first => both.AsSpan(first, 40).ToArray().Sum())];
        int worst = Array.IndexOf(windows, windows.Max());
        Near(Figures["eth.minutes"], both.Length);
        Near(Figures["eth.usd"], total);
        Near(Figures["eth.longShare"], minutes.Sum(m => m.Long) / total);
        Near(Figures["eth.activeShare"], both.Count(v => v > 0) / (double)both.Length);
        Near(Figures["eth.activeAfterActive"], both.Zip(both.Skip(1)).Count(p => p.First > 0 && p.Second > 0) / (double)both.Count(v => v > 0));
        Near(Figures["eth.top0.1"], ordered.Take((int)(both.Length * 0.001)).Sum() / total);
        Near(Figures["eth.top1"], ordered.Take((int)(both.Length * 0.01)).Sum() / total);
        Near(Figures["eth.top5"], ordered.Take((int)(both.Length * 0.05)).Sum() / total);
        Near(Figures["eth.top20"], ordered.Take((int)(both.Length * 0.2)).Sum() / total);
        Near(Figures["eth.worst40Share"], windows[worst] / total);
        Near(Figures["eth.worst40TopMinute"], both.Skip(worst).Take(40).Max() / windows[worst]);
        foreach (int lag in new[] { 1, 5, 30 }) Near(Figures[$"eth.autocorrelation{lag}"], Autocorrelation(both, lag));
    }

    private static double Autocorrelation(double[] values, int lag)
    {
        double mean = values.Average();
        return values.Zip(values.Skip(lag)).Sum(p => (p.First - mean) * (p.Second - mean)) / values.Sum(v => (v - mean) * (v - mean));
    }

    private static double Traded(string coin, int first, int last) => File.ReadLines(CheckoutFolder.PathOf($"scenarios/{coin}-2025-10-10/prices.csv")).Skip(1)
        .Select(line => line.Split(','))
        .Where(cells => (long.Parse(cells[0], CultureInfo.InvariantCulture) - TenToNine) / 60_000 is { } minute && minute >= first && minute < last)
        .Sum(cells => Number(cells[6]));

    private static IEnumerable<string[]> Rows(string file)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line.Split(',');
    }

    private static double Middle(string[] row) => (Number(row[1]) + Number(row[2])) / 2;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) * 1e-8);
}
