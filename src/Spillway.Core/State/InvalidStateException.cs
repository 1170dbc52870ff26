namespace Spillway.Core;

/// <summary>A snapshot that cannot be the state of an engine: damaged, cut off, or of another version.</summary>
public sealed class InvalidStateException : Exception
{
    /// <summary>Without a reason.</summary>
    public InvalidStateException()
    {
    }

    /// <summary>With the reason in words.</summary>
    public InvalidStateException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public InvalidStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
