using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A cross account or an isolated sub-account was opened.</summary>
/// <param name="Account">The new account.</param>
/// <param name="Parent">Owner of a sub-account; none for a cross account.</param>
/// <param name="Instrument">The only instrument of a sub-account; none for a cross account.</param>
public readonly record struct AccountOpened(AccountId Account, AccountId Parent, InstrumentId Instrument);
