namespace Spillway.Benchmarks;

/// <summary>What was measured is wrong: a check against a full scan failed, or a command of the stream was refused. A time of wrong work is worth nothing.</summary>
public sealed class MeasurementException : Exception
{
    /// <summary>A failed check.</summary>
    /// <param name="message">What was expected and what came out.</param>
    public MeasurementException(string message)
        : base(message)
    {
    }

    /// <summary>A failed check without words.</summary>
    public MeasurementException()
    {
    }

    /// <summary>A failed check with its cause.</summary>
    /// <param name="message">What was expected and what came out.</param>
    /// <param name="innerException">What went wrong below.</param>
    public MeasurementException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
