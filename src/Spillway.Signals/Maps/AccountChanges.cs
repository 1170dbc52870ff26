using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Signals;

/// <summary>Remembers which accounts changed, for any number of readers at their own pace. Stands between a clearing house and who observed it before.</summary>
/// <remarks>
/// A change costs one comparison and at most one entry: an account is noted once for all readers until one of them has read. Entries beyond twice the number of accounts
/// push the oldest out; a reader that was so slow is told, and looks at everybody. Single writer, on the thread of the engine.
/// </remarks>
public sealed class AccountChanges : IAccountObserver
{
    private const int Least = 1_024;

    private readonly IAccountObserver before;
    private int[] ring = new int[Least];
    private long[] notedAt = [];
    private long written, read;

    private AccountChanges(IAccountObserver before) => this.before = before;

    /// <summary>Starts listening; who observed the clearing house before is told everything as before.</summary>
    public static AccountChanges Of(ClearingHouse house)
    {
        AccountChanges changes = new(house.Observer);
        house.Observer = changes;
        return changes;
    }

    /// <inheritdoc/>
    public void AccountChanged(AccountId account)
    {
        before.AccountChanged(account);
        if (account.Index >= notedAt.Length) Grow(account.Index + 1);
        if (notedAt[account.Index] > read) return; // whoever reads next comes by it
        ring[(int)(written++ % ring.Length)] = account.Index;
        notedAt[account.Index] = written;
    }

    /// <summary>Passed on and not noted: orders move no trigger.</summary>
    public void OrdersChanged(AccountId account) => before.OrdersChanged(account);

    /// <summary>Place of a reader that knows everything up to now.</summary>
    internal long Begin() => read = written;

    /// <summary>Whether changes since a place are all still there.</summary>
    internal bool IsKnownSince(long place) => written - place <= ring.Length;

    /// <summary>Takes the next change.</summary>
    /// <param name="place">Of the reader; moves on.</param>
    /// <param name="account">Who changed.</param>
    /// <returns>False if there is none.</returns>
    internal bool TryNext(ref long place, out AccountId account)
    {
        account = AccountId.None;
        read = Math.Max(read, place);
        if (place == written) return false;
        account = AccountId.FromIndex(ring[(int)(place++ % ring.Length)]);
        return true;
    }

    private void Grow(int accounts)
    {
        Array.Resize(ref notedAt, Math.Max(accounts, 2 * notedAt.Length));
        if (2 * notedAt.Length <= ring.Length) return;
        int[] larger = new int[2 * notedAt.Length];
        for (long place = Math.Max(0, written - ring.Length); place < written; place++) larger[(int)(place % larger.Length)] = ring[(int)(place % ring.Length)];
        ring = larger;
    }
}
