namespace Spillway.Liquidation;

/// <summary>The time of an auction was over, and its price starts anew.</summary>
/// <param name="Auction">The auction as it stands now.</param>
/// <param name="HealthPpm">Equity over maintenance margin.</param>
public readonly record struct AuctionRestarted(Auction Auction, long HealthPpm);
