using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Hears which accounts changed, so that their health can be looked at again within the same command.</summary>
public interface IAccountObserver
{
    /// <summary>An observer that does not listen.</summary>
    static readonly IAccountObserver Nobody = new NoObserver();

    /// <summary>A balance or a position of this account changed, and with it what its health is.</summary>
    void AccountChanged(AccountId account);

    /// <summary>Only open orders of this account changed: its initial margin did, its equity and its maintenance margin did not.</summary>
    /// <remarks>An observer that makes no difference hears of both in one place.</remarks>
    void OrdersChanged(AccountId account) => AccountChanged(account);

    private sealed class NoObserver : IAccountObserver
    {
        public void AccountChanged(AccountId account)
        {
        }
    }
}
