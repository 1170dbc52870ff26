namespace Spillway.Storage;

/// <summary>The remains of a group commit that a crash cut short, after the last seal. None of it was ever acknowledged.</summary>
/// <param name="Place">Where reading stopped.</param>
/// <param name="Reason">What is wrong there, in words.</param>
/// <param name="Bytes">Bytes of the torn write, from the last seal to the last byte that reached the file.</param>
public sealed record JournalTornTail(JournalPlace Place, string Reason, long Bytes)
{
    /// <summary>In words.</summary>
    public override string ToString() => $"{Place}: {Reason}; {Bytes} bytes after the last seal were never committed";
}
