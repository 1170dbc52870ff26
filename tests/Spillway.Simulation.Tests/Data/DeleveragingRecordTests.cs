using System.Globalization;
using System.IO.Compression;
using Spillway.Liquidation;

namespace Spillway.Simulation.Tests;

/// <summary>Sixteen waves of deleveraging on 2025-10-10, and the allocation of the engine on the same waves.</summary>
/// <remarks>
/// docs/deleveraging-waves.csv has the published figures of each wave. The record does not ship; where SPILLWAY_DATA names the folder with
/// <c>hyperliquid-2025-10-10/</c>, the table is checked against it and the engine's rule runs on the profits of the recorded winners.
/// </remarks>
public sealed class DeleveragingRecordTests
{
    private const string Page = "docs/deleveraging.md", Table = "docs/deleveraging-waves.csv", Shipped = "shipped figures";
    private const string Waves = "hyperliquid-2025-10-10/adl-waves/policy_per_wave_metrics.csv", Deficits = "hyperliquid-2025-10-10/adl-waves/bad_debt_loser_waves.csv";
    private const string Gaps = "hyperliquid-2025-10-10/adl-waves/two_pass_wave_coin_gap_per_contract_h0.csv", Accounts = "hyperliquid-2025-10-10/adl_by_user_REALTIME.csv.gz";

    // Column of the table and of the record. The last column of amounts is what winners could give at most: Σ u.
    private static readonly (string Shipped, string Recorded)[] Columns =
    [
        ("needed", "budget_needed"), ("queue", "budget_prod"), ("wholeContracts", "budget_contract_pr"), ("mirrorDescent", "budget_vector"), ("minMaxProgram", "budget_fixed_point_ilp_integer"),
        ("capacity", "total_cap"), ("deficit", "deficit_usd"), ("largestLoss", "max_loss_usd"), ("queueHaircut", "max_pct_prod"), ("wholeContractsHaircut", "max_pct_contract_pr"),
        ("mirrorDescentHaircut", "max_pct_vector"), ("minMaxProgramHaircut", "max_pct_fixed_point_ilp_integer"), ("profitHaircut", "max_pct_pnl_pr"), ("capacityHaircut", "max_pct_pr"),
    ];

    private static readonly Dictionary<string, double[]> Figures = Read(File.ReadLines(CheckoutFolder.PathOf(Table)));

    private static readonly string Text = File.ReadAllText(CheckoutFolder.PathOf(Page));

