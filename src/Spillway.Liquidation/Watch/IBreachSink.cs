using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Hears of every account that the watch found below the warning ratio, breached ones included.</summary>
public interface IBreachSink
{
    /// <summary>An account below the warning ratio, with its exact health. The order of calls carries no meaning.</summary>
    void Found(AccountId account, in AccountHealth health);
}
