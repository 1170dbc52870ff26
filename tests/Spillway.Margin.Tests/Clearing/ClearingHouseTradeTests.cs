using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class ClearingHouseTradeTests
{
    [Fact]
    public void Trade_InAnySequence_ConservesValueSizesAndBases() => Draw.ForAll(150, draw =>
    {
        Venue venue = new(draw.Chance(50));
        for (int n = draw.Between(1, 120); n > 0; n--) venue.TradeAtRandom(draw);
        venue.House.CheckConservation();
        foreach (AccountId account in venue.Accounts)
        {
            bool isFlat = venue.House.Size(account, venue.Contract) == QuantityLots.Zero;
            Assert.True(!isFlat || venue.House.Basis(account, venue.Contract) == Money.Zero);
            Assert.Equal(isFlat ? 0 : 1, venue.House.Accounts.PositionCount(account));
        }
        Assert.Equal(0, venue.Accounts.Sum(account => venue.House.Size(account, venue.Contract).Lots));
        Money clearing = venue.House.Ledger.Balance(AssetId.FromIndex(venue.Settlement), LedgerAccount.Clearing(venue.Contract));
        Assert.Equal(-clearing.Units, venue.Accounts.Sum(account => venue.House.Basis(account, venue.Contract).Units));
    });

    [Fact]
    public void Trade_OfALinearContractAtMark_LeavesEveryEquityAsItWas() => Draw.ForAll(150, draw =>
    {
        Venue venue = new(isInverse: false);
        for (int n = 0; n < 40; n++)
        {
            long price = draw.Magnitude(1_000_000);
            venue.House.SetMark(venue.Contract, price);
            AccountHealth[] before = [.. venue.Accounts.Select(venue.House.Health)];
            venue.TradeAtRandom(draw, price);
            Assert.Equal(before.Select(h => h.EquityMillionths), venue.Accounts.Select(account => venue.House.Health(account).EquityMillionths));
        }
    });

    // Cost and value of a trade are one number on both sides, the true value rounded down: the buyer gains the fraction of a unit that the seller loses.
    [Fact]
    public void Trade_OfAnInverseContract_MovesTrueWealthByLessThanOneUnitFromSellerToBuyer() => Draw.ForAll(150, draw =>
    {
        Venue venue = new(isInverse: true);
        for (int n = 0; n < 40; n++)
        {
            long price = draw.Magnitude(1_000_000);
            Rational[] before = [.. venue.Accounts.Select(account => venue.TrueWealth(account, price))];
            if (venue.TradeAtRandom(draw, price) is not (int buyer, int seller)) continue;
            Rational[] change = [.. venue.Accounts.Select((account, i) => venue.TrueWealth(account, price) - before[i])];
            Assert.True(change[buyer] >= 0 && change[buyer] < 1, $"the buyer gained {change[buyer]}");
            Assert.Equal(-change[buyer], change[seller]);
            Assert.All(Enumerable.Range(0, change.Length).Where(i => i != buyer && i != seller), i => Assert.Equal(Rational.Zero, change[i]));
        }
    });

    // What margin sees loses less than 2^-20 a lot and two units: a position opened is worth its rounded value at once.
    [Fact]
    public void Trade_OfAnInverseContractFromFlat_NeverRaisesEquityAndLowersItWithinTheBound() => Draw.ForAll(300, draw =>
    {
        Venue venue = new(isInverse: true);
        (long price, long lots) = (draw.Magnitude(1_000_000), draw.Magnitude(1_000_000_000));
        venue.House.SetMark(venue.Contract, price);
        venue.House.Trade(venue.Contract, venue.Accounts[0], venue.Accounts[1], price, lots);
        long bound = (lots >> ContractValue.InverseFractionBits) + 2;
        Assert.InRange(venue.House.Unrealised(venue.Accounts[0], venue.Contract).Units, -bound, 0);
        Assert.InRange(venue.House.Unrealised(venue.Accounts[1], venue.Contract).Units, -bound, 0);
    });

    // Deribit and BitMEX publish the same example: 100,000 contracts of 1 USD, long at 50,000, closed at 55,000: 100,000 · (1/50,000 − 1/55,000) BTC.
    [Fact]
    public void Trade_ClosingAnInverseLong_RealisesThePublishedProfit()
    {
        Venue venue = new(isInverse: true);
        venue.Trade(buyer: 0, seller: 1, usd: 50_000, lots: 100_000);
        Assert.Equal(-200_000_000, venue.House.Basis(venue.Accounts[0], venue.Contract).Units);
        venue.Trade(buyer: 2, seller: 0, usd: 55_000, lots: 100_000);
        Assert.Equal(18_181_818, venue.Wallet(0));
        Assert.Equal(0, venue.Wallet(1));
        venue.Trade(buyer: 1, seller: 2, usd: 55_000, lots: 100_000);
        Assert.Equal(-18_181_818, venue.Wallet(1));
        Assert.Equal(0, venue.Wallet(2));
    }

    [Fact]
    public void Trade_ClosingAnInverseShort_RealisesTheLossOfARise()
    {
        Venue venue = new(isInverse: true);
        venue.Trade(buyer: 1, seller: 0, usd: 50_000, lots: 50_000);
        venue.Trade(buyer: 0, seller: 2, usd: 40_000, lots: 50_000);
        Assert.Equal(25_000_000, venue.Wallet(0)); // 50,000 · (1/40,000 − 1/50,000) = 0.25 BTC
    }

    [Fact]
    public void Trade_OfALinearContract_KeepsBasisAndProfitOfTheHandExample()
    {
        // One lot and tick are 0.0005 USD. Long 3 BTC (3,000 lots) at 50,000, 1 BTC closed at 55,000, then 4 BTC sold at 45,000: short 2 BTC.
        Venue venue = new(isInverse: false);
        venue.Trade(buyer: 0, seller: 1, usd: 50_000, lots: 3_000);
        Assert.Equal(Usd(150_000), venue.House.Basis(venue.Accounts[0], venue.Contract).Units);
        venue.Trade(buyer: 1, seller: 0, usd: 55_000, lots: 1_000);
        Assert.Equal((Usd(100_000), Usd(5_000)), (venue.House.Basis(venue.Accounts[0], venue.Contract).Units, venue.Wallet(0)));
        venue.Trade(buyer: 1, seller: 0, usd: 45_000, lots: 4_000);
        Assert.Equal(-2_000, venue.House.Size(venue.Accounts[0], venue.Contract).Lots);
        Assert.Equal((-Usd(90_000), Usd(-5_000)), (venue.House.Basis(venue.Accounts[0], venue.Contract).Units, venue.Wallet(0)));
        venue.Trade(buyer: 0, seller: 1, usd: 44_000, lots: 2_000);
        Assert.Equal((0, Usd(-3_000)), (venue.House.Basis(venue.Accounts[0], venue.Contract).Units, venue.Wallet(0)));
        Assert.Equal(Usd(3_000), venue.Wallet(1));
    }

    // Three lots for 3,334 units: what is kept of the basis is rounded down on both sides, so the fraction is realised as a loss and held as a gain.
    [Fact]
    public void Trade_ClosingAPart_KeepsItsShareOfTheBasisRoundedDown()
    {
        Venue venue = new(isInverse: false, unitsPerTickLot: 1);
        venue.House.Trade(venue.Contract, venue.Accounts[0], venue.Accounts[1], 1_111, 2);
        venue.House.Trade(venue.Contract, venue.Accounts[0], venue.Accounts[1], 1_112, 1);
        venue.House.Trade(venue.Contract, venue.Accounts[1], venue.Accounts[0], 1_111, 1);
        Assert.Equal(2_222, venue.House.Basis(venue.Accounts[0], venue.Contract).Units); // 3,334 · 2/3 = 2,222.67
        Assert.Equal(-2_223, venue.House.Basis(venue.Accounts[1], venue.Contract).Units);
        Assert.Equal(-1, venue.Wallet(0));
        Assert.Equal(0, venue.Wallet(1));
    }

    [Fact]
    public void Trade_WithOneself_ChangesNeitherSizeNorWealth() => Draw.ForAll(100, draw =>
    {
        Venue venue = new(isInverse: draw.Chance(50));
        for (int n = 0; n < 10; n++) venue.TradeAtRandom(draw);
        foreach (AccountId account in venue.Accounts)
        {
            long WalletLessBasis() => venue.House.Wallet(account, venue.Settlement) - venue.House.Basis(account, venue.Contract).Units;
            (QuantityLots size, long wealth) = (venue.House.Size(account, venue.Contract), WalletLessBasis());
            venue.House.Trade(venue.Contract, account, account, draw.Magnitude(1_000_000), draw.Magnitude(1_000));
            Assert.Equal((size, wealth), (venue.House.Size(account, venue.Contract), WalletLessBasis()));
        }
        venue.House.CheckConservation();
    });

    [Theory]
    [InlineData(1_000_000, 500, 500)]
    [InlineData(1, 500, 1)] // a fee is rounded up
    [InlineData(1_000_001, 500, 501)]
    [InlineData(1_000_000, -50, -50)]
    [InlineData(1_000_001, -50, -50)] // a rebate is rounded down
    [InlineData(1, -50, 0)]
    [InlineData(0, 500, 0)]
    public void ChargeFee_IsRoundedInFavourOfTheHouse(long value, int ratePpm, long expected)
    {
        Venue venue = new(isInverse: false);
        Money paid = venue.House.ChargeFee(venue.Contract, venue.Accounts[0], Money.FromUnits(value), RatePpm.FromPpm(ratePpm));
        Assert.Equal(expected, paid.Units);
        Assert.Equal(-expected, venue.Wallet(0));
        Assert.Equal(expected, venue.House.Ledger.Balance(AssetId.FromIndex(0), LedgerAccount.Fees).Units);
        venue.House.CheckConservation();
    }

    [Fact]
    public void ChargeFee_OfATakerThenAMakerRebate_NeverLeavesTheFeeAccountInDebt() => Draw.ForAll(300, draw =>
    {
        Venue venue = new(isInverse: false);
        Money value = Money.FromUnits(draw.Magnitude(1L << 56));
        int taker = draw.Between(0, 100_000);
        venue.House.ChargeFee(venue.Contract, venue.Accounts[0], value, RatePpm.FromPpm(taker));
        venue.House.ChargeFee(venue.Contract, venue.Accounts[1], value, RatePpm.FromPpm(-draw.Between(0, taker)));
        Assert.True(venue.House.Ledger.Balance(AssetId.FromIndex(0), LedgerAccount.Fees) >= Money.Zero);
    });

    private static long Usd(long whole) => whole * 1_000_000;
}
