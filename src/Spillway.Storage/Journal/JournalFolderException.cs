namespace Spillway.Storage;

/// <summary>A folder that cannot be used as the journal it is asked to be: missing, empty, mixed with other files, in use, or of another version.</summary>
public sealed class JournalFolderException : Exception
{
    /// <summary>Without a reason.</summary>
    public JournalFolderException()
    {
    }

    /// <summary>With the reason and its remedy in words.</summary>
    public JournalFolderException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason, its remedy and its cause.</summary>
    public JournalFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
