using System.Text.Json.Nodes;

namespace Spillway.Cli.Tests;

/// <summary><c>bench</c> as scripts meet it. Times are whatever the machine gives; nothing here depends on them.</summary>
public class BenchTests
{
    [Fact]
    public async Task Bench_WithJson_AnswersTheSchema()
    {
        (int code, string output, string error) = await Run("bench --quick --rounds 1 --only P3,P11,P11a --quiet --json -");
        Assert.True(code == 0, error);
        Assert.Empty(error);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Equal("spillway.bench/1", (string?)document["schema"]);
        Assert.True((int)document["machine"]!["cores"]! >= 1);
        Assert.Equal(["P3", "P11", "P11a"], document["rows"]!.AsArray().Select(row => (string?)row!["id"]));
        foreach (JsonNode? row in document["rows"]!.AsArray())
        {
            Assert.Contains("a tenth of the work", (string?)row!["name"], StringComparison.Ordinal);
            Assert.Equal("lower", (string?)row["better"]);
            Assert.True((double)row["value"]! > 0);
            Assert.Equal((string?)row["id"] == "P3" ? "ms" : "B", (string?)row["unit"]);
            Assert.Equal((double)row["value"]! <= (double)row["target"]!, (bool)row["met"]!);
            Assert.True((double)row["probe"]!["value"]! > 0);
            Assert.True((double)row["ratioToProbe"]! > 0);
            Assert.True(row.AsObject().ContainsKey("allocatedBytesPerOperation"));
        }
    }

    [Fact]
    public async Task Bench_WithoutJson_PrintsTheTableAndProgress()
    {
        (int code, string output, string error) = await Run("bench --quick --rounds 1 --only P11a --details");
        Assert.Equal(0, code);
        Assert.Contains("P11a", output, StringComparison.Ordinal);
        Assert.Contains("probe before: sequential read", output, StringComparison.Ordinal);
        Assert.Contains("opening 100,000 isolated accounts", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_WithCurves_WritesTheTableTheDocumentAndThePicture()
    {
        string folder = Path.Combine(Path.GetTempPath(), "spillway-curves-" + Guid.NewGuid().ToString("N"));
        try
        {
            (int code, string output, string error) = await Run($"bench --curves --accounts-to 200 --quiet --out {folder}");
            Assert.True(code == 0, error);
            Assert.Contains("wakes a tick", output, StringComparison.Ordinal);
            JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "curves.json")))!;
            Assert.Equal("spillway.curves/1", (string?)document["schema"]);
            Assert.Equal(["accounts", "markets", "positions"], document["points"]!.AsArray().Select(point => (string?)point!["axis"]).Distinct());
            Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(folder, "curves.svg")), StringComparison.Ordinal);
            Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(folder, "crash-wakes.svg")), StringComparison.Ordinal);
            Assert.True(document["crash"]!.AsArray().Sum(minute => (long)minute!["wakesOneByOne"]!) > 0);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Output, string Error)> Run(string line)
    {
        using StringWriter output = new(), error = new();
        int code = await CommandLine.RunAsync(line.Split(' '), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
