using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Takes the word of an account on being closed in part before a breach.</summary>
/// <param name="Account">Account.</param>
/// <param name="Agrees">In or out.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetPreLiquidation(AccountId Account, bool Agrees);
