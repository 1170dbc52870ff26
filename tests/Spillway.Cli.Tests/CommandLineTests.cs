using System.Text.Json.Nodes;

namespace Spillway.Cli.Tests;

/// <summary>The program as people meet it: exit codes, one clear line for a mistake, results on standard output.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spillway-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("simulate --sedes 3", "unknown option --sedes; did you mean \"--seeds\"?")]
    [InlineData("simulate --seeds 0", "--seeds: 1 to 10000 are allowed")]
    [InlineData("simulate --seeds -4", "--seeds: 1 to 10000 are allowed")]
    [InlineData("simulate --seed -1", "--seed")]
    [InlineData("simulate --seeds many", "--seeds")]
    [InlineData("simulate --theta 0", "--theta: a number above 0 up to 1 is allowed")]
    [InlineData("simulate --theta NaN", "--theta: a number above 0 up to 1 is allowed")]
    [InlineData("simulate --threads 0", "--threads: 1 to 1024 are allowed")]
    [InlineData("simulate --open-interest 1e300", "--open-interest")]
    [InlineData("simulate --open-interest 6e10", "--open-interest: 1000 to 50000000000 USD are allowed")]
    [InlineData("simulate --gate --hours 0", "--hours: 1 to 168 are allowed")]
    [InlineData("simulate --gate --hours 169", "--hours: 1 to 168 are allowed")]
    [InlineData("simulate --gate --hours many", "--hours")]
    [InlineData("simulate --gate --hours 1.5", "--hours")]
    [InlineData("simulate --hours 24", "--hours needs --gate")]
    [InlineData("simulate --gate --hours 168 --seeds 9", "--seeds times --hours: at most 1344 go with --gate")]
    [InlineData("simulate --gate --theta 0.5", "--theta does not go with --gate")]
    [InlineData("simulate --gate --policy spillway", "--policy does not go with --gate")]
    [InlineData("simulate --gate no-such-crash", "there is no scenario of that name")]
    [InlineData("simulate no-such-crash", "there is no scenario of that name")]
    [InlineData("simulate --policy spilway", "did you mean \"spillway\"?")]
    [InlineData("simulate --policy no-such-file.json", "there is no such file")]
    [InlineData("simulate --policy spillway,spillway", "is listed already")]
    [InlineData("simulate --prices no-such-file.csv", "no-such-file.csv")]
    [InlineData("replay no-such-folder", "no-such-folder")]
    [InlineData("explain no-such-file --case 1", "neither a journal nor an events file")]
    [InlineData("explain no-such-file", "--account A, --case N or --market SYMBOL is needed")]
    [InlineData("bench --only P99", "--only: there is no row \"P99\"; did you mean \"P")]
    [InlineData("bench --only books", "--only: there is no row \"books\"; known are P1, ")]
    [InlineData("bench --rounds 0", "--rounds: 1 to 1000 are allowed")]
    [InlineData("bench --out there", "--out needs --curves")]
    [InlineData("bench --curves --accounts-to 20000000", "--accounts-to: 100 to 10000000 are allowed")]
    [InlineData("bench --curves --only P2", "--only does not go with --curves")]
    [InlineData("bench --peers --only P2", "--peers does not go with --only")]
    [InlineData("bench --fast", "unknown option --fast")]
    [InlineData("plan --depth 4e8", "--notional")]
    [InlineData("plan --notional 1e6 --depth 4e8 --buffer 0.01", "--aversion and --buffer need --volatility")]
    [InlineData("plan --notional 1e6 --depth 4e8 --volatility 0.05 --buffer 0.01 --aversion 1", "give one of them")]
    [InlineData("plan --notional 1e6 --depth 4e8 --ltv 0.8", "--ltv and --pool go together")]
    [InlineData("simulate --journal-key host.key", "--journal-key: there is nothing to encrypt without --journal")]
    [InlineData("plan --notional 0 --depth 4e8", "--notional: 1 to 1000000000000 are allowed")]
    [InlineData("plan --notional 1e6 --depth 4e8 --half-life many", "--half-life")]
    [InlineData("plan --notional 1e6 --depth 4e8 --gamma-lambda 501", "--gamma-lambda: 0.001 to 500 are allowed")]
    [InlineData("plan route --sell 10", "--venues")]
    [InlineData("plan route --venues nowhere.json --sell 10", "nowhere.json: there is no such file")]
    [InlineData("plan route --venues nowhere.json --sell 0", "--sell: 1E-09 to 1000000000000000 are allowed (see 'spillway plan route --help')")]
    [InlineData("fly", "fly")]
    public async Task BadUsage_IsExitCodeTwoAndOneLineThatNamesIt(string line, string expected)
    {
        (int code, string output, string error) = await Run(line);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("{ \"name\": \"x\",\n \"release\": { \"amplificatoin\": 0.2 } }", ":2: release.amplificatoin: unknown field; did you mean \"amplification\"?")]
    [InlineData("{ \"name\": \"x\",\n\n \"release\": { \"amplification\": 2 } }", ":3: release.amplification: 2 is out of bounds; allowed is 0 to 1")]
    [InlineData("{ \"name\": \"x\", \"extends\": \"nobody\" }", "there is no policy of that name")]
    [InlineData("{ \"name\": ", "this is not JSON")]
    [InlineData("", "the document is empty")]
    public async Task WrongPolicyFile_IsNamedWithLineAndField(string document, string expected)
    {
        string file = Path.Combine(folder, "mine.json");
        await File.WriteAllTextAsync(file, document);
        (int code, _, string error) = await Run($"simulate --policy {file}");
        Assert.Equal(2, code);
        Assert.Contains("mine.json", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongPriceTable_IsNamedWithLineAndField()
    {
        string file = Path.Combine(folder, "prices.csv");
        await File.WriteAllTextAsync(file, "open_time,open,high,low,close,volume,quote_volume,trades,taker_buy_volume\n1760129340000,100,99,98,100,1,100,1,0\n");
        (int code, _, string error) = await Run($"simulate --prices {file}");
        Assert.Equal(2, code);
        Assert.Contains("prices.csv:2: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"count\": 20000", "\"count\": 4000.7", "scenario.json:23: accounts.count: 4000.7 is not a whole number; ")]
    [InlineData("\"count\": 20000", "\"count\": 2", "scenario.json:23: accounts.count: ")]
    [InlineData("\"symbol\": \"BTC-PERP\"", "\"symbol\": \"BTC/USD\"", "scenario.json:9: market.symbol: ")]
    public async Task WrongScenario_IsExitCodeTwoWithLineAndField(string from, string to, string expected)
    {
        string shipped = Path.Combine(AppContext.BaseDirectory, "scenarios"), mine = Path.Combine(shipped, "mine");
        Directory.CreateDirectory(mine);
        try
        {
            string text = await File.ReadAllTextAsync(Path.Combine(shipped, "btc-2025-10-10", "scenario.json"));
            await File.WriteAllTextAsync(Path.Combine(mine, "scenario.json"), text.Replace(from, to, StringComparison.Ordinal));
            File.Copy(Path.Combine(shipped, "btc-2025-10-10", "prices.csv"), Path.Combine(mine, "prices.csv"));
            (int code, string output, string error) = await Run("simulate mine");
            Assert.Equal(2, code);
            Assert.Empty(output);
            Assert.Contains(expected, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(mine, recursive: true);
        }
    }

    [Fact]
    public async Task Simulate_WithAJournal_CanBeReplayedAndExplained()
    {
        string prices = Path.Combine(folder, "prices.csv");
        await File.WriteAllTextAsync(prices, ShortCrash());
        (int code, string output, string error) = await Run($"simulate --prices {prices} --open-interest 5e8 --seeds 1 --journal --quiet --json - --out {folder}/run");
        Assert.True(code == 0, error);
        JsonNode result = JsonNode.Parse(output)!;
        Assert.Equal("spillway.result/1", result["schema"]!.GetValue<string>());
        Assert.Equal(["market-order", "hyperliquid", "dydx-v4", "spillway", "exogenous"], result["policies"]!.AsArray().Select(policy => policy!["name"]!.GetValue<string>()));
        Assert.Equal(42, result["policies"]![0]!["metrics"]!.AsObject().Count);
        Assert.True(File.Exists(Path.Combine(folder, "run", "result.json")));
        Assert.Contains("spillway.report/1", await File.ReadAllTextAsync(Path.Combine(folder, "run", "report.html")), StringComparison.Ordinal);

        (code, output, error) = await Run($"replay {folder}/run/journal-spillway --quiet --json -");
        Assert.True(code == 0, error);
        Assert.True(JsonNode.Parse(output)!["verifiedHashes"]!.GetValue<int>() >= 1);

        (code, string told, _) = await Run($"explain {folder}/run/journal-market-order --case 0");
        Assert.Equal(0, code);
        Assert.Contains("breached", told, StringComparison.Ordinal);
        (code, string filed, _) = await Run($"explain {folder}/run/events.jsonl.gz --case 0 --policy market-order");
        Assert.Equal(0, code);
        Assert.Equal(told.Split('\n').Length, filed.Split('\n').Length);
    }

    [Fact]
    public async Task Replay_OfDrawnSchedules_RecomputesEveryChildOrder()
    {
        string prices = Path.Combine(folder, "prices.csv"), policy = Path.Combine(folder, "drawn.json");
        await File.WriteAllTextAsync(prices, ShortCrash());
        await File.WriteAllTextAsync(policy, """{ "name": "drawn", "extends": "market-order", "release": { "schedule": "twap", "jitter": 0.3 } }""");
        (int code, _, string error) = await Run($"simulate --prices {prices} --theta 1 --open-interest 5e8 --seeds 1 --policy {policy} --journal --quiet --out {folder}/run");
        Assert.True(code == 0, error);
        (code, string output, error) = await Run($"replay {folder}/run/journal-drawn --quiet --json -");
        Assert.True(code == 0, error);
        JsonNode schedules = JsonNode.Parse(output)!["schedules"]!;
        Assert.True(schedules["confirmed"]!.GetValue<int>() > 20);
        Assert.Equal((0, 0), (schedules["differing"]!.GetValue<int>(), schedules["unrevealed"]!.GetValue<int>()));
        (_, output, _) = await Run($"explain {folder}/run/journal-drawn --case 0");
        Assert.Contains("drawn from seed 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NamesTheCheapestScheduleAndWhetherHidingPays()
    {
        (int code, string output, string error) = await Run("plan --notional 2e6 --depth 4e8 --half-life 30 --seconds 60 --gamma-lambda 10 --json -");
        Assert.True(code == 0, error);
        JsonNode plan = JsonNode.Parse(output)!;
        Assert.Equal(5_000, plan["cost"]!["block"]!.GetValue<double>(), 3);
        Assert.Equal(10_000 / (2 + (2 * Math.Log(2))), plan["cost"]!["obizhaevaWang"]!.GetValue<double>(), 6);
        Assert.Equal(1.399, plan["predation"]![0]!["costRatio"]!.GetValue<double>(), 3);
        Assert.True(plan["hidingPays"]!.GetValue<bool>());
        (_, output, _) = await Run("plan --notional 2e6 --depth 4e8 --gamma-lambda 0.1");
        Assert.Contains("Randomising does not pay", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithABuffer_FindsTheScheduleTheAccountSurvives()
    {
        (int code, string output, string error) = await Run("plan --notional 2e6 --depth 4e8 --seconds 60 --volatility 0.05 --buffer 0.01 --json -");
        Assert.True(code == 0, error);
        JsonNode risk = JsonNode.Parse(output)!["risk"]!;
        Assert.Equal(20_000, risk["equity"]!.GetValue<double>(), 6);
        Assert.InRange(risk["almgrenChriss"]!["bankruptBeforeFlat"]!.GetValue<double>(), 0, 0.0010001);
        Assert.Equal(61, risk["almgrenChriss"]!["holdings"]!.AsArray().Count);
        (_, output, _) = await Run("plan --notional 2e6 --depth 4e8 --seconds 60 --volatility 0.05 --buffer 0.0001");
        Assert.Contains("No schedule keeps the account solvent", output, StringComparison.Ordinal);
        (_, output, _) = await Run("plan --notional 2e6 --depth 4e8 --volatility 0.05 --aversion 1e-6");
        Assert.Contains("Risk aversion 1e-6 a USD.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OfABonus_SaysWhetherItHealsAndPays()
    {
        (int code, string output, string error) = await Run("plan --notional 1e6 --depth 4e8 --ltv 0.87 --bonus 0.05 --pool 2e7 --collateral 1e6 --json -");
        Assert.True(code == 0, error);
        JsonNode bonus = JsonNode.Parse(output)!["bonus"]!;
        Assert.Equal(0.8658, bonus["frontierLtv"]!.GetValue<double>(), 4);
        Assert.True(bonus["lowersHealth"]!.GetValue<bool>());
        (_, output, _) = await Run("plan --notional 1e6 --depth 4e8 --ltv 0.98 --pool 2e6");
        Assert.Contains("No bonus both pays the liquidator and heals", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_WithAKey_ReplaysWithItAndAfterTheRevealWithoutIt()
    {
        string key = Path.Combine(folder, "host.key"), policy = Path.Combine(folder, "sealed.json"), prices = Path.Combine(folder, "sealed.csv");
        await File.WriteAllBytesAsync(key, new byte[32]);
        await File.WriteAllTextAsync(prices, ShortCrash());
        await File.WriteAllTextAsync(policy, """{ "name": "sealed", "extends": "market-order", "release": { "schedule": "twap", "jitter": 0.3 } }""");
        (int code, _, string error) = await Run($"simulate --prices {prices} --theta 1 --open-interest 5e8 --seeds 1 --policy {policy} --journal --journal-key {key} --quiet --out {folder}/sealed");
        Assert.True(code == 0, error);
        (code, string with, error) = await Run($"replay {folder}/sealed/journal-sealed --journal-key {key} --quiet");
        Assert.True(code == 0, error);
        (code, string without, error) = await Run($"replay {folder}/sealed/journal-sealed --quiet");
        Assert.True(code == 0, error);
        Assert.Equal(with, without);
        (code, _, error) = await Run($"replay {folder}/sealed/journal-sealed --journal-key {folder}/none.key --quiet");
        Assert.Equal(2, code);
        Assert.Contains("none.key", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlanRoute_SplitsTheSaleAndNamesTheBestSinglePlace()
    {
        string file = Path.Combine(folder, "places.json");
        await File.WriteAllTextAsync(file, """
            { "venues": [
              { "name": "a", "type": "linear", "price": 100, "slope": 0.01 },
              { "name": "b", "type": "linear", "price": 99.9, "slope": 0.02 },
              { "name": "dear", "type": "book", "levels": [ { "price": 100, "size": 1000 } ], "fixedCost": 1000 } ] }
            """);
        (int code, string output, string error) = await Run($"plan route --venues {file} --sell 100 --json -");
        Assert.True(code == 0, error);
        JsonNode route = JsonNode.Parse(output)!;
        Assert.Equal([70.0, 30.0, 0.0], route["venues"]!.AsArray().Select(place => Math.Round(place!["sell"]!.GetValue<double>(), 6)));
        Assert.Equal("a", route["bestSingle"]!["name"]!.GetValue<string>());
        Assert.Equal(50 - (24.5 + 3 + 9), route["saving"]!.GetValue<double>(), 6);
        (_, output, _) = await Run($"plan route --venues {file} --sell 100");
        Assert.Contains("The best single place is a", output, StringComparison.Ordinal);
        Assert.Contains("█", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "venues": [ { "name": "a", "type": "linear", "price": 100 } ] }""", "venues[0]", "field \"slope\" is missing")]
    [InlineData("""{ "venues": [ { "name": "a", "type": "linear", "price": -1, "slope": 1 } ] }""", "venues[0].price", "out of bounds")]
    [InlineData("""{ "venues": [ { "name": "a", "type": "book", "levels": [ { "price": 1, "size": 1 }, { "price": 1, "size": 1 } ] } ] }""", "venues[0].levels[1].price", "put the best bid first")]
    [InlineData("""{ "venues": [ { "name": "a", "type": "concentrated", "price": 1, "lower": 2, "liquidity": 1 } ] }""", "venues[0].lower", "lower it below price")]
    [InlineData("""{ "venues": [ { "name": "a", "type": "pond" } ] }""", "venues[0].type", "is not a choice")]
    [InlineData("""{ "venues": [ { "name": "a", "type": "book", "levels": [ { "price": 1, "size": 1 } ] } ] }""", "venues", "together they take 1 of 100")]
    public async Task PlanRoute_OfABadFile_NamesFileFieldAndRemedy(string document, string field, string problem)
    {
        string file = Path.Combine(folder, "bad-places.json");
        await File.WriteAllTextAsync(file, document);
        (int code, _, string error) = await Run($"plan route --venues {file} --sell 100");
        Assert.Equal(2, code);
        foreach (string part in (string[])[file, field, problem]) Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Plan_OfAnAuction_SaysWhatItLosesAndWhichDecayIsCheapest()
    {
        (int code, string output, string error) = await Run("plan --notional 1e6 --depth 4e8 --auction 30 --block-seconds 12 --json -");
        Assert.True(code == 0, error);
        JsonNode auction = JsonNode.Parse(output)!["auction"]!;
        Assert.Equal(41.9, auction["lossVersusFairBps"]!.GetValue<double>(), 0.05);
        Assert.Equal(12.1, auction["secondsToFill"]!.GetValue<double>(), 0.05);
        Assert.True(auction["cheapest"]!["costBps"]!.GetValue<double>() < auction["costBps"]!.GetValue<double>());
        (_, output, _) = await Run("plan --notional 1e6 --depth 4e8 --auction 30 --block-seconds 12");
        Assert.Contains("loss against fair 41.9", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_WritesItsFiguresAndLeavesWithOneIfAHardOneFails()
    {
        (int code, string output, string error) = await Run($"simulate --gate --hours 1 --seeds 1 --threads 1 --quiet --json - --out {folder}/gate");
        Assert.Empty(error);
        JsonNode result = JsonNode.Parse(output)!;
        Assert.Equal("spillway.gate/1", result["schema"]!.GetValue<string>());
        Assert.Equal(result["passed"]!.GetValue<bool>() ? 0 : 1, code);
        Assert.Equal(6, result["figures"]!.AsArray().Count(figure => figure!["hard"]!.GetValue<bool>()));
        Assert.Equal(output.TrimEnd(), (await File.ReadAllTextAsync(Path.Combine(folder, "gate", "gate.json"))).TrimEnd());
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(folder, "gate", "gate.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_NameWhatShips()
    {
        Assert.Contains("btc-2025-10-10", (await Run("scenarios")).Output, StringComparison.Ordinal);
        Assert.Contains("spillway", (await Run("policies --json -")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("doctor")).Code);
    }

    private static async Task<(int Code, string Output, string Error)> Run(string line)
    {
        using StringWriter output = new(), error = new();
        int code = await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (code, output.ToString(), error.ToString());
    }

    // Eight minutes that lose a fifth: enough for liquidations, short enough for a test.
    private static string ShortCrash()
    {
        string text = "open_time,open,high,low,close,volume,quote_volume,trades,taker_buy_volume\n";
        decimal open = 1_000;
        for (int minute = 0; minute < 8; minute++)
        {
            decimal close = minute is < 2 or > 5 ? open : open * 0.95m;
            close = decimal.Round(close, 2);
            text += $"{1_760_129_340_000 + (minute * 60_000)},{open},{Math.Max(open, close) + 1},{Math.Min(open, close) - 1},{close},100000,100000000,1000,50000\n";
            open = close;
        }
        return text;
    }
}
