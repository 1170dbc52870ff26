namespace Spillway.Storage;

/// <summary>A journal that is whole but does not lead to the recorded state: another engine version, or a broken engine.</summary>
public sealed class ReplayMismatchException : Exception
{
    /// <summary>Without a place.</summary>
    public ReplayMismatchException()
    {
    }

    /// <summary>With the place and both hashes in words.</summary>
    public ReplayMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public ReplayMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
