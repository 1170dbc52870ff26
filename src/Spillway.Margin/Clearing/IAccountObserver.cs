using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Hears which accounts changed, so that their health can be looked at again within the same command.</summary>
public interface IAccountObserver
{
    /// <summary>An observer that does not listen.</summary>
    static readonly IAccountObserver Nobody = new NoObserver();

    /// <summary>A balance, a position or the open orders of this account changed.</summary>
    void AccountChanged(AccountId account);

    private sealed class NoObserver : IAccountObserver
    {
        public void AccountChanged(AccountId account)
        {
        }
    }
}
