using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Pays shares of the buffer pool whose notice is over, at what they are worth now, as far as the initial margin of the pool stays covered.</summary>
/// <param name="Account">Depositor.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PoolRedeem(AccountId Account);