    /// <summary>What is at hand: always the shipped table, and the record where there is one.</summary>
    public static TheoryData<string> Records()
    {
        string? data = Environment.GetEnvironmentVariable("SPILLWAY_DATA");
        if (string.IsNullOrEmpty(data)) return [Shipped];
        if (!Directory.Exists(data)) throw new DirectoryNotFoundException($"SPILLWAY_DATA: there is no folder {data}; name one, or unset it to test the shipped figures only");
        return [Shipped, data];
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Table_OfTheWaves_HasThePublishedFigures(string record)
    {
        Assert.Equal(16, Figures["wave"].Length);
        if (record == Shipped) return;
        Dictionary<string, double[]> raw = Read(File.ReadLines(Path.Combine(record, Waves)));
        Assert.Equal(raw["wave"], Figures["wave"]);
        foreach ((string shipped, string recorded) in Columns)
        {
            double unit = shipped.EndsWith("Haircut", StringComparison.Ordinal) ? 1e-8 : 0.01;
            Assert.All(raw[recorded].Zip(Figures[shipped]), pair => Assert.InRange(pair.Second - pair.First, -0.51 * unit, 0.51 * unit));
        }
        // The needed budget is |price of execution − price of transfer| · quantity, added up over the coins of a wave.
        Dictionary<string, double[]> gaps = Read(File.ReadLines(Path.Combine(record, Gaps)));
        for (int i = 0; i < 16; i++)
        {
            double sum = gaps["wave"].Zip(gaps["gap_usd_x_qty"]).Where(gap => gap.First == raw["wave"][i]).Sum(gap => gap.Second);
            Assert.Equal(raw["budget_needed"][i], sum, 1e-6);
        }
        Assert.All(raw["deficit_usd"].Zip(Read(File.ReadLines(Path.Combine(record, Deficits)))["deficit_usd"]), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Queue_OverAllWaves_TookFourTimesWhatWasNeeded()
    {
        double[] over = [.. Difference("queue")];
        Assert.Equal(15_079_669.61, Figures["needed"].Sum(), 0.1);
        Assert.Equal(60_108_335.33, Figures["queue"].Sum(), 0.1);
        Assert.Equal(45_028_665.72, over.Sum(), 0.1);
        Assert.Equal(53_782_490.53, over.Sum(Math.Abs), 0.1);
        Assert.Equal([1, 2, 4, 5, 9, 10], Figures["wave"].Where((_, i) => over[i] < 0)); // in these it took too little
        Assert.Equal(0.73, over[Array.IndexOf(Figures["wave"], 13.0)] / over.Sum(), 0.005);
        States("15.08", "60.11", "45.03", "53.78");
    }

    [Fact]
    public void Deficits_OfTheWaves_CountOneAccountNineTimes()
    {
        double once = Figures["largestLoss"][0];
        int times = Figures["largestLoss"].Count(loss => loss == once);
        Assert.Equal((10_925_707.16, 9), (once, times));
        Assert.Equal(100_063_386.69, Figures["deficit"].Sum(), 0.1);
        Assert.Equal(12_657_729.41, Figures["deficit"].Sum() - ((times - 1) * once), 0.1);
        States("100.06", "12.66");
    }

    // Published as the sum over waves of |H − B| and of B · |m − m of the min-max program|: arXiv 2602.15182, equation 23 and table 2.
    [Theory]
    [InlineData("queue", 53_782_490.53, 11_077_031.68)]
    [InlineData("wholeContracts", 3_020_120.65, 384_064.35)]
    [InlineData("mirrorDescent", 1_793_022.03, 2_620_345.57)]
    [InlineData("minMaxProgram", 106_205.81, 0)]
    [InlineData("capacity", 0, 2_732_437.29)]
    public void Objective_OfEachPublishedRule_IsThatOfThePaper(string rule, double tracking, double fairness)
    {
        if (rule != "capacity") Assert.Equal(tracking, Difference(rule).Sum(Math.Abs), 0.2);
        Assert.Equal(fairness, DistanceFromProgram(Figures[rule + "Haircut"]), 1.0);
        States(Amount(tracking + fairness), Amount(Weighted(Figures[rule + "Haircut"])));
    }

    [Theory]
    [InlineData("queue", "0.754", "1.000")]
    [InlineData("wholeContracts", "0.115", "0.736")]
    [InlineData("minMaxProgram", "0.062", "0.374")]
    [InlineData("profit", "0.028", "0.185")]
    [InlineData("capacity", "0.013", "0.165")]
    [InlineData("mirrorDescent", "0.007", "0.023")]
    public void WorstHaircut_OverTheWaves_IsThatOfThePage(string rule, string mean, string most)
    {
        double[] haircuts = Figures[rule + "Haircut"];
        Assert.Equal((mean, most), (haircuts.Average().ToString("0.000", CultureInfo.InvariantCulture), haircuts.Max().ToString("0.000", CultureInfo.InvariantCulture)));
        States($"{mean} ({most})");
    }

    // Whose profit is whose in a wave is not in the record. So the capacity of each wave is spread over accounts in two ways: like the profits that the recorded
    // winners took over the whole event, or drawn with a heavy tail. What comes out must not depend on it.
    [Theory]
    [MemberData(nameof(Records))]
    public void EnginesRule_OnEachWave_PlacesTheBudgetToTheMicroDollarAtTheSmallestHaircut(string record)
    {
        long[] profits = record == Shipped ? Drawn() : Recorded(record);
        Outcome proRata = Run(new CappedProRata().Allocate, profits), minMax = Run(new MinMaxHaircut().Allocate, profits);
        Assert.Equal((0, 0), (proRata.Untracked, minMax.Untracked));
        double[] least = [.. Figures["needed"].Zip(Figures["capacity"], (needed, capacity) => needed / capacity)]; // no rule at all can have less
        Assert.All(minMax.Haircuts.Zip(least), pair => Assert.InRange(pair.First - pair.Second, -1e-6, 1e-6));
        Assert.All(proRata.Haircuts.Zip(minMax.Haircuts), pair => Assert.InRange(pair.First, pair.Second, pair.Second + 2e-6)); // a micro-dollar of a dollar

        // To the digits of the page the result is that of B / Σu, whoever the winners are.
        States($"**{minMax.Haircuts.Average().ToString("0.000", CultureInfo.InvariantCulture)} ({minMax.Haircuts.Max().ToString("0.000", CultureInfo.InvariantCulture)})**");
        States($"**{Amount(DistanceFromProgram(minMax.Haircuts))}**", $"**{Amount(Weighted(minMax.Haircuts))}**");
    }

    // The event as one round: the only one whose winners are on record one by one.
    [Theory]
    [MemberData(nameof(Records))]
    public void Winners_OfTheWholeEvent_AreChargedByAQueueWholeAndByTheEngineALittle(string record)
    {
        if (record == Shipped)
        {
            States("| queue by profit ratio × leverage | 855 | 1.000 | 4.2 % |");
            return;
        }
        Dictionary<string, double[]> accounts = ReadAccounts(record);
        long[] profits = [.. accounts["closed_pnl"].Select(profit => Math.Max(0, Micros(profit)))], queue = new long[profits.Length], proRata = new long[profits.Length], minMax = new long[profits.Length];
        long needed = Micros(Figures["needed"].Sum()), left = needed;
        foreach (int row in Enumerable.Range(0, profits.Length).OrderByDescending(row => accounts["leverage_realtime"][row] * accounts["pnl_percent"][row]))
            left -= queue[row] = Math.Min(left, profits[row]);
        Assert.Equal(0, new CappedProRata().Allocate(needed, profits, profits, profits.Length, proRata));
        Assert.Equal(0, new MinMaxHaircut().Allocate(needed, profits, profits, profits.Length, minMax));
        Assert.Equal((needed, needed, needed), (queue.Sum(), proRata.Sum(), minMax.Sum()));
        States(
            $"| queue by profit ratio × leverage | {Charged(queue, profits)} |",
            $"| `proRata` | {Charged(proRata, profits)} |",
            $"| `minMax` | {Charged(minMax, profits)} |");
    }

    // Accounts with less than a dollar of profit are left out of the haircut: of a few micro-dollars one is much.
    private static string Charged(long[] shares, long[] profits)
    {
        double haircut = shares.Zip(profits).Where(pair => pair.Second >= 1_000_000).Max(pair => (double)pair.First / pair.Second);
        long[] after = [.. Enumerable.Range(0, profits.Length).Where(row => profits[row] > 0).OrderByDescending(row => profits[row]).Select(row => profits[row] - shares[row])];
        double swapped = after.Zip(after.Skip(1)).Count(pair => pair.First < pair.Second) / (double)(after.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{shares.Count(share => share > 0):N0} | {haircut:0.000} | {100 * swapped:0.0} %");
    }

    private readonly record struct Outcome(long Untracked, double[] Haircuts);

    private static Outcome Run(Func<long, long[], long[], int, long[], long> allocate, long[] profits)
    {
        CappedProRata splitter = new();
        long[] boundless = [.. profits.Select(_ => 1L << 56)], capacity = new long[profits.Length], taken = new long[profits.Length];
        long untracked = 0;
        double[] haircuts = new double[16];
        for (int wave = 0; wave < 16; wave++)
        {
            splitter.Allocate(Micros(Figures["capacity"][wave]), profits, boundless, profits.Length, capacity);
            long needed = Micros(Figures["needed"][wave]);
            allocate(needed, capacity, capacity, capacity.Length, taken);
            untracked += Math.Abs(taken.Sum() - needed);
            haircuts[wave] = taken.Zip(capacity, (share, most) => most < 1_000_000 ? 0 : (double)share / most).Max(); // of those with a dollar or more
        }
        return new Outcome(untracked, haircuts);
    }

    private static long[] Drawn()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, 19_337).Select(_ => (long)Math.Min(1e12, 1_000 * Math.Pow(random.NextDouble(), -1 / 0.8)))]; // tail exponent of the record: 0.75 to 0.87
    }

    private static long[] Recorded(string record) => [.. ReadAccounts(record)["closed_pnl"].Select(profit => Math.Max(0, Micros(profit)))];

    private static Dictionary<string, double[]> ReadAccounts(string record)
    {
        using GZipStream unpacked = new(File.OpenRead(Path.Combine(record, Accounts)), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        return Read(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<double> Difference(string rule) => Figures[rule].Zip(Figures["needed"], (taken, needed) => taken - needed);

    private static double DistanceFromProgram(double[] haircuts) =>
        haircuts.Select((haircut, wave) => Figures["needed"][wave] * Math.Abs(haircut - Figures["minMaxProgramHaircut"][wave])).Sum();

    private static double Weighted(double[] haircuts) => haircuts.Select((haircut, wave) => Figures["needed"][wave] * haircut).Sum();

    private static long Micros(double usd) => (long)Math.Round(usd * 1e6);

    // In millions to three figures after the point: 2,732,437.29 is 2.732.
    private static string Amount(double usd) => (usd / 1e6).ToString("0.000", CultureInfo.InvariantCulture);

    private static void States(params string[] figures)
    {
        foreach (string figure in figures) Assert.Contains(figure, Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, double[]> Read(IEnumerable<string> lines)
    {
        string[][] rows = [.. lines.Select(line => line.Split(','))];
        return Enumerable.Range(0, rows[0].Length).ToDictionary(
            column => rows[0][column], column => rows.Skip(1).Select(row => double.TryParse(row[column], CultureInfo.InvariantCulture, out double value) ? value : double.NaN).ToArray(), StringComparer.Ordinal);
    }
}
