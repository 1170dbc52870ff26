using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;
using Spillway.Simulation;

namespace Spillway.Cli.Commands;

/// <summary><c>doctor</c>: what is installed, what is missing, and which features that turns off.</summary>
internal sealed class DoctorCommand : Command
{
    public DoctorCommand(Terminal terminal)
        : base("doctor", "Say what is installed, what is missing, and what that turns off.")
    {
        Option<string?> json = CommonOptions.Json();
        Options.Add(json);
        SetAction(parsed => Write(terminal, parsed.GetValue(json)));
    }

    private static int Write(Terminal terminal, string? json)
    {
        List<(string Name, bool IsFine, string Finding)> findings =
        [
            ("runtime", true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
            ("processors", true, $"{Environment.ProcessorCount}; vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits"),
            ("repeatability", RuntimeInformation.ProcessArchitecture == Architecture.X64, "identical simulation results are promised for one binary on x64; the engine itself is identical everywhere"),
            ("scenarios", Library.Shipped.ScenarioNames.Count > 0, $"{Library.Shipped.ScenarioNames.Count} found; without any, only --prices with a scenario works"),
            ("report page", Output.ReportPage.IsBuilt, Output.ReportPage.IsBuilt ? "built" : "not built: simulate writes no report.html; install Node 20.19 or later and build again"),
            ("policies", Library.Shipped.PolicyNames.Count > 0, $"{Library.Shipped.PolicyNames.Count} found; market-order and exogenous are needed by every simulation"),
        ];
        bool isFine = findings.TrueForAll(finding => finding.IsFine);
        if (json is not null)
        {
            JsonArray list = [.. findings.Select(finding => (JsonNode)new JsonObject { ["name"] = finding.Name, ["fine"] = finding.IsFine, ["finding"] = finding.Finding })];
            terminal.WriteJson(new JsonObject { ["schema"] = "spillway.doctor/1", ["findings"] = list }, json);
        }
        if (json != "-")
        {
            foreach ((string name, bool fine, string finding) in findings) terminal.Output.WriteLine($"{(fine ? "ok     " : "missing")} {name}: {finding}");
        }
        return isFine ? ExitCode.Done : ExitCode.Failed;
    }
}
