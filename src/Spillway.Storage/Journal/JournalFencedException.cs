namespace Spillway.Storage;

/// <summary>The journal failed to reach its medium, so nothing more may be written: what is on disk is unknown until the journal is opened again.</summary>
public sealed class JournalFencedException : Exception
{
    /// <summary>Without a reason.</summary>
    public JournalFencedException()
    {
    }

    /// <summary>With the reason in words.</summary>
    public JournalFencedException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public JournalFencedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
