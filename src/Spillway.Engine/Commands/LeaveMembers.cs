using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A clearing member gives notice. Its contribution stands for losses until the notice is over.</summary>
/// <param name="Account">The member.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LeaveMembers(AccountId Account);
