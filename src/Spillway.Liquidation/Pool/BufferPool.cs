using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The buffer pool as its depositors see it: which account it is, who holds how many shares of it, and what a share is worth.</summary>
/// <remarks>
/// A share is worth equity / all shares, at mark. Every rounding stays in the pool: issuing divides by equity rounded up, paying by equity rounded down, so no
/// sequence of deposits and redemptions lowers what the shares of anybody else are worth, and all shares together are never worth more than the equity.
/// The first deposit locks <see cref="LockedShares"/>, which belong to nobody: who gives to the pool to make a share dear gives to them.
/// </remarks>
public sealed class BufferPool
{
    /// <summary>Shares of nobody, locked by the first deposit at one minor unit each; more if the account held more by then.</summary>
    public const long LockedShares = 1_000_000;

    /// <summary>All shares together are at most this many.</summary>
    public const long SharesMost = 1L << 60;

    private readonly List<Timestamp> unwoundAt = []; // by instrument
    private PoolHolding[] holdings = []; // by account
    private SlidingExtreme highs = new();

    /// <summary>The account of the pool; none until it is named.</summary>
    public AccountId Account { get; private set; } = AccountId.None;

    /// <summary>All shares, the locked ones included; zero before the first deposit.</summary>
    public long TotalShares { get; private set; }

    /// <summary>Shares that belong to nobody.</summary>
    public long Locked { get; private set; }

    /// <summary>What an account has in the pool.</summary>
    public PoolHolding HoldingOf(AccountId account) => account.Index < holdings.Length ? holdings[account.Index] : default;

    /// <summary>Names another account; what shares there were of the one before are gone.</summary>
    public void Name(AccountId account)
    {
        (Account, TotalShares, Locked) = (account, 0, 0);
        holdings.AsSpan().Clear();
        highs = new SlidingExtreme();
        for (int i = 0; i < unwoundAt.Count; i++) unwoundAt[i] = default;
    }

    /// <summary>Shares that an amount buys, rounded down; zero if it buys none, or more than there may be.</summary>
    /// <param name="amount">Positive, minor units of the valuation asset.</param>
    /// <param name="pool">Health of the pool before it; positive equity unless there is no share yet.</param>
    public long Bought(Money amount, in AccountHealth pool)
    {
        Int128 equity = AccountHealth.Displayed(pool.EquityMillionths, Rounding.Up).Units;
        Int128 bought = TotalShares == 0
            ? equity + amount.Units - Int128.Max(LockedShares, equity)
            : ExactMath.Divide((Int128)amount.Units * TotalShares, equity, Rounding.Down);
        Int128 total = TotalShares == 0 ? equity + amount.Units : TotalShares + bought;
        return bought > 0 && total <= SharesMost ? (long)bought : 0;
    }

    /// <summary>What shares are worth, rounded down, minor units of the valuation asset; not negative.</summary>
    public Money Worth(long shares, in AccountHealth pool)
    {
        long equity = pool.Equity.Units;
        return equity <= 0 || TotalShares == 0 ? Money.Zero : Money.Ratio((Int128)shares * equity, TotalShares, Rounding.Down);
    }

    /// <summary>Shares that an amount paid out costs, rounded up.</summary>
    /// <param name="amount">At most what the shares of one holder are worth.</param>
    /// <param name="pool">Health of the pool before it.</param>
    public long Cost(Money amount, in AccountHealth pool) => (long)ExactMath.Divide((Int128)amount.Units * TotalShares, pool.Equity.Units, Rounding.Up);

    /// <summary>Gives an account the shares that its deposit bought.</summary>
    /// <param name="account">Depositor.</param>
    /// <param name="shares">As many as <see cref="Bought"/> says.</param>
    /// <param name="before">Health of the pool before the deposit.</param>
    public void Issue(AccountId account, long shares, in AccountHealth before)
    {
        if (TotalShares == 0)
        {
            Locked = Math.Max(LockedShares, AccountHealth.Displayed(before.EquityMillionths, Rounding.Up).Units);
            TotalShares = Locked;
        }
        Row(account) = HoldingOf(account) with { Shares = HoldingOf(account).Shares + shares };
        TotalShares += shares;
    }

    /// <summary>Puts shares of an account under notice, in the place of those that were; zero takes a notice back.</summary>
    public void GiveNotice(AccountId account, long shares, Timestamp from, Timestamp until) =>
        Row(account) = new PoolHolding(HoldingOf(account).Shares, shares, shares == 0 ? default : from, shares == 0 ? default : until);

    /// <summary>Takes shares under notice back that were paid.</summary>
    public void Redeem(AccountId account, long shares)
    {
        ref PoolHolding row = ref Row(account);
        row = row with { Shares = row.Shares - shares, Noticed = row.Noticed - shares };
        if (row.Noticed == 0) row = new PoolHolding(row.Shares, 0, default, default);
        TotalShares -= shares;
    }

