using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A clearing member took a portfolio over at mark, or slices of it.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account, which holds nothing afterwards.</param>
/// <param name="Member">Who took.</param>
/// <param name="Slices">Slices it took.</param>
/// <param name="Of">Equal slices the portfolio was cut into; one where it went whole.</param>
/// <param name="Notional">Of what it took, rounded up, minor units of the valuation asset.</param>
/// <param name="Price">What it was paid for that; negative where it paid.</param>
public readonly record struct DefaultAuctionWon(CaseId Case, AccountId Account, AccountId Member, int Slices, int Of, Money Notional, Money Price);
