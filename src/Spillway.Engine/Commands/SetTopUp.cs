using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Puts a reserve behind an account: at a margin call, and at a breach, it pays what initial margin lacks. The host answers for the consent of both.</summary>
/// <param name="Account">Who is topped up.</param>
/// <param name="Reserve">Who pays, in the valuation asset, as far as its own initial margin stays covered.</param>
/// <param name="Limit">Most that is moved in all, minor units; zero takes the reserve away.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetTopUp(AccountId Account, AccountId Reserve, Money Limit);
