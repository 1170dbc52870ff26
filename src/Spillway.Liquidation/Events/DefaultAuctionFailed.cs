using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>No bids took a portfolio within the time given, or the account was critical before its end: it goes on along the ladder.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account.</param>
/// <param name="Bids">Sealed bids there were.</param>
public readonly record struct DefaultAuctionFailed(CaseId Case, AccountId Account, int Bids);
