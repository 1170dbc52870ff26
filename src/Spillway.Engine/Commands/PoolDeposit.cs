using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>An account pays into the buffer pool and gets shares of it, at what they are worth at mark.</summary>
/// <param name="Account">Depositor.</param>
/// <param name="Amount">Positive, minor units of the valuation asset.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PoolDeposit(AccountId Account, Money Amount);
