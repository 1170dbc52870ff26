using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Opts an account in to (or out of) being closed at mark against accounts under liquidation.</summary>
/// <param name="Account">Account.</param>
/// <param name="Instrument">Market.</param>
/// <param name="IsMember">In or out.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetNetting(AccountId Account, InstrumentId Instrument, bool IsMember);
