using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class ClearingHouseFundingTests
{
    [Fact]
    public void ApplyFunding_AtAPositiveRate_MovesMoneyFromLongsToShortsExactly()
    {
        // 2 BTC at a mark of 50,000 USD, 0.01 %: 10 USD.
        Venue venue = new(isInverse: false);
        venue.Trade(buyer: 0, seller: 1, usd: 40_000, lots: 2_000);
        Money residue = venue.House.ApplyFunding(venue.Contract, 100_000);
        Assert.Equal((-10_000_000, 10_000_000), (venue.Wallet(0), venue.Wallet(1)));
        Assert.Equal(Money.Zero, residue);
    }

    [Fact]
    public void ApplyFunding_AtANegativeRate_MovesMoneyFromShortsToLongs()
    {
        Venue venue = new(isInverse: false);
        venue.Trade(buyer: 0, seller: 1, usd: 40_000, lots: 2_000);
        venue.House.ApplyFunding(venue.Contract, -100_000);
        Assert.Equal((10_000_000, -10_000_000), (venue.Wallet(0), venue.Wallet(1)));
    }

    [Fact]
    public void ApplyFunding_OfAnInverseContract_IsAShareOfItsValueInTheBase()
    {
        // 100,000 contracts at a mark of 50,000 are 2 BTC; 0.01 % of it is 20,000 satoshi.
        Venue venue = new(isInverse: true);
        venue.Trade(buyer: 0, seller: 1, usd: 60_000, lots: 100_000);
        venue.House.ApplyFunding(venue.Contract, 100_000);
        Assert.Equal((-20_000, 20_000), (venue.Wallet(0), venue.Wallet(1)));
    }

    [Fact]
    public void ApplyFunding_OfFractions_RoundsAgainstEachAccountAndKeepsTheRest()
    {
        // One lot at 50,000 USD is 50 USD; 1e-8 of it is half a minor unit: the long pays one, the short receives nothing.
        Venue venue = new(isInverse: false);
        venue.Trade(buyer: 0, seller: 1, usd: 50_000, lots: 1);
        Money residue = venue.House.ApplyFunding(venue.Contract, 10);
        Assert.Equal((-1, 0, 1), (venue.Wallet(0), venue.Wallet(1), residue.Units));
        Assert.Equal(residue, venue.House.Ledger.Balance(AssetId.FromIndex(0), LedgerAccount.Rounding));
    }

    [Fact]
    public void ApplyFunding_InAnyState_IsZeroSumWithTheResidueInTheHouse() => Draw.ForAll(200, draw =>
    {
        Venue venue = new(draw.Chance(50));
        for (int n = 0; n < 20; n++) venue.TradeAtRandom(draw);
        venue.House.SetMark(venue.Contract, draw.Magnitude(1_000_000));
        long[] before = [.. venue.Accounts.Select(account => venue.House.Wallet(account, venue.Settlement))];
        int positions = venue.Accounts.Count(account => venue.House.Size(account, venue.Contract) != QuantityLots.Zero);

        long rate = draw.Between(-50_000_000L, 50_000_000L);
        long residue = venue.House.ApplyFunding(venue.Contract, rate).Units;

        Assert.InRange(residue, 0, Math.Max(0, positions - 1)); // each payment leaves less than one unit
        Assert.Equal(residue, before.Sum() - venue.Accounts.Sum(account => venue.House.Wallet(account, venue.Settlement)));
        Assert.Equal(residue, venue.House.Ledger.Balance(AssetId.FromIndex(venue.Settlement), LedgerAccount.Rounding).Units);
        venue.House.CheckConservation();
        for (int i = 0; i < before.Length; i++)
        {
            long received = venue.Wallet(i) - before[i], size = venue.House.Size(venue.Accounts[i], venue.Contract).Lots;
            Assert.True(received == 0 || Math.Sign(received) == -Math.Sign(size) * Math.Sign(rate));
        }
    });
}
