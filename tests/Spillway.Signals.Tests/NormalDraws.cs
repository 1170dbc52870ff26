namespace Spillway.Signals.Tests;

/// <summary>Standard normal draws by Box and Muller, the same for a seed on every run.</summary>
internal sealed class NormalDraws(int seed)
{
    private readonly Random random = new(seed);

    public double Next() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public double Exponential(double mean) => -mean * Math.Log(1 - random.NextDouble());
}
