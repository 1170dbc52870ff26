using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Signals.Tests.Maps;

public sealed class AccountChangesTests : IAccountObserver
{
    private readonly List<(AccountId Account, bool IsOrders)> heard = [];

    [Fact]
    public void Changes_OfBothKinds_ReachWhoObservedBeforeAsWhatTheyAre()
    {
        ClearingHouse house = new() { Observer = this };
        AccountChanges changes = AccountChanges.Of(house);
        long place = changes.Begin();
        house.Observer.OrdersChanged(AccountId.FromIndex(3));
        house.Observer.AccountChanged(AccountId.FromIndex(5));
        Assert.Equal([(AccountId.FromIndex(3), true), (AccountId.FromIndex(5), false)], heard);
        Assert.True(changes.TryNext(ref place, out AccountId noted));
        Assert.Equal(AccountId.FromIndex(5), noted);
        Assert.False(changes.TryNext(ref place, out _)); // orders move no trigger
    }

    /// <inheritdoc/>
    void IAccountObserver.AccountChanged(AccountId account) => heard.Add((account, false));

    /// <inheritdoc/>
    void IAccountObserver.OrdersChanged(AccountId account) => heard.Add((account, true));
}
