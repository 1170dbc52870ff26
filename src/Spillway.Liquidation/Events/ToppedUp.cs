using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An account below the warning ratio, or breached, got money from the reserve behind it.</summary>
/// <param name="Account">Who got it.</param>
/// <param name="Reserve">Who paid.</param>
/// <param name="Amount">Minor units of the valuation asset; positive.</param>
/// <param name="Missing">What its initial margin lacked.</param>
/// <param name="Left">What the reserve may still pay for it.</param>
public readonly record struct ToppedUp(AccountId Account, AccountId Reserve, Money Amount, Money Missing, Money Left);
