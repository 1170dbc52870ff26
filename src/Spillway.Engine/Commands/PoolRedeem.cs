using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Pays shares of the buffer pool whose notice is over, at what they are worth now, as far as neither its initial margin nor its inventory limit needs the money.</summary>
/// <param name="Account">Depositor.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PoolRedeem(AccountId Account);
