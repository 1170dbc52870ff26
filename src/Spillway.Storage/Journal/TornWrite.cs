using System.Buffers.Binary;

namespace Spillway.Storage;

/// <summary>Tells the remains of a write that a crash cut short from damage to what had been committed.</summary>
/// <remarks>
/// At most one group is being written at a time, into space that reads as zero, and every group ends with the seal's mark. So a torn write
/// shows something unwritten: its end is missing, or a sector of it is blank (a disk may keep sectors in any order). Whatever else does not
/// check is damage, and damage is never cut, for it may have been acknowledged. Why the two must be told apart: Alagappan et al.,
/// "Protocol-Aware Recovery for Consensus-Based Storage", FAST 2018.
/// </remarks>
internal static class TornWrite
{
    /// <summary>The smallest unit that a disk writes whole or not at all; larger ones are multiples of it.</summary>
    private const int SectorBytes = 512;

    private const int ChunkBytes = 1 << 16;
    private const ulong SealStart = ((ulong)JournalRecordKind.Seal << 32) | SealRecord.PayloadBytes;

    /// <summary>End of the last byte that is not zero, at or after an offset; the offset itself when there is none.</summary>
    internal static long WrittenEnd(IJournalFile file, long from)
    {
        byte[] chunk = new byte[ChunkBytes];
        for (long end = file.Length; end > from;)
        {
            long start = Math.Max(from, end - ChunkBytes);
            Span<byte> bytes = chunk.AsSpan(0, (int)(end - start));
            bytes = bytes[..file.Read(bytes, start)];
            int last = bytes.LastIndexOfAnyExcept((byte)0);
            if (last >= 0) return start + last + 1;
            end = start;
        }
        return from;
    }

    /// <summary>Offset of the first byte that is not zero, at or after an offset; −1 when there is none.</summary>
    internal static long FirstWritten(IJournalFile file, long from)
    {
        byte[] chunk = new byte[ChunkBytes];
        for (long start = from; ;)
        {
            int read = file.Read(chunk, start);
            if (read == 0) return -1;
            int first = chunk.AsSpan(0, read).IndexOfAnyExcept((byte)0);
            if (first >= 0) return start + first;
            start += read;
        }
    }

    /// <summary>Whether a torn write explains a record that does not check.</summary>
    /// <param name="file">The last segment.</param>
    /// <param name="groupStart">End of the last seal that holds.</param>
    /// <param name="brokenStart">Start of the first record that does not check.</param>
    /// <param name="brokenEnd">Its end, if its header holds; else the end of its header.</param>
    /// <param name="sequence">Sequence of the record that is due there.</param>
    internal static bool Explains(IJournalFile file, long groupStart, long brokenStart, long brokenEnd, long sequence)
    {
        long end = (WrittenEnd(file, groupStart) + 7) & ~7L;
        if (IsFollowedByRecord(file, brokenStart, sequence) || IsFollowedBySeal(file, groupStart, brokenStart, end)) return false;
        if (end < groupStart + SealRecord.Size || brokenEnd > end || !EndsWithMark(file, end)) return true;
        return HasBlankSector(file, groupStart, brokenStart, brokenEnd, end);
    }

    /// <summary>Whether the record that is due comes after the length of a seal: then the broken one was a seal, and a later write was begun.</summary>
    private static bool IsFollowedByRecord(IJournalFile file, long brokenStart, long sequence)
    {
        Span<byte> bytes = stackalloc byte[RecordHeader.Size];
        int read = file.Read(bytes, brokenStart + SealRecord.Size);
        return RecordHeader.TryRead(bytes[..read], out RecordHeader header) && header.Sequence == sequence;
    }

    /// <summary>Whether a later write has left its seal. A later write begins only once the one before it is on the medium.</summary>
    private static bool IsFollowedBySeal(IJournalFile file, long groupStart, long brokenStart, long end)
    {
        byte[] chunk = new byte[ChunkBytes];
        for (long start = brokenStart; start + SealRecord.Size <= end; start += ChunkBytes - SealRecord.Size + 8)
        {
            ReadOnlySpan<byte> bytes = chunk.AsSpan(0, file.Read(chunk, start));
            for (int at = 0; at + SealRecord.Size <= bytes.Length; at += 8)
            {
                if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) != SealStart || !SealRecord.TryRead(bytes[at..], out SealRecord seal)) continue;
                bool isLast = start + at + SealRecord.Size >= end;
                bool isOfThisGroup = start + at - seal.GroupBytes == groupStart;
                if (!isLast || !isOfThisGroup) return true;
            }
        }
        return false;
    }

    private static bool EndsWithMark(IJournalFile file, long end)
    {
        Span<byte> last = stackalloc byte[SealRecord.MarkBytes];
        return file.Read(last, end - last.Length) == last.Length && last.SequenceEqual(SealRecord.Mark);
    }

    private static bool HasBlankSector(IJournalFile file, long groupStart, long brokenStart, long brokenEnd, long end)
    {
        Span<byte> sector = stackalloc byte[SectorBytes];
        for (long start = brokenStart / SectorBytes * SectorBytes; start < brokenEnd; start += SectorBytes)
        {
            long from = Math.Max(start, groupStart);
            Span<byte> part = sector[..(int)(Math.Min(start + SectorBytes, end) - from)];
            if (!part[..file.Read(part, from)].ContainsAnyExcept((byte)0)) return true;
        }
        return false;
    }
}
