namespace Spillway.Core;

/// <summary>A law of the engine is broken: the engine stops loudly rather than go on with wrong balances. Never thrown because of input.</summary>
public sealed class InvariantException : Exception
{
    /// <summary>Without a reason.</summary>
    public InvariantException()
    {
    }

    /// <summary>With the broken law in words.</summary>
    public InvariantException(string message)
        : base(message)
    {
    }

    /// <summary>With the broken law and its cause.</summary>
    public InvariantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