    /// <summary>Notes what a share is worth now, once a block.</summary>
    internal void Observe(in AccountHealth pool, Timestamp now, int windowSeconds) => highs.Add(now.Nanos / Timestamp.NanosPerSecond, SharePpb(in pool), windowSeconds);

    /// <summary>Whether a share has lost so much of its highest worth in the window that the pool must not take more.</summary>
    internal bool HasLost(in AccountHealth pool, RatePpm limit)
    {
        if (highs.IsEmpty) return false;
        return (Int128)SharePpb(in pool) * RatePpm.Whole <= (Int128)highs.Largest * (RatePpm.Whole - limit.Ppm);
    }

    /// <summary>The pool took lots: its pace of unwinding begins anew.</summary>
    internal void Took(InstrumentId instrument, Timestamp now) => unwoundAt[instrument.Index] = now;

    /// <summary>Lots of a position that may be worked off now: held · (1 − 2^(−elapsed / half-life)), rounded down, and one once a half-life is over.</summary>
    /// <remarks>The clock begins anew whenever a lot is due, whether it finds room or not: what found none is not made up for later.</remarks>
    internal long Due(InstrumentId instrument, long held, long halfLifeNanos, Timestamp now)
    {
        const long ln2Ppb = 693_147_181;
        long elapsed = now - unwoundAt[instrument.Index];
        long exponent = (long)Int128.Min((Int128)elapsed * ln2Ppb / halfLifeNanos, 23 * FixedLog.Parts);
        long kept = (long)ExactMath.ShiftRight((Int128)held * FixedLog.ExpNegative32(exponent), 32, Rounding.Up);
        long due = elapsed >= halfLifeNanos ? Math.Max(1, held - kept) : held - kept;
        if (due > 0) unwoundAt[instrument.Index] = now;
        return due;
    }

    internal void AddInstrument() => unwoundAt.Add(default);

    internal void Save(StateWriter writer)
    {
        writer.Write(Account.Index);
        writer.Write(Locked);
        int holders = 0;
        foreach (PoolHolding row in holdings) holders += row.Shares > 0 ? 1 : 0;
        writer.Write(holders);
        for (int i = 0; i < holdings.Length; i++)
        {
            if (holdings[i].Shares == 0) continue;
            writer.Write(i);
            writer.Write(holdings[i]);
        }
        highs.Save(writer);
        foreach (Timestamp time in unwoundAt) writer.Write(time.Nanos);
    }

    /// <param name="reader">At the pool.</param>
    /// <param name="accounts">Accounts there are.</param>
    /// <param name="instruments">Instruments there are.</param>
    /// <param name="now">Time of the state.</param>
    internal void Restore(ref StateReader reader, int accounts, int instruments, Timestamp now)
    {
        Account = AccountId.FromIndex(reader.Read<int>());
        Locked = reader.Read<long>();
        int holders = reader.Read<int>();
        if (holders < 0 || holders > accounts) throw new InvalidStateException($"{holders} of {accounts} accounts hold shares of the pool");
        bool isSound = (Locked == 0 && holders == 0) || (Account != AccountId.None && Locked is >= LockedShares and <= SharesMost);
        if (!isSound) throw new InvalidStateException($"{Locked} shares of the pool cannot be locked");
        TotalShares = Locked;
        for (int i = 0, last = -1; i < holders; i++)
        {
            int account = reader.Read<int>();
            if (account <= last || account >= accounts) throw new InvalidStateException($"account {account} cannot hold shares of the pool");
            PoolHolding row = reader.Read<PoolHolding>();
            bool isPossible = row.Shares >= 1 && row.Shares <= SharesMost - TotalShares && row.Noticed >= 0 && row.Noticed <= row.Shares
                && row.PaidFrom.Nanos >= 0 && row.PaidUntil >= row.PaidFrom && (row.Noticed > 0 || row.PaidUntil.Nanos == 0);
            if (!isPossible) throw new InvalidStateException($"account {account} cannot hold such shares of the pool");
            Row(AccountId.FromIndex(account)) = row;
            TotalShares += row.Shares;
            last = account;
        }
        highs = SlidingExtreme.Restore(ref reader);
        if (!highs.IsPossible(now.Nanos / Timestamp.NanosPerSecond, -long.MaxValue, long.MaxValue)) throw new InvalidStateException("the pool cannot have been worth that");
        for (int i = 0; i < instruments; i++)
        {
            Timestamp time = Timestamp.FromNanos(reader.Read<long>());
            if (time.Nanos < 0 || time > now) throw new InvalidStateException("the pool cannot have unwound then");
            unwoundAt.Add(time);
        }
    }

    private long SharePpb(in AccountHealth pool) =>
        (long)Int128.Clamp(ExactMath.Divide((Int128)pool.Equity.Units * FixedLog.Parts, TotalShares, Rounding.Down), -long.MaxValue, long.MaxValue);

    private ref PoolHolding Row(AccountId account)
    {
        if (account.Index >= holdings.Length) Array.Resize(ref holdings, Math.Max(account.Index + 1, holdings.Length * 2));
        return ref holdings[account.Index];
    }
}
