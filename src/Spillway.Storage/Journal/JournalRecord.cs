namespace Spillway.Storage;

/// <summary>One record of a journal. It points into the reader's buffer and is valid until the next read.</summary>
public readonly ref struct JournalRecord
{
    internal JournalRecord(JournalRecordKind kind, long sequence, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Sequence = sequence;
        Payload = payload;
    }

    /// <summary>What the payload is.</summary>
    public JournalRecordKind Kind { get; }

    /// <summary>Place in the order of all records, from 0 without gaps. Seals are not counted: it does not depend on how records were grouped.</summary>
    public long Sequence { get; }

    /// <summary>The bytes that were appended.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}
