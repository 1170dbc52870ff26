using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The seed that randomised schedules are drawn from: committed to before its first use, revealed after its last.</summary>
/// <remarks>
/// One at a time, numbered from 1. The secret comes in with its command and is state until it is revealed; listeners hear its SHA-256 first and the secret itself only then.
/// </remarks>
public sealed class ScheduleSeeds
{
    private SeedSecret secret;

    /// <summary>Number of the last seed committed to; zero before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether it is still secret, and so of use.</summary>
    public bool IsSecret { get; private set; }

    /// <summary>The secret while it is one, zeros otherwise; for who keeps the journal, not for listeners.</summary>
    public SeedSecret Secret => secret;

    /// <summary>Takes the next seed; the one before it has been revealed.</summary>
    public void Commit(in SeedSecret next, IEngineEvents events)
    {
        (Epoch, IsSecret, secret) = (Epoch + 1, true, next);
        events.On(new SeedCommitted(Epoch, next.Commitment()));
    }

    /// <summary>Tells the secret and forgets it.</summary>
    public void Reveal(IEngineEvents events)
    {
        events.On(new SeedRevealed(Epoch, secret));
        (IsSecret, secret) = (false, default);
    }

    internal ulong KeyOf(AccountId account, CaseId liquidation) => secret.KeyOf(account.Index, liquidation.Number);

    internal void Save(StateWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(IsSecret ? 1 : 0);
        writer.Write(secret);
    }

    internal void Restore(ref StateReader reader)
    {
        Epoch = reader.Read<int>();
        int known = reader.Read<int>();
        secret = reader.Read<SeedSecret>();
        IsSecret = known == 1;
        bool isSound = Epoch >= 0 && known is 0 or 1 && (IsSecret ? Epoch > 0 : secret == default);
        if (!isSound) throw new InvalidStateException($"there cannot be such a seed of epoch {Epoch}");
    }
}
