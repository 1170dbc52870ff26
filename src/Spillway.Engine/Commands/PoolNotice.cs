using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A depositor gives notice for shares of the buffer pool. Until they are paid they bear gains and losses like all others.</summary>
/// <param name="Account">Depositor.</param>
/// <param name="Shares">Shares under notice from now on, in the place of those that were; zero takes a notice back.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PoolNotice(AccountId Account, long Shares);
