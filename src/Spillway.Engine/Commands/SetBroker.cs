using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>The venue lets an account relay order books of other venues, or no longer.</summary>
/// <param name="Account">Account.</param>
/// <param name="IsBroker">In or out; whoever is out loses its quotes.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetBroker(AccountId Account, bool IsBroker);
