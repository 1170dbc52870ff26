namespace Spillway.Benchmarks.Measure;

/// <summary>How long the rungs run.</summary>
/// <param name="Quick">A tenth of the work: for a look and for checking that every stream is still accepted.</param>
/// <param name="Rounds">Timed repetitions of each stream.</param>
internal sealed record RungOptions(bool Quick, int Rounds)
{
    /// <summary>Operations of a full run, or a tenth of them.</summary>
    public int Scaled(int operations) => Quick ? operations / 10 : operations;
}
