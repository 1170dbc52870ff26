using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Spillway.Benchmarks.Probe;

/// <summary>Where and with what was measured: a figure without it says nothing.</summary>
internal static class Machine
{
    public static BenchMachine Describe(ProbeReading before, ProbeReading after)
    {
        string concurrent = GCSettings.LatencyMode == GCLatencyMode.Batch ? "" : ", concurrent";
        return new BenchMachine(
            Processor(),
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            $"{RuntimeInformation.FrameworkDescription}, GC {(GCSettings.IsServerGC ? "server" : "workstation")}{concurrent}",
            typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            DateTime.UtcNow,
            before,
            after);
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
    }
}
