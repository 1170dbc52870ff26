using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Names the account outside of the market that takes over at mark in the exogenous counterfactual.</summary>
/// <param name="Account">Account.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetAbsorber(AccountId Account);
