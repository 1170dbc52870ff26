using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Opens a cross account, or the isolated sub-account of one instrument.</summary>
/// <param name="Parent">Owner of a sub-account; none for a cross account.</param>
/// <param name="Isolated">The only instrument of a sub-account; none for a cross account.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct OpenAccount(AccountId Parent, InstrumentId Isolated);
