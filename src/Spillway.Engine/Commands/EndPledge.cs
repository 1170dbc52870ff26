using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Gives notice: the promise of a taker ends after the notice of the policy, and holds until then.</summary>
/// <param name="Account">The taker.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct EndPledge(AccountId Account);
