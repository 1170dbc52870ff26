namespace Spillway.Storage;

/// <summary>Appends records to a journal and commits them in groups. One writer a folder, one thread at a time.</summary>
/// <remarks>
/// <see cref="Append"/> copies into memory; <see cref="Commit"/> writes the group and its seal in one piece and, if durable, waits for the medium.
/// A host that must not wait keeps the writer on a thread of its own and hands it records through a queue.
/// After the first failure of a file the writer is fenced: a failed sync may have dropped the bytes it was for, so trying again would prove nothing.
/// </remarks>
public sealed class JournalWriter : IDisposable
{
    private readonly IJournalFolder folder;
    private readonly JournalOptions options;
    private readonly IDisposable claim;
    private readonly byte[] buffer;
    private readonly HashChain chain;
    private IJournalFile segment;
    private int segmentNumber;
    private long offset;
    private int used;
    private bool isClosed;
    private bool isDisposed;
    private Exception? fence;

    private JournalWriter(IJournalFolder folder, JournalOptions options, IDisposable claim, JournalReader? recovered)
    {
        this.folder = folder;
        this.options = options;
        this.claim = claim;
        buffer = GC.AllocateUninitializedArray<byte>(options.BufferBytes, pinned: true);
        EngineVersion = options.EngineVersion;
        RecoveredTail = recovered?.TornTail;
        if (recovered is not null) DeleteHeaderless(recovered);
        if (recovered is null || recovered.LastSegment < 0)
        {
            chain = new HashChain(HashChain.Start(options.EngineVersion));
            segment = CreateSegment(0);
        }
        else
        {
            chain = new HashChain(recovered.ChainHash);
            segmentNumber = recovered.LastSegment;
            offset = recovered.LastSealedEnd;
            isClosed = recovered.IsClosed;
            NextSequence = CommittedSequence = recovered.NextSequence;
            segment = ReopenSegment();
        }
    }

    /// <summary>Largest payload, bytes: 1 GiB. A larger state is appended as several snapshot records.</summary>
    public static int MaximumPayloadBytes => RecordHeader.MaximumPayloadBytes;

    /// <summary>Version of the engine whose commands the journal holds.</summary>
    public string EngineVersion { get; }

    /// <summary>Whether it may hold encrypted records.</summary>
    public bool HoldsSecrets => options.HoldsSecrets;

    /// <summary>Sequence that the next record will get.</summary>
    public long NextSequence { get; private set; }

    /// <summary>All records below this sequence are committed.</summary>
    public long CommittedSequence { get; private set; }

    /// <summary>The 32-byte hash of the last seal written.</summary>
    public ReadOnlySpan<byte> ChainHash => chain.Current;

    /// <summary>What opening cut off, because a crash had left it unfinished; null when nothing was.</summary>
    public JournalTornTail? RecoveredTail { get; }

    /// <summary>Starts a journal in a folder that does not exist or is empty.</summary>
    /// <param name="folder">Folder of the segment files to be.</param>
    /// <param name="options">How to write.</param>
    /// <exception cref="JournalFolderException">The folder is not empty, or another writer holds it.</exception>
    /// <exception cref="IOException">A file cannot be made, also because the disk is full.</exception>
    public static JournalWriter Create(string folder, JournalOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Create(new DiskFolder(folder), options);
    }

