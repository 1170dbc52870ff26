using System.Runtime.CompilerServices;
using System.Text;

namespace Spillway.Storage;

/// <summary>How a journal is written.</summary>
public sealed record JournalOptions
{
    /// <summary>Version of the engine whose commands the journal holds; only the same version replays to the same state. 1 to 52 bytes of UTF-8.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or holds a NUL.</exception>
    public required string EngineVersion
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            if (value.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("an engine version holds no NUL", nameof(value));
            _ = Within(Encoding.UTF8.GetByteCount(value), 1, SegmentHeader.EngineVersionBytes);
            field = value;
        }
    }

    /// <summary>Bytes to which a segment file is preallocated, 1 KiB to 1 TiB; a group that is larger grows its segment. Default 64 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside these bounds.</exception>
    public long SegmentBytes { get; init => field = Within(value, 1L << 10, 1L << 40); } = 64L << 20;

    /// <summary>Bytes of records held back until they are committed together, 1 KiB to 64 MiB. Default 64 KiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside these bounds.</exception>
    public int BufferBytes { get; init => field = (int)Within(value, 1L << 10, 64L << 20); } = 64 << 10;

    /// <summary>Whether a commit waits until the medium holds it. Without, a commit survives the death of the process but not of the machine.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Whether the journal holds encrypted records (format 2): who opens it to append must say the same as who created it. Default false.</summary>
    public bool HoldsSecrets { get; init; }

    private static long Within(long value, long least, long most, [CallerMemberName] string property = "") => value >= least && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{property} is {least} to {most} bytes");
}
