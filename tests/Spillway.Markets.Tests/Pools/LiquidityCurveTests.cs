using System.Numerics;
using Spillway.Core;

namespace Spillway.Markets.Tests.Pools;

public sealed class LiquidityCurveTests
{
    private static LiquidityCurve Curve(long reserve, long price, long lower = 1, long upper = OrderBook.MaxTicks, int fee = 0)
    {
        Assert.True(LiquidityCurve.TryCreate(Lots(reserve), Ticks(price), Ticks(lower), Ticks(upper), RatePpm.FromPpm(fee), out LiquidityCurve curve));
        return curve;
    }

    private static QuantityLots Lots(long lots) => QuantityLots.FromLots(lots);

    private static PriceTicks Ticks(long ticks) => PriceTicks.FromTicks(ticks);

    private static long Fine(long ticks) => ticks << LiquidityCurve.PriceFractionBits;

    // What 1, 2, … units of the quote buy with a fee of 0.3 %, cut to nine digits; the pair's own tests, Uniswap/v2-core at 00873c4, test/UniswapV2Pair.spec.ts, getInputPrice.
    [Theory]
    [InlineData(1, 5, 10, 1_662_497_915)]
    [InlineData(1, 10, 5, 453_305_446)]
    [InlineData(2, 5, 10, 2_851_015_155)]
    [InlineData(2, 10, 5, 831_248_957)]
    [InlineData(1, 10, 10, 906_610_893)]
    [InlineData(1, 100, 100, 987_158_034)]
    [InlineData(1, 1_000, 1_000, 996_006_981)]
    public void TickLots_ForABuy_IsWhatUniswapV2Asks(long paid, long quoteReserve, long baseReserve, long bought)
    {
        // Lots of 1e-9 of the base; ticks so that the quote reserve is a whole number of them a lot.
        const long unit = 1_000_000_000;
        long ticks = 1_000;
        LiquidityCurve curve = Curve(baseReserve * unit, ticks, fee: 3_000);
        Int128 amount = (Int128)paid * unit * ticks * baseReserve / quoteReserve; // of the quote, in units of its reserve
        Assert.True(curve.TickLots(Side.Buy, Lots(bought)) <= amount);
        Assert.True(curve.TickLots(Side.Buy, Lots(bought + 1)) > amount);
    }

    // From 1 to 1.21 with a liquidity of one: 0.0909… of the base for 0.1 of the quote. Uniswap/v3-core at 0171adf, test/SqrtPriceMath.spec.ts, getAmount0Delta and getAmount1Delta.
    [Fact]
    public void Range_FromOneTo121_HoldsWhatUniswapV3Says()
    {
        LiquidityCurve curve = Curve(1_000_000_000, 100, lower: 100, upper: 121);
        Assert.Equal(90_909_090, curve.Available(Side.Buy).Lots);
        Assert.Equal(Lots(0), curve.Available(Side.Sell));
        Assert.InRange((long)curve.TickLots(Side.Buy, curve.Available(Side.Buy)), 9_999_999_880, 10_000_000_000); // a tenth of 1e9 · 100, but for the lot that does not fit
        Assert.Equal(121, curve.After(Side.Buy, curve.Available(Side.Buy)).Price(Rounding.Up).Ticks);
    }

    // 0.1 of the base into a liquidity of one at 1: root of the price 1 / 1.1. The same file, getNextSqrtPriceFromInput: 72025602285694852357767227579 / 2^96 = 0.90909….
    [Fact]
    public void Price_AfterATenthWasSold_IsThatOfUniswapV3()
    {
        LiquidityCurve curve = Curve(1_000_000_000, 100_000_000).After(Side.Sell, Lots(100_000_000));
        double root = (double)(BigInteger.Parse("72025602285694852357767227579") * 1_000_000_000 / BigInteger.Pow(2, 96)) / 1e9;
        Assert.Equal(root * root * 1e8, curve.Price(Rounding.Down).Ticks, 1.0);
    }

