namespace Spillway.Storage;

/// <summary>A journal holds a secret that nobody has revealed yet, and its key is missing or another one; or a file is no key.</summary>
public sealed class JournalKeyException : Exception
{
    /// <summary>Without a reason.</summary>
    public JournalKeyException()
    {
    }

    /// <summary>With the reason and its remedy in words.</summary>
    public JournalKeyException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason, its remedy and its cause.</summary>
    public JournalKeyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
