using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Names the backstop vault: the account that takes whole accounts over where the policy says so. Its capital is deposited like any other.</summary>
/// <param name="Account">Cross account.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetVault(AccountId Account);
