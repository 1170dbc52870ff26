using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Spillway.Cli.Tests;

/// <summary>Ctrl-C as the shell sends it: the program of its own process, a real signal.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("spillway-interrupt-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Simulate_WhenInterrupted_KeepsTheFinishedSeedsAndExitsWith130()
    {
        using Process program = Start("simulate", "--seeds", "5000", "--policy", "market-order", "--threads", "1", "--out", folder);
        using CancellationTokenSource patience = new(Patience);
        string errors;
        try
        {
            errors = await program.StandardError.ReadLineAsync(patience.Token) + "\n"; // the first line of progress says that the work has begun
            await Interrupt(program);
            errors += await program.StandardError.ReadToEndAsync(patience.Token);
            await program.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }

        Assert.Equal(130, program.ExitCode);
        Assert.Contains("spillway: interrupted", errors, StringComparison.Ordinal);
        string file = Path.Combine(folder, "result.json");
        bool isKept = errors.Contains("that were finished is kept", StringComparison.Ordinal);
        Assert.Equal(isKept, File.Exists(file));
        if (isKept) Assert.False(JsonNode.Parse(await File.ReadAllTextAsync(file))!["complete"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Simulate_WhenItsGridIsInterrupted_KeepsTheFinishedCellsAndExitsWith130()
    {
        using Process program = Start("simulate", "avax-2025-10-10", "--seeds", "1", "--policy", "market-order", "--sensitivity", "--out", folder);
        using CancellationTokenSource patience = new(Patience);
        string? line, errors = "";
        try
        {
            do line = await program.StandardError.ReadLineAsync(patience.Token);
            while (line is not null && !line.StartsWith("cell 1 of 36", StringComparison.Ordinal));
            await Interrupt(program);
            errors = await program.StandardError.ReadToEndAsync(patience.Token);
            await program.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }

        Assert.Equal(130, program.ExitCode);
        Assert.Matches("spillway: interrupted; [1-9][0-9]? of 36 cells and 0 of 2 netting books are in the report", errors);
        Assert.True(File.Exists(Path.Combine(folder, "report.html")) || !errors.Contains("report.html", StringComparison.Ordinal));
        Assert.True(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "result.json")))!["complete"]!.GetValue<bool>());
    }

    // By way of env: whoever runs the tests in the background has them ignore Ctrl-C, and a program inherits that.
    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "spillway.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task Interrupt(Process program)
    {
        using Process kill = Process.Start("kill", ["-INT", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
