using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Moves money in, out, between a cross account and its sub-account, or into the insurance fund.</summary>
/// <param name="From">Where it leaves: none for a deposit.</param>
/// <param name="To">Where it arrives: none for a withdrawal or for the insurance fund.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Positive.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MoveFunds(AccountId From, AccountId To, AssetId Asset, Money Amount);
