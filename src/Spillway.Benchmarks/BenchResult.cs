using Spillway.Benchmarks.Probe;

namespace Spillway.Benchmarks;

/// <summary>What a run measured.</summary>
/// <param name="Machine">Where, with what and when.</param>
/// <param name="Rows">The rows, in the order of <see cref="Bench.Ids"/>.</param>
/// <param name="Details">Lines about what happened while it was measured.</param>
public sealed record BenchResult(BenchMachine Machine, IReadOnlyList<BenchRow> Rows, IReadOnlyList<string> Details);

/// <summary>The machine, what ran on it, and what it gave before and after the measurements.</summary>
/// <param name="Processor">Model of the processor.</param>
/// <param name="Cores">Cores visible to the process.</param>
/// <param name="MemoryMebibytes">Memory that the process may use.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Runtime">Runtime and garbage collector.</param>
/// <param name="Version">Version and commit of the program.</param>
/// <param name="Date">When, UTC.</param>
/// <param name="Before">The probe before the first row.</param>
/// <param name="After">The probe after the last one.</param>
public sealed record BenchMachine(
    string Processor, int Cores, long MemoryMebibytes, string System, string Runtime, string Version, DateTime Date, ProbeReading Before, ProbeReading After);
