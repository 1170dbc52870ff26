using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Storage;

/// <summary>The payloads of records that carry a secret; the byte tables are in docs/journal-format.md.</summary>
/// <remarks>
/// Of a command only the secret is encrypted. In its place stands its commitment, which is public: who has no key sees everything else, and knows the secret when it is told.
/// Kind and sequence of the record are part of what is authenticated, so a record cannot be moved.
/// </remarks>
internal static class SecretRecord
{
    /// <summary>Bytes of a sealed command: envelope, command with the commitment in place of the secret, secret.</summary>
    internal const int CommandBytes = JournalKey.EnvelopeBytes + Command.SizeInBytes + SeedSecret.Size;

    /// <summary>Bytes of a revealed secret: epoch, four bytes of zero, secret.</summary>
    internal const int RevealBytes = 8 + SeedSecret.Size;

    private const int PlaceBytes = 9;

    /// <summary>Whether a command carries a secret.</summary>
    internal static bool IsSecret(in Command command) => command.Kind == CommandKind.CommitSeed;

    internal static byte[] Seal(JournalKey key, in Command command, long sequence)
    {
        CommitSeed body = command.CommitSeed;
        Command told = Command.CommitSeedOf(command.Time, body.Epoch, body.Secret.Commitment());
        Span<byte> plain = stackalloc byte[SeedSecret.Size], context = stackalloc byte[PlaceBytes + Command.SizeInBytes];
        SeedSecret secret = body.Secret;
        MemoryMarshal.Write(plain, in secret);
        WritePlace(context, JournalRecordKind.SecretCommand, sequence);
        MemoryMarshal.Write(context[PlaceBytes..], in told);
        byte[] payload = new byte[CommandBytes];
        context[PlaceBytes..].CopyTo(payload.AsSpan(JournalKey.EnvelopeBytes));
        key.Seal(plain, context, payload.AsSpan(0, JournalKey.EnvelopeBytes), payload.AsSpan(JournalKey.EnvelopeBytes + Command.SizeInBytes));
        return payload;
    }

    /// <summary>The command without its secret: the commitment stands in its place.</summary>
    internal static Command Told(ReadOnlySpan<byte> payload) => MemoryMarshal.Read<Command>(payload[JournalKey.EnvelopeBytes..]);

    /// <summary>The secret of a sealed command; false when the record is not what was sealed.</summary>
    internal static bool TryOpen(JournalKey key, ReadOnlySpan<byte> payload, long sequence, out SeedSecret secret)
    {
        Span<byte> plain = stackalloc byte[SeedSecret.Size], context = stackalloc byte[PlaceBytes + Command.SizeInBytes];
        WritePlace(context, JournalRecordKind.SecretCommand, sequence);
        payload.Slice(JournalKey.EnvelopeBytes, Command.SizeInBytes).CopyTo(context[PlaceBytes..]);
        bool isOpen = key.TryOpen(payload[..JournalKey.EnvelopeBytes], payload[(JournalKey.EnvelopeBytes + Command.SizeInBytes)..], context, plain);
        secret = isOpen ? MemoryMarshal.Read<SeedSecret>(plain) : default;
        return isOpen;
    }

    internal static byte[] SealState(JournalKey key, ReadOnlySpan<byte> state, long sequence)
    {
        Span<byte> context = stackalloc byte[PlaceBytes];
        WritePlace(context, JournalRecordKind.SecretSnapshot, sequence);
        byte[] payload = new byte[JournalKey.EnvelopeBytes + state.Length];
        key.Seal(state, context, payload.AsSpan(0, JournalKey.EnvelopeBytes), payload.AsSpan(JournalKey.EnvelopeBytes));
        return payload;
    }

    /// <summary>The state of a sealed snapshot; null when the record is not what was sealed.</summary>
    internal static byte[]? OpenState(JournalKey key, ReadOnlySpan<byte> payload, long sequence)
    {
        Span<byte> context = stackalloc byte[PlaceBytes];
        WritePlace(context, JournalRecordKind.SecretSnapshot, sequence);
        byte[] state = new byte[payload.Length - JournalKey.EnvelopeBytes];
        return key.TryOpen(payload[..JournalKey.EnvelopeBytes], payload[JournalKey.EnvelopeBytes..], context, state) ? state : null;
    }

    internal static void WriteReveal(Span<byte> payload, int epoch, in SeedSecret secret)
    {
        BinaryPrimitives.WriteInt64LittleEndian(payload, epoch);
        MemoryMarshal.Write(payload[8..], in secret);
    }

    internal static SeedSecret ReadReveal(ReadOnlySpan<byte> payload) => MemoryMarshal.Read<SeedSecret>(payload[8..]);

    /// <summary>Whether a payload can be that of a kind: the reader knows lengths only, not what is in them.</summary>
    internal static bool HasLength(JournalRecordKind kind, int bytes) => kind switch
    {
        JournalRecordKind.SecretCommand => bytes == CommandBytes,
        JournalRecordKind.SecretSnapshot => bytes >= JournalKey.EnvelopeBytes,
        JournalRecordKind.RevealedSecret => bytes == RevealBytes,
        _ => true,
    };

    /// <summary>Number of the key of a sealed payload.</summary>
    internal static string KeyId(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(payload[..JournalKey.IdBytes]);

    private static void WritePlace(Span<byte> context, JournalRecordKind kind, long sequence)
    {
        context[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(context[1..], sequence);
    }
}
