using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spillway.Benchmarks;
using Spillway.Benchmarks.Probe;

namespace Spillway.Cli.Output;

/// <summary>What a bench run measured: a table for people, <c>spillway.bench/1</c> for machines.</summary>
internal static class BenchReport
{
    public static void Write(Terminal terminal, BenchResult result, bool withDetails)
    {
        BenchMachine machine = result.Machine;
        IAnsiConsole tables = terminal.Tables;
        tables.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryMebibytes:N0} MiB; {machine.System}"));
        tables.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{machine.Runtime}; spillway {machine.Version}; {machine.Date:yyyy-MM-dd HH:mm} UTC"));
        tables.WriteLine($"probe before: {Words(machine.Before)}");
        tables.WriteLine($"probe after:  {Words(machine.After)}");
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("row").AddColumn("what");
        foreach (string title in (string[])["value", "middle half", "× probe", "B/op", "target", "met"]) table.AddColumn(new TableColumn(title).RightAligned());
        foreach (BenchRow row in result.Rows) table.AddRow([.. Cells(row).Select(Markup.Escape)]);
        tables.Write(table);
        tables.WriteLine("× probe: how many random accesses (P1: reads of its columns; memory: cache lines of 64 B) one operation costs. Targets are for a quiet machine of this class.");
        if (!withDetails) return;
        foreach (string line in result.Details) tables.WriteLine(line);
    }

    public static JsonObject Document(BenchResult result) => new()
    {
        ["schema"] = "spillway.bench/1",
        ["machine"] = Machine(result.Machine),
        ["rows"] = new JsonArray([.. result.Rows.Select(Row)]),
    };

    private static string[] Cells(BenchRow row) =>
    [
        row.Id,
        row.Name,
        $"{Figure(row.Value)} {row.Unit}",
        row.Quartiles is { } half ? $"{Figure(half.Lower)}–{Figure(half.Upper)}" : "",
        Figure(row.RatioToProbe),
        row.AllocatedBytesPerOperation is { } bytes ? Figure(bytes) : "",
        row.Target is { } target ? $"{(row.IsLowerBetter ? "≤" : "≥")} {Figure(target)}" : "",
        row.Met switch { true => "yes", false => "no", _ => "" },
    ];

    // Three digits that count, whatever the size.
    private static string Figure(double value) =>
        value == 0 ? "0" : value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.0", >= 1 => "0.00", >= 0.001 => "0.000", _ => "0.0E+0" }, CultureInfo.InvariantCulture);

    private static string Words(ProbeReading probe) => string.Create(
        CultureInfo.InvariantCulture, $"sequential read {probe.ReadGigabytesPerSecond:F1} GB/s, random access {probe.RandomAccessNanos:F1} ns, dependent multiply {probe.MultiplyNanos:F2} ns");

    private static JsonNode Row(BenchRow row) => new JsonObject
    {
        ["id"] = row.Id,
        ["name"] = row.Name,
        ["value"] = row.Value,
        ["unit"] = row.Unit,
        ["better"] = row.IsLowerBetter ? "lower" : "higher",
        ["probe"] = new JsonObject { ["name"] = row.Probe.Name, ["value"] = row.Probe.Value, ["unit"] = row.Probe.Unit },
        ["ratioToProbe"] = row.RatioToProbe,
        ["target"] = row.Target,
        ["met"] = row.Met,
        ["allocatedBytesPerOperation"] = row.AllocatedBytesPerOperation,
    };

    public static JsonObject Machine(BenchMachine machine) => new()
    {
        ["processor"] = machine.Processor,
        ["cores"] = machine.Cores,
        ["memoryMebibytes"] = machine.MemoryMebibytes,
        ["system"] = machine.System,
        ["runtime"] = machine.Runtime,
        ["version"] = machine.Version,
        ["date"] = machine.Date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["probeBefore"] = Probe(machine.Before),
        ["probeAfter"] = Probe(machine.After),
    };

    private static JsonObject Probe(ProbeReading probe) => new()
    {
        ["readGigabytesPerSecond"] = probe.ReadGigabytesPerSecond,
        ["randomAccessNanos"] = probe.RandomAccessNanos,
        ["multiplyNanos"] = probe.MultiplyNanos,
    };
}
