using Spillway.Core;

namespace Spillway.Liquidation;

/// <content>Snapshot and restore.</content>
public sealed partial class LiquidationDesk
{
    /// <summary>Writes cases, warnings and the netting book.</summary>
    public void Save(StateWriter writer)
    {
        Cases.Save(writer);
        Netting.Save(writer);
        writer.Write(Absorber.Index);
        writer.Write(resumeAt);
        writer.Write(warned.Count);
        foreach (AccountId account in warned)
        {
            writer.Write(account.Index);
            writer.Write(warnings[account.Index]);
        }
    }

    /// <summary>Reads back what <see cref="Save"/> wrote, into a desk without cases.</summary>
    public void Restore(ref StateReader reader)
    {
        int accounts = exchange.House.Accounts.Count;
        Cases = CaseTable.Restore(ref reader, accounts);
        Netting.Restore(ref reader, exchange.Markets.Count, accounts);
        Absorber = AccountId.FromIndex(reader.Read<int>());
        if (Absorber != AccountId.None && !exchange.House.Accounts.Exists(Absorber)) throw new InvalidStateException($"{Absorber} cannot be the absorber");
        resumeAt = reader.Read<int>();
        if (resumeAt < 0) throw new InvalidStateException($"service cannot go on at case {resumeAt}");
        int count = reader.Read<int>();
        if (count < 0 || count > accounts) throw new InvalidStateException($"{count} warnings for {accounts} accounts");
        warnings = new Warning[accounts];
        for (int i = 0; i < count; i++)
        {
            int account = reader.Read<int>();
            if (account < 0 || account >= accounts || warnings[account] != Warning.None) throw new InvalidStateException($"a warning names account {account}");
            warnings[account] = reader.Read<Warning>();
            if (warnings[account] is not (Warning.Called or Warning.Breached)) throw new InvalidStateException($"account {account} has an unknown warning");
            warned.Add(AccountId.FromIndex(account));
        }
    }
}
