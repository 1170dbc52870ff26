using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A clearing member lets a bid for any portfolio stand, so that an auction need not wait.</summary>
/// <param name="Account">The member.</param>
/// <param name="Discount">What it is paid, of the notional, 0 to 10 %.</param>
/// <param name="Notional">Up to how much, minor units of the valuation asset; zero takes the bid back.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetStandingBid(AccountId Account, RatePpm Discount, Money Notional);
