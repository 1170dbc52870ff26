namespace Spillway.Storage;

/// <summary>Reads a journal forward and verifies every bit of it: checksums, sequences, the hash chain and the unused space.</summary>
/// <remarks>
/// A group is verified up to its seal before its first record is handed out, so nothing is ever read that a recovery would cut.
/// No allocation per record; the buffer grows to the largest group. Not thread-safe. A journal may be read while it is being written:
/// the reader then ends at a seal, and a group that is on its way shows as a <see cref="TornTail"/>.
/// </remarks>
public sealed class JournalReader : IDisposable
{
    private const int WindowBytes = 1 << 20;

    private readonly IJournalFolder folder;
    private readonly FileWindow window = new(WindowBytes);
    private IJournalFile? file;
    private HashChain? chain;
    private Exception? failure;
    private bool ended;
    private int segment = -1;
    private string segmentName = "";
    private long cursor;
    private long groupEnd;
    private long sealedEnd;

    internal JournalReader(IJournalFolder folder)
    {
        this.folder = folder;
        SegmentCount = SegmentName.Count(folder);
        if (SegmentCount == 0)
            throw new JournalFolderException($"{folder.Path} holds no journal: give the folder of a journal, or create one.");
        try
        {
            OpenNextSegment();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Version of the engine that wrote the journal; empty when not even the header of the first segment was written whole.</summary>
    public string EngineVersion { get; private set; } = "";

    /// <summary>Whether the journal may hold encrypted records: format 2.</summary>
    public bool HoldsSecrets { get; private set; }

    /// <summary>Records in the groups verified so far: the sequence after the last of them. Once the reader has ended, of the whole journal.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Where the record read last is: what to name when its payload makes no sense.</summary>
    public JournalPlace Place { get; private set; }

    /// <summary>The 32-byte hash of the last seal verified. Kept elsewhere, it later proves that nobody has rewritten the journal up to there.</summary>
    public ReadOnlySpan<byte> ChainHash => chain is null ? [] : chain.Current;

    /// <summary>What a crash cut short at the end, once the reader has reached it; otherwise null.</summary>
    public JournalTornTail? TornTail { get; private set; }

    internal int SegmentCount { get; }

    /// <summary>The segment that holds the last seal, −1 when there is none; once the reader has ended.</summary>
    internal int LastSegment { get; private set; } = -1;

    /// <summary>End of the last seal in it, or of its header.</summary>
    internal long LastSealedEnd => sealedEnd;

    /// <summary>Whether the last group is the empty one that a clean close leaves.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>Opens a journal at its first record.</summary>
    /// <param name="folder">Folder of the segment files.</param>
    /// <exception cref="JournalFolderException">The folder is missing, empty, lacks a segment, or holds anything else or another format.</exception>
    /// <exception cref="JournalCorruptException">The header of the first segment is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static JournalReader Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new JournalReader(new DiskFolder(folder));
    }

    /// <summary>Reads the next record; false at the end of the last sealed group.</summary>
    /// <param name="record">Valid until the next call.</param>
    /// <remarks>After an exception every later call throws the same one.</remarks>
    /// <exception cref="JournalCorruptException">The journal is damaged here.</exception>
    /// <exception cref="JournalFolderException">The next segment has a format that this version does not know.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public bool TryRead(out JournalRecord record)
    {
        if (cursor == groupEnd && !NextGroup())
        {
            record = default;
            return false;
        }
        RecordHeader header = RecordHeader.Read(window.Slice(cursor, RecordHeader.Size));
        ReadOnlySpan<byte> payload = window.Slice(cursor, header.RecordBytes).Slice(RecordHeader.Size, header.PayloadBytes);
        record = new JournalRecord(header.Kind, header.Sequence, payload);
        Place = new JournalPlace(segmentName, cursor, header.Sequence);
        cursor += header.RecordBytes;
        return true;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        failure ??= new ObjectDisposedException(nameof(JournalReader));
        cursor = groupEnd;
        file?.Dispose();
        chain?.Dispose();
    }

    /// <summary>Verifies groups until one holds a record; false at the end of the journal.</summary>
    private bool NextGroup()
    {
        if (failure is not null) throw failure;
        try
        {
            while (!ended)
            {
                window.Release(sealedEnd);
                if (IsUnwritten(window.Slice(sealedEnd, RecordHeader.Size)))
                    EndSegment();
                else if (VerifyGroup())
                    return true;
            }
            return false;
        }
        catch (Exception cause)
        {
            failure = cause; // or the next call would go on from a place that was never reached
            throw;
        }
    }

    /// <summary>Walks to the seal; true when the group holds records.</summary>
    private bool VerifyGroup()
    {
        long at = sealedEnd;
        for (long sequence = NextSequence; ; sequence++)
        {
            if (!RecordHeader.TryRead(window.Slice(at, RecordHeader.Size), out RecordHeader header))
                return Stop(at, at + RecordHeader.Size, sequence, "no record begins here: the checksum of its header does not hold");
            long end = at + header.RecordBytes;
            if (end > window.FileLength)
                return Stop(at, end, sequence, $"the record needs {header.RecordBytes} bytes, the file ends after {window.FileLength - at}");
            if (end - sealedEnd > RecordHeader.MaximumGroupBytes) throw Damage(at, sequence, "the group has no end");
            if (!header.Matches(window.Slice(at, header.RecordBytes))) return Stop(at, end, sequence, "the checksum of the payload does not hold");
            if (header.Sequence != sequence) throw Damage(at, sequence, $"the record says that it is number {header.Sequence}");
            if (header.Kind == JournalRecordKind.Seal) return VerifySeal(at, sequence);
            at = end;
        }
    }

    private bool VerifySeal(long at, long sequence)
    {
        long groupBytes = at - sealedEnd;
        if (!SealRecord.TryRead(window.Slice(at, SealRecord.Size), out SealRecord seal))
            throw Damage(at, sequence, "the seal has not the shape of a seal");
        if (seal.GroupBytes != groupBytes) throw Damage(at, sequence, $"the seal closes {seal.GroupBytes} bytes, {groupBytes} were found");
        Span<byte> hash = stackalloc byte[HashChain.HashBytes];
        seal.Hash.CopyTo(hash);
        chain!.Append(window.Slice(sealedEnd, (int)groupBytes));
        if (!chain.TrySeal(hash)) throw Damage(at, sequence, "the hash chain does not hold: records since the seal before were exchanged");

        IsClosed = groupBytes == 0;
        NextSequence = sequence;
        (cursor, groupEnd, sealedEnd) = (sealedEnd, at, at + SealRecord.Size);
        return !IsClosed;
    }

    /// <summary>Checks that the rest of the segment is unused and goes to the next one.</summary>
    private void EndSegment()
    {
        long stray = TornWrite.FirstWritten(file!, sealedEnd);
        if (stray >= 0)
        {
            const string reason = "a byte of the space that is not yet used is not zero";
            if (!IsLastSegment || !TornWrite.Explains(file!, sealedEnd, sealedEnd, sealedEnd + RecordHeader.Size, NextSequence))
                throw Damage(stray, NextSequence, reason);
            EndTorn(stray, NextSequence, sealedEnd, reason);
        }
        else if (IsLastSegment)
        {
            ended = true;
        }
        else
        {
            OpenNextSegment();
        }
    }

    private bool IsLastSegment => segment == SegmentCount - 1;

    private void OpenNextSegment()
    {
        file?.Dispose();
        segment++;
        segmentName = SegmentName.Of(segment);
        file = folder.OpenForReading(segmentName);
        window.Open(file);
        string? fault = SegmentHeader.Fault(window.Slice(0, SegmentHeader.Size), out int at);
        if (fault is not null)
        {
            StopAtHeader(at, fault);
            return;
        }
        uint version = SegmentHeader.VersionOf(window.Slice(0, SegmentHeader.Size));
        if (!SegmentHeader.IsKnown(version))
        {
            throw new JournalFolderException(
                $"{segmentName} in {folder.Path} has format {version}, this version reads formats {SegmentHeader.PlainVersion} and {SegmentHeader.SecretVersion}: "
                + "use the Spillway that wrote it.");
        }
        Enter(SegmentHeader.Read(window.Slice(0, SegmentHeader.Size)));
    }

    /// <summary>Checks that a segment continues the one before it.</summary>
    private void Enter(SegmentHeader header)
    {
        if (header.Number != segment)
            throw Damage(SegmentHeader.NumberAt, NextSequence, $"the file is segment {header.Number} of a journal under another name");
        if (header.FirstSequence != NextSequence)
            throw Damage(SegmentHeader.SequenceAt, NextSequence, $"the segment begins with record {header.FirstSequence}: records before it are missing");
        if (segment == 0)
        {
            EngineVersion = header.EngineVersion;
            HoldsSecrets = header.Version == SegmentHeader.SecretVersion;
            chain = new HashChain(HashChain.Start(EngineVersion));
        }
        if (!chain!.Current.SequenceEqual(header.Chain))
            throw Damage(SegmentHeader.ChainAt, NextSequence, "the hash chain does not hold: the segment does not follow the one before it");
        LastSegment = segment;
        sealedEnd = cursor = groupEnd = SegmentHeader.Size;
    }

    /// <summary>A header that does not check is torn when its end is missing and nothing follows; the segment then holds nothing.</summary>
    private void StopAtHeader(int at, string reason)
    {
        bool isTorn = IsLastSegment
            && !SegmentHeader.IsWhole(window.Slice(0, SegmentHeader.Size))
            && TornWrite.FirstWritten(file!, SegmentHeader.Size) < 0;
        if (!isTorn) throw Damage(at, NextSequence, reason);
        EndTorn(at, NextSequence, 0, reason);
    }

    /// <summary>Ends at the last seal when a torn write explains what was met; otherwise it is damage.</summary>
    private bool Stop(long at, long end, long sequence, string reason)
    {
        if (!IsLastSegment || !TornWrite.Explains(file!, sealedEnd, at, end, sequence)) throw Damage(at, sequence, reason);
        EndTorn(at, sequence, sealedEnd, reason);
        return false;
    }

    private void EndTorn(long at, long sequence, long tornFrom, string reason)
    {
        TornTail = new JournalTornTail(new JournalPlace(segmentName, at, sequence), reason, TornWrite.WrittenEnd(file!, tornFrom) - tornFrom);
        ended = true;
    }

    private JournalCorruptException Damage(long at, long sequence, string reason) =>
        new(new JournalPlace(segmentName, at, sequence), reason);

    private static bool IsUnwritten(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
