using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Storage;

/// <summary>Turns the sealed records of a journal back into what the engine is given: with the key, or without it once the secret was revealed.</summary>
/// <param name="folder">The journal: read a second time, for the secrets revealed in it, when a key is missing.</param>
/// <param name="key">The key; null for none.</param>
internal sealed class SecretReader(IJournalFolder folder, JournalKey? key)
{
    private Dictionary<SeedSecret, SeedSecret>? revealed; // by commitment

    /// <summary>The whole command of a sealed one; false when nobody can know its secret, and then it has a secret of zeros.</summary>
    /// <exception cref="JournalCorruptException">The record is not what was sealed.</exception>
    public bool TryRead(in JournalRecord record, JournalPlace place, out Command command)
    {
        CheckLength(in record, place);
        Command told = SecretRecord.Told(record.Payload);
        SeedSecret commitment = told.CommitSeed.Secret, secret;
        bool isKnown;
        if (Fits(in record))
        {
            isKnown = SecretRecord.TryOpen(key!, record.Payload, record.Sequence, out secret);
            if (!isKnown) throw new JournalCorruptException(place, $"the secret does not open under its own key {key!.Id}");
        }
        else
        {
            isKnown = (revealed ??= Scan()).TryGetValue(commitment, out secret);
        }
        if (isKnown && secret.Commitment() != commitment) throw new JournalCorruptException(place, "the secret is not the one that was committed to");
        command = Command.CommitSeedOf(told.Time, told.CommitSeed.Epoch, secret);
        return isKnown;
    }

    /// <summary>The state of a sealed snapshot; null without its key.</summary>
    /// <exception cref="JournalCorruptException">The record is not what was sealed.</exception>
    public byte[]? ReadState(in JournalRecord record, JournalPlace place)
    {
        CheckLength(in record, place);
        if (!Fits(in record)) return null;
        return SecretRecord.OpenState(key!, record.Payload, record.Sequence) ?? throw new JournalCorruptException(place, $"the snapshot does not open under its own key {key!.Id}");
    }

    /// <summary>Says which key is missing where, and what to do.</summary>
    public JournalKeyException Missing(string keyId, JournalPlace place, string what)
    {
        string given = key is null ? "no key was given" : $"the key given is {key.Id}";
        return new JournalKeyException($"{place}: {what} is encrypted under key {keyId}, and {given}: give the file of key {keyId}, or wait until the journal holds what was revealed.");
    }

    private bool Fits(in JournalRecord record) => key is not null && key.Sealed(record.Payload);

    private static void CheckLength(in JournalRecord record, JournalPlace place)
    {
        if (!SecretRecord.HasLength(record.Kind, record.Payload.Length)) throw new JournalCorruptException(place, $"a sealed record of {record.Payload.Length} bytes");
    }

    private Dictionary<SeedSecret, SeedSecret> Scan()
    {
        Dictionary<SeedSecret, SeedSecret> found = [];
        using JournalReader reader = new(folder);
        while (reader.TryRead(out JournalRecord record))
        {
            if (record.Kind != JournalRecordKind.RevealedSecret || !SecretRecord.HasLength(record.Kind, record.Payload.Length)) continue;
            SeedSecret secret = SecretRecord.ReadReveal(record.Payload);
            found[secret.Commitment()] = secret;
        }
        return found;
    }
}
