using System.Security.Cryptography;

namespace Spillway.Storage;

/// <summary>The key of a host under which a journal keeps secrets until they are revealed. What the engine executes and hashes is plain: the key changes no state.</summary>
/// <remarks>
/// AES-256-GCM with a nonce that is a keyed hash of what is encrypted and where: a crash may cut a record and the next one then stands under the same sequence, so a
/// sequence is no nonce. Two different records have the same nonce with probability 2^−96; the same record twice has the same bytes, and a journal is written the same on
/// every run. Form: P. Rogaway, T. Shrimpton, "Deterministic authenticated encryption", Eurocrypt 2006. Both keys come from the host's by HKDF (RFC 5869).
/// </remarks>
public sealed class JournalKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    internal const int IdBytes = 8, NonceBytes = 12, TagBytes = 16;

    /// <summary>Bytes before what is encrypted: number of the key, nonce, tag.</summary>
    internal const int EnvelopeBytes = IdBytes + NonceBytes + TagBytes;

    private readonly byte[] encryption, naming, id;

    /// <param name="secret">32 random bytes, used for nothing else. Copied.</param>
    /// <exception cref="JournalKeyException">It has another length.</exception>
    public JournalKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Size) throw new JournalKeyException($"a journal key has {Size} bytes, not {secret.Length}");
        encryption = Derived(secret, Size, "spillway journal encryption"u8);
        naming = Derived(secret, Size, "spillway journal nonce"u8);
        id = Derived(secret, IdBytes, "spillway journal key number"u8);
    }

    /// <summary>Number of the key, 16 hexadecimal digits: tells keys apart and nothing of the key.</summary>
    public string Id => Convert.ToHexStringLower(id);

    /// <summary>Reads a key.</summary>
    /// <param name="file">A file of exactly 32 bytes.</param>
    /// <exception cref="JournalKeyException">There is none; the message names file and remedy.</exception>
    public static JournalKey Read(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        const string remedy = "make one with 'head -c 32 /dev/urandom > FILE', readable by its owner alone";
        try
        {
            using FileStream stream = File.OpenRead(file);
            Span<byte> bytes = stackalloc byte[Size + 1];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read != Size) throw new JournalKeyException($"{file}: a journal key is a file of {Size} bytes, this one has {(read > Size ? "more" : $"{read}")}: {remedy}.");
            JournalKey key = new(bytes[..Size]);
            CryptographicOperations.ZeroMemory(bytes);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalKeyException($"{file}: the journal key cannot be read ({e.Message}): give the file of the key, or {remedy}.", e);
        }
    }

    /// <summary>Encrypts.</summary>
    /// <param name="plain">What must not be read.</param>
    /// <param name="context">What it belongs to; not encrypted and just as unchangeable.</param>
    /// <param name="envelope">Takes <see cref="EnvelopeBytes"/>.</param>
    /// <param name="cipher">Takes as many bytes as <paramref name="plain"/> has.</param>
    internal void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context, Span<byte> envelope, Span<byte> cipher)
    {
        id.CopyTo(envelope);
        Span<byte> nonce = envelope.Slice(IdBytes, NonceBytes);
        Nonce(plain, context, nonce);
        using AesGcm aes = new(encryption, TagBytes);
        aes.Encrypt(nonce, plain, cipher, envelope.Slice(IdBytes + NonceBytes, TagBytes), context);
    }

    /// <summary>Decrypts; false when a bit of envelope, context or cipher is not what was sealed.</summary>
    internal bool TryOpen(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> context, Span<byte> plain)
    {
        using AesGcm aes = new(encryption, TagBytes);
        try
        {
            aes.Decrypt(envelope.Slice(IdBytes, NonceBytes), cipher, envelope.Slice(IdBytes + NonceBytes, TagBytes), plain, context);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Whether an envelope was sealed with this key.</summary>
    internal bool Sealed(ReadOnlySpan<byte> envelope) => envelope[..IdBytes].SequenceEqual(id);

    private void Nonce(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context, Span<byte> nonce)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, naming);
        hash.AppendData(context); // of a fixed length for each kind of record
        hash.AppendData(plain);
        Span<byte> whole = stackalloc byte[HashChain.HashBytes];
        hash.GetHashAndReset(whole);
        whole[..NonceBytes].CopyTo(nonce);
    }

    private static byte[] Derived(ReadOnlySpan<byte> secret, int bytes, ReadOnlySpan<byte> purpose)
    {
        byte[] derived = new byte[bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, derived, salt: [], purpose);
        return derived;
    }
}
