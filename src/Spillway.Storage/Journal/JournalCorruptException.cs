namespace Spillway.Storage;

/// <summary>A journal whose bytes are not what was written. Recovery refuses to guess: cutting here would drop commands that were acknowledged.</summary>
public sealed class JournalCorruptException : Exception
{
    /// <summary>Without a reason.</summary>
    public JournalCorruptException()
    {
    }

    /// <summary>With the reason in words.</summary>
    public JournalCorruptException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public JournalCorruptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With the place, what is wrong there and where the sound part ends.</summary>
    /// <param name="place">Where the damage was met.</param>
    /// <param name="reason">What is wrong there, in words.</param>
    internal JournalCorruptException(JournalPlace place, string reason)
        : base($"{place}: {reason}. Restore {place.File} from a copy; the groups sealed before this place are sound.")
    {
        Place = place;
        Reason = reason;
    }

    /// <summary>Where the damage was met.</summary>
    public JournalPlace Place { get; }

    /// <summary>What is wrong there, in words.</summary>
    public string Reason { get; } = "";
}
