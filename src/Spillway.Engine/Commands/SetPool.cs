using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Names the buffer pool: the account that takes lots over at mark which the book has no room for. Its capital comes from depositors.</summary>
/// <param name="Account">Cross account without positions or orders.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetPool(AccountId Account);
