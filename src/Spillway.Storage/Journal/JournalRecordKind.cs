namespace Spillway.Storage;

/// <summary>What a journal record holds. Zero is no kind: it is what unwritten space reads as.</summary>
public enum JournalRecordKind : byte
{
    /// <summary>Unwritten space; never the kind of a record.</summary>
    None = 0,

    /// <summary>One command, in the engine's own encoding.</summary>
    Command = 1,

    /// <summary>The 32-byte hash of the engine's state after the record before it.</summary>
    StateHash = 2,

    /// <summary>The whole state of the engine after the record before it, or one part of it.</summary>
    Snapshot = 3,

    /// <summary>Closes a group commit and carries the hash chain. Written by <see cref="JournalWriter"/> alone and never handed out.</summary>
    Seal = 4,

    /// <summary>A command whose secret is encrypted. Format 2 only.</summary>
    SecretCommand = 5,

    /// <summary>A snapshot that is encrypted, because the state holds a secret. Format 2 only.</summary>
    SecretSnapshot = 6,

    /// <summary>A secret that the command before it revealed, for readers without the key. Format 2 only.</summary>
    RevealedSecret = 7,
}