    /// <summary>Continues a journal after verifying all of it: cuts a torn tail and says so, refuses damage.</summary>
    /// <param name="folder">Folder of the segment files.</param>
    /// <param name="options">How to write; the engine version must be that of the journal.</param>
    /// <exception cref="JournalFolderException">The folder holds no journal, or one of another engine or format, or another writer holds it.</exception>
    /// <exception cref="JournalCorruptException">The journal is damaged; nothing was changed.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static JournalWriter Open(string folder, JournalOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Open(new DiskFolder(folder), options);
    }

    internal static JournalWriter Create(IJournalFolder folder, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        folder.CreateFolder();
        ThrowIfNotEmpty(folder);
        return Claimed(folder, held =>
        {
            ThrowIfNotEmpty(folder); // another writer may have come first
            return new JournalWriter(folder, options, held, recovered: null);
        });
    }

    internal static JournalWriter Open(IJournalFolder folder, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = SegmentName.Count(folder); // before the claim leaves its file in a folder that is no journal
        return Claimed(folder, held =>
        {
            using JournalReader reader = new(folder);
            while (reader.TryRead(out _))
            {
            }
            if (reader.EngineVersion.Length > 0 && !string.Equals(reader.EngineVersion, options.EngineVersion, StringComparison.Ordinal))
            {
                throw new JournalFolderException(
                    $"{folder.Path} was written by engine {reader.EngineVersion}, this is {options.EngineVersion}: "
                    + "continue with that engine, or start a new journal from a snapshot.");
            }
            if (reader.LastSegment >= 0 && reader.HoldsSecrets != options.HoldsSecrets)
            {
                throw new JournalFolderException(reader.HoldsSecrets
                    ? $"{folder.Path} keeps its secrets encrypted: continue with its key."
                    : $"{folder.Path} was begun without encryption (format {SegmentHeader.PlainVersion}): start a new journal from a snapshot.");
            }
            return new JournalWriter(folder, options, held, reader);
        });
    }

    /// <summary>Appends a record to the group that the next commit writes. Commits by itself when the buffer is full or too small for the record.</summary>
    /// <param name="kind">Any but a seal; encrypted records only where <see cref="HoldsSecrets"/>.</param>
    /// <param name="payload">Up to <see cref="MaximumPayloadBytes"/>; a state hash has 32 bytes. Copied.</param>
    /// <returns>Sequence of the record.</returns>
    /// <exception cref="ArgumentException">The kind is not one of these, or the payload has not a length of the kind. Nothing was appended.</exception>
    /// <exception cref="JournalFencedException">The journal failed, now or before.</exception>
    public long Append(JournalRecordKind kind, ReadOnlySpan<byte> payload)
    {
        ThrowIfUnusable();
        ThrowIfNoRecord(kind, payload.Length);
        if (kind > JournalRecordKind.Seal && !HoldsSecrets) throw new ArgumentException($"{kind} belongs into a journal that holds secrets", nameof(kind));
        int size = RecordHeader.BytesFor(payload.Length);
        if (size > buffer.Length - SealRecord.Size - used)
        {
            Commit();
            if (size > buffer.Length - SealRecord.Size) return AppendLarge(kind, payload);
        }
        RecordHeader.WriteRecord(buffer.AsSpan(used), kind, NextSequence, payload);
        used += size;
        return NextSequence++;
    }

    /// <summary>Writes what was appended and its seal; if durable, returns only once the medium holds them. Without new records it does nothing.</summary>
    /// <exception cref="JournalFencedException">
    /// The journal failed, now or before: which of the records since the last commit survived is known only after opening it again.
    /// </exception>
    public void Commit()
    {
        ThrowIfUnusable();
        if (used == 0) return;
        try
        {
            WriteGroup();
        }
        catch (Exception cause)
        {
            throw Fence(cause);
        }
    }

    /// <summary>Commits, confirms the end with an empty group and gives unused space back; after a failure it only lets go of the files.</summary>
    /// <exception cref="JournalFencedException">The last records could not be written: silence would lose them.</exception>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        try
        {
            if (fence is null) CloseCleanly();
        }
        catch (Exception cause)
        {
            throw Fence(cause);
        }
        finally
        {
            segment.Dispose();
            chain.Dispose();
            claim.Dispose();
        }
    }

    private static void ThrowIfNotEmpty(IJournalFolder folder)
    {
        if (SegmentName.Count(folder) > 0)
            throw new JournalFolderException($"{folder.Path} already holds a journal: open it to continue, or give another folder.");
    }

    private static JournalWriter Claimed(IJournalFolder folder, Func<IDisposable, JournalWriter> open)
    {
        IDisposable held = folder.Lock();
        try
        {
            return open(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static void ThrowIfNoRecord(JournalRecordKind kind, int payloadBytes)
    {
        if (kind is JournalRecordKind.None or JournalRecordKind.Seal or > JournalRecordKind.RevealedSecret)
            throw new ArgumentException($"{kind} is not appended by callers", nameof(kind));
        if (payloadBytes > MaximumPayloadBytes)
            throw new ArgumentException($"a payload of {payloadBytes} bytes is over the limit of {MaximumPayloadBytes}", nameof(payloadBytes));
        if (kind == JournalRecordKind.StateHash && payloadBytes != HashChain.HashBytes)
            throw new ArgumentException($"a state hash has {HashChain.HashBytes} bytes, not {payloadBytes}", nameof(payloadBytes));
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (fence is not null) throw Fence(fence);
    }

    private JournalFencedException Fence(Exception cause)
    {
        fence = cause;
        return new JournalFencedException(
            $"The journal {folder.Path} failed after {CommittedSequence} committed records and takes no more: {cause.Message} "
            + "Remove the cause and open it again.",
            cause);
    }

    private void WriteGroup()
    {
        MakeRoom(used + SealRecord.Size);
        chain.Append(buffer.AsSpan(0, used));
        chain.Seal();
        new SealRecord(NextSequence, chain.Current, used).Write(buffer.AsSpan(used));
        segment.Write(buffer.AsSpan(0, used + SealRecord.Size), offset);
        EndGroup(used);
    }

    /// <summary>Writes a record that the buffer cannot hold straight from the caller's memory, as a group of its own.</summary>
    private long AppendLarge(JournalRecordKind kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            int size = RecordHeader.BytesFor(payload.Length);
            MakeRoom((long)size + SealRecord.Size);
            Span<byte> head = buffer.AsSpan(0, RecordHeader.Size);
            Span<byte> padding = buffer.AsSpan(head.Length, size - head.Length - payload.Length);
            padding.Clear();
            new RecordHeader(payload.Length, kind, NextSequence, Crc32C.Of(payload, padding)).Write(head);
            chain.Append(head);
            chain.Append(payload);
            chain.Append(padding);
            chain.Seal();
            new SealRecord(++NextSequence, chain.Current, size).Write(buffer.AsSpan(head.Length + padding.Length));

            segment.Write(head, offset);
            segment.Write(payload, offset + head.Length);
            segment.Write(buffer.AsSpan(head.Length, padding.Length + SealRecord.Size), offset + head.Length + payload.Length);
            EndGroup(size);
            return NextSequence - 1;
        }
        catch (Exception cause)
        {
            throw Fence(cause);
        }
    }

    private void EndGroup(int groupBytes)
    {
        if (options.Durable) segment.Flush();
        offset += groupBytes + SealRecord.Size;
        used = 0;
        isClosed = groupBytes == 0;
        CommittedSequence = NextSequence;
    }

    /// <summary>Goes on to a new segment when a group does not fit, unless this one is empty: then the group grows it.</summary>
    private void MakeRoom(long groupBytes)
    {
        if (offset == SegmentHeader.Size || offset + groupBytes <= options.SegmentBytes) return;
        segment.SetLength(offset);
        segment.Dispose();
        segment = CreateSegment(segmentNumber + 1);
    }

    private IJournalFile CreateSegment(int number)
    {
        IJournalFile file = folder.Create(SegmentName.Of(number), options.SegmentBytes);
        try
        {
            Span<byte> header = stackalloc byte[SegmentHeader.Size];
            new SegmentHeader(HoldsSecrets ? SegmentHeader.SecretVersion : SegmentHeader.PlainVersion, number, CommittedSequence, chain.Current.ToArray(), number == 0 ? EngineVersion : "").Write(header);
            file.Write(header, 0);
            if (options.Durable)
            {
                file.Flush();
                folder.Flush();
            }
            segmentNumber = number;
            offset = SegmentHeader.Size;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Removes a last segment whose very header a crash cut short.</summary>
    private void DeleteHeaderless(JournalReader recovered)
    {
        if (recovered.LastSegment == recovered.SegmentCount - 1) return;
        folder.Delete(SegmentName.Of(recovered.SegmentCount - 1));
    }

    /// <summary>Cuts what a crash left after the last seal, so that no byte of it can ever pass for a record, and makes sure of what is before it.</summary>
    private IJournalFile ReopenSegment()
    {
        IJournalFile file = folder.OpenForWriting(SegmentName.Of(segmentNumber));
        try
        {
            if (RecoveredTail is not null) file.SetLength(offset);
            if (options.Durable)
            {
                // What recovery has read may be in the memory of the system only: the process may have died between its write and its flush.
                file.Flush();
                folder.Flush();
            }
            if (file.Length < options.SegmentBytes) file.SetLength(options.SegmentBytes);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void CloseCleanly()
    {
        if (used > 0) WriteGroup();
        if (!isClosed)
        {
            // The empty group: it lets a reader tell damage in the last real group from a torn write. It may pass the segment's size by its own.
            chain.Seal();
            new SealRecord(NextSequence, chain.Current, groupBytes: 0).Write(buffer);
            segment.Write(buffer.AsSpan(0, SealRecord.Size), offset);
            EndGroup(0);
        }
        segment.SetLength(offset);
    }
}
