using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Takes all orders of an account in one market out.</summary>
/// <param name="Account">Owner.</param>
/// <param name="Instrument">Market.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CancelAll(AccountId Account, InstrumentId Instrument);
