using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>An account pays into the default fund: it is a clearing member from then on, or has a larger contribution.</summary>
/// <param name="Account">A cross account.</param>
/// <param name="Amount">Of the valuation asset; its initial margin must stay covered.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ContributeMember(AccountId Account, Money Amount);