    [Fact]
    public void TickLots_OnRandomCurves_IsTheExactAmountRoundedAgainstTheTrader()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            LiquidityCurve curve = RandomCurve(random);
            Side side = (Side)random.Next(2);
            if (curve.Available(side) == QuantityLots.Zero) continue;
            long lots = 1 + random.NextInt64(curve.Available(side).Lots), x = curve.Reserve.Lots, y = side == Side.Sell ? x + lots : x - lots;
            // |K/x − K/y| · (1 − f) or / (1 − f) as a fraction of whole numbers.
            BigInteger top = BigInteger.Abs((BigInteger)curve.Constant * (y - x)), bottom = (BigInteger)x * y, kept = RatePpm.Whole - curve.Fee.Ppm;
            (BigInteger numerator, BigInteger denominator) = side == Side.Sell ? (top * kept, bottom * RatePpm.Whole) : (top * RatePpm.Whole, bottom * kept);
            BigInteger exact = side == Side.Sell ? numerator / denominator : (numerator + denominator - 1) / denominator;
            Assert.Equal(exact, (BigInteger)curve.TickLots(side, Lots(lots)));
        }
    }

    [Fact]
    public void LotsWithin_OnRandomCurves_IsTheInverseFoundByTryingEachLot()
    {
        Random random = new(2);
        for (int i = 0; i < 400; i++)
        {
            LiquidityCurve curve = Curve(1 + random.Next(60), 1 + random.Next(5_000), 1, 1 << 20, random.Next(20_000));
            foreach (Side side in (Side[])[Side.Sell, Side.Buy])
            {
                long limit = 1 + random.NextInt64(Fine(10_000));
                long most = Math.Min(200, curve.Available(side).Lots), found = 0;
                while (found < most && IsWithin(curve, side, found + 1, limit)) found++;
                Assert.Equal(found, Math.Min(most, curve.LotsWithin(side, limit).Lots));
            }
        }
    }

    // The price of one lot alone, as a fraction.
    private static bool IsWithin(LiquidityCurve curve, Side side, long lot, long limit)
    {
        long x = curve.Reserve.Lots;
        BigInteger kept = RatePpm.Whole - curve.Fee.Ppm, constant = (BigInteger)curve.Constant << LiquidityCurve.PriceFractionBits;
        return side == Side.Sell
            ? constant * kept >= (BigInteger)limit * RatePpm.Whole * (x + lot - 1) * (x + lot)
            : constant * RatePpm.Whole <= limit * kept * (x - lot) * (x - lot + 1);
    }

    [Fact]
    public void LotsWithin_OnRandomCurves_NeverPaysAWorseAverageThanItsLimit()
    {
        Random random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            LiquidityCurve curve = RandomCurve(random);
            Side side = (Side)random.Next(2);
            long limit = Math.Max(1, (long)(curve.Price(Rounding.Down).Ticks * (0.5 + random.NextDouble())));
            QuantityLots lots = curve.LotsWithin(side, Fine(limit));
            if (lots == QuantityLots.Zero) continue;
            Int128 value = curve.TickLots(side, lots), atLimit = Math.BigMul(limit, lots.Lots);
            Assert.True(side == Side.Sell ? value >= atLimit : value <= atLimit, $"{curve} {side} {lots} at {limit}: {value}");
            Assert.True(lots <= curve.Available(side));
        }
    }

    [Fact]
    public void After_AnyRandomWalk_LeavesTheTraderNoGainAndTheReserveInItsRange()
    {
        Random random = new(4);
        for (int walk = 0; walk < 200; walk++)
        {
            LiquidityCurve first = RandomCurve(random), curve = first;
            Int128 trader = 0;
            long held = 0;
            for (int i = 0; i < 40; i++)
            {
                Side side = (Side)random.Next(2);
                if (curve.Available(side) == QuantityLots.Zero) continue;
                QuantityLots lots = Lots(1 + random.NextInt64(curve.Available(side).Lots));
                (trader, held, curve) = (trader - (side.Sign() * curve.TickLots(side, lots)), held + (side.Sign() * lots.Lots), curve.After(side, lots));
                Assert.InRange(curve.Reserve.Lots, first.Least.Lots, first.Most.Lots);
            }
            if (held != 0)
            {
                Side back = held > 0 ? Side.Sell : Side.Buy;
                trader -= back.Sign() * curve.TickLots(back, Lots(Math.Abs(held)));
                curve = curve.After(back, Lots(Math.Abs(held)));
            }
            Assert.Equal(first, curve); // the state depends on the reserve alone
            Assert.True(trader <= 0, $"a round trip won {trader} tick-lots");
        }
    }

    [Fact]
    public void TryCreate_OutOfBounds_Refuses()
    {
        Assert.False(Try(0, 100, 1, 1_000, 0));
        Assert.False(Try(10, 100, 0, 1_000, 0));
        Assert.False(Try(10, 100, 101, 1_000, 0));
        Assert.False(Try(10, 100, 1, 99, 0));
        Assert.False(Try(10, 100, 1, OrderBook.MaxTicks + 1, 0));
        Assert.False(Try(10, 100, 1, 1_000, -1));
        Assert.False(Try(10, 100, 1, 1_000, 100_001));
        Assert.False(Try(1L << 45, 1, 1, 1_000, 0));
        Assert.False(Try(1L << 40, 1L << 10, 1, 1L << 20, 0)); // K of 2^90
        Assert.True(Try((1L << 40) - 1, 1L << 10, 1, 1L << 20, 100_000));

        static bool Try(long reserve, long price, long lower, long upper, int fee) =>
            LiquidityCurve.TryCreate(Lots(reserve), Ticks(price), Ticks(lower), Ticks(upper), RatePpm.FromPpm(fee), out _);
    }

    [Fact]
    public void Range_AtItsEnds_IsNoWiderThanItsPrices()
    {
        Random random = new(5);
        for (int i = 0; i < 10_000; i++)
        {
            long price = 2 + random.NextInt64(1 << 20), lower = 1 + random.NextInt64(price), upper = price + random.NextInt64(1 << 20);
            LiquidityCurve curve = Curve(1 + random.NextInt64(1 << 30), price, lower, upper);
            Assert.True((BigInteger)curve.Constant >= (BigInteger)lower * curve.Most.Lots * curve.Most.Lots);
            Assert.True((BigInteger)curve.Constant < (BigInteger)lower * (curve.Most.Lots + 1) * (curve.Most.Lots + 1));
            Assert.True((BigInteger)curve.Constant <= (BigInteger)upper * curve.Least.Lots * curve.Least.Lots);
        }
    }

    private static LiquidityCurve RandomCurve(Random random)
    {
        while (true)
        {
            long price = 1 + random.NextInt64(1L << random.Next(1, 34)), reserve = 1 + random.NextInt64(1L << random.Next(1, 44));
            bool isWhole = random.Next(3) == 0;
            long lower = isWhole ? 1 : Math.Max(1, (long)(price * (1 - (random.NextDouble() * 0.5)))), upper = isWhole ? OrderBook.MaxTicks : price + (long)(price * random.NextDouble());
            if (LiquidityCurve.TryCreate(Lots(reserve), Ticks(price), Ticks(lower), Ticks(upper), RatePpm.FromPpm(random.Next(3) == 0 ? 0 : random.Next(100_001)), out LiquidityCurve curve)) return curve;
        }
    }
}
