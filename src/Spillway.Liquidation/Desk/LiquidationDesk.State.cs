using Spillway.Core;

namespace Spillway.Liquidation;

/// <content>Snapshot and restore.</content>
public sealed partial class LiquidationDesk
{
    /// <summary>Writes cases, warnings, who agreed to what beforehand, what the fund paid, circuit breakers, the buffer pool, schedules with their seed, sampled premiums, what was adapted, curves of liquidity pools, quotes of brokers, clearing members with their bids, and auctions.</summary>
    public void Save(StateWriter writer)
    {
        Cases.Save(writer);
        Netting.Save(writer);
        Takers.Save(writer);
        TopUps.Save(writer);
        writer.Write(isSoft.Count(agrees => agrees));
        for (int i = 0; i < isSoft.Length; i++)
        {
            if (isSoft[i]) writer.Write(i);
        }
        writer.Write(Absorber.Index);
        writer.Write(Vault.Index);
        writer.Write(drawCount);
        writer.Write(resumeAt);
        writer.Write(warned.Count);
        foreach (AccountId account in warned)
        {
            writer.Write(account.Index);
            writer.Write(warnings[account.Index]);
            writer.Write(account.Index < softPpm.Length ? softPpm[account.Index] : 0);
        }
        draws.Save(writer);
        writer.WriteColumn<Money>(feesSeen);
        foreach (CircuitBreaker breaker in breakers) breaker.Save(writer);
        Pool.Save(writer);
        Seeds.Save(writer);
        Schedules.Save(writer);
        foreach (PremiumAverage premium in premiums) premium.Save(writer);
        foreach (AdaptiveMultiplier multiplier in multipliers) multiplier.Save(writer);
        delays.Save(writer);
        Liquidity.Save(writer);
        Away.Save(writer);
        Members.Save(writer);
        Auctions.Save(writer);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote, into a desk without cases.</summary>
    /// <param name="reader">At the state of the desk.</param>
    /// <param name="time">Time of the state.</param>
    public void Restore(ref StateReader reader, Timestamp time)
    {
        int accounts = exchange.House.Accounts.Count;
        Cases = CaseTable.Restore(ref reader, accounts, time.AddNanos(CooldownNanosMax), time.AddNanos(AuctionNanosMax));
        Netting.Restore(ref reader, exchange.Markets.Count, accounts);
        Takers.Restore(ref reader, exchange.Markets, accounts);
        TopUps.Restore(ref reader, accounts);
        RestoreSoft(ref reader, accounts);
        Absorber = AccountId.FromIndex(reader.Read<int>());
        if (Absorber != AccountId.None && !exchange.House.Accounts.Exists(Absorber)) throw new InvalidStateException($"{Absorber} cannot be the absorber");
        Vault = AccountId.FromIndex(reader.Read<int>());
        if (Vault != AccountId.None && !IsCrossAccount(Vault)) throw new InvalidStateException($"{Vault} cannot be the vault");
        drawCount = reader.Read<long>();
        if (drawCount < 0) throw new InvalidStateException($"{drawCount} draws cannot have been made");
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
            long soft = reader.Read<long>();
            if (soft is < 0 or > SoftPpmMost) throw new InvalidStateException($"account {account} cannot have been closed in part at a health of {soft} ppm");
            Grow(ref softPpm, AccountId.FromIndex(account));
            softPpm[account] = soft;
        }
        draws.Restore(ref reader, exchange.House.Assets.Count, time);
        Money[] seen = reader.ReadColumn<Money>(out int fees);
        if (fees > exchange.House.Assets.Count) throw new InvalidStateException($"fees of {fees} assets cannot have been seen");
        feesSeen = seen[..fees];
        foreach (Money fee in feesSeen)
        {
            if (fee < Money.Zero || fee.Units > limits.MaxSupplyUnits) throw new InvalidStateException($"fees of {fee} cannot have been seen");
        }
        RestoreBreakers(ref reader, time);
        Pool.Restore(ref reader, accounts, exchange.Markets.Count, time);
        bool isPoolFit = Pool.Account == AccountId.None || (IsCrossAccount(Pool.Account) && Pool.Account != Vault && Pool.Account != Absorber);
        if (!isPoolFit) throw new InvalidStateException($"{Pool.Account} cannot be the pool");
        Seeds.Restore(ref reader);
        Schedules.Restore(ref reader, Cases, time, Seeds.Epoch);
        RestoreFunding(ref reader, time);
        RestoreAdaptive(ref reader, time);
        Liquidity.Restore(ref reader, exchange.Markets, accounts, limits.MaxLiquidityPools);
        Away.Restore(ref reader, exchange.Markets, accounts, limits.MaxBrokers, time);
        RestoreMembers(ref reader);
        CheckLiquidity();
        CheckAway();
        Auctions.Restore(ref reader, Cases, exchange.Markets, time);
    }

    // Who quotes by a curve plays no other part.
    private void CheckLiquidity()
    {
        foreach (Market market in exchange.AllMarkets)
        {
            foreach (LiquidityPool pool in Liquidity.Of(market.Id))
            {
                bool isFit = !Cases.IsOpen(pool.Account) && !PlaysPart(pool.Account) && !Netting.Contains(market.Id, pool.Account) && exchange.House.FindOwnerSlot(pool.Account, market.Id) < 0;
                if (!isFit) throw new InvalidStateException($"{pool.Account} cannot have a curve");
            }
        }
    }

    // Quotes end with a case, and behind a curve stands a whole account.
    private void CheckAway()
    {
        foreach (Market market in exchange.AllMarkets)
        {
            CheckAway(Away.Of(market.Id, Side.Buy), market);
            CheckAway(Away.Of(market.Id, Side.Sell), market);
        }
    }

    private void CheckAway(ReadOnlySpan<AwayBook> books, Market market)
    {
        foreach (AwayBook book in books)
        {
            AccountId account = book.Terms.Account;
            InstrumentId isolated = exchange.House.Accounts.IsolatedInstrument(account);
            bool isFit = !Cases.IsOpen(account) && !Liquidity.Contains(account) && (isolated == InstrumentId.None || isolated == market.Id) && book.Terms.FixedCost.Units <= limits.MaxSupplyUnits;
            if (!isFit) throw new InvalidStateException($"{account} cannot relay a book");
        }
    }

    /// <summary>Whether an account is vault, absorber, buffer pool, standing taker or clearing member.</summary>
    public bool PlaysPart(AccountId account) => account == Vault || account == Absorber || IsPool(account) || Takers.IsPledged(account) || Members.Contains(account);

    // The soft zone begins at ten times maintenance margin at the most.
    private const long SoftPpmMost = 10 * RatePpm.Whole;

    private void RestoreSoft(ref StateReader reader, int accounts)
    {
        int count = reader.Read<int>();
        if (count < 0 || count > accounts) throw new InvalidStateException($"{count} of {accounts} accounts agreed to pre-liquidation");
        for (int i = 0, last = -1; i < count; i++)
        {
            int account = reader.Read<int>();
            if (account <= last || account >= accounts) throw new InvalidStateException($"account {account} cannot have agreed to pre-liquidation");
            SetPreLiquidation(AccountId.FromIndex(account), agrees: true);
            last = account;
        }
    }

    private bool IsCrossAccount(AccountId account) => exchange.House.Accounts.Exists(account) && exchange.House.Accounts.Parent(account) == AccountId.None;
}
