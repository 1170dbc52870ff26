using Spillway.Core;

namespace Spillway.Markets;

/// <summary>Prices of an automated market maker: constant product of lots and tick-lots, between two prices. The whole range is the plain constant product.</summary>
/// <remarks>
/// The reserve X is the virtual number of lots and K = X² · price stays as it is, so K / X tick-lots stand against X lots and the price at X is K / X². A sale of q
/// lots moves X to X + q, a buy to X − q; X stays between where the two prices put it. The fee is a share of the quote and does not enter the curve: v tick-lots out
/// become v · (1 − fee), v tick-lots in v / (1 − fee), and each amount is rounded once, against the trader. So the state of the curve depends on X alone, no way round it gains anything,
/// and X · (K / X) never falls. Source: Uniswap v3 whitepaper (2021) §6.2, virtual reserves; v2 for the whole range.
/// </remarks>
public readonly record struct LiquidityCurve
{
    /// <summary>Largest fee, 10 % of the quote.</summary>
    public static readonly RatePpm FeeMost = RatePpm.FromPpm(100_000);

    /// <summary>Binary digits after the point of the prices that <see cref="LotsWithin"/> takes.</summary>
    public const int PriceFractionBits = 16;

    /// <summary>K is below 2^90, so that K, a fee in ppm and a price with its fraction fit into one product of 128 bits.</summary>
    private const int ConstantBits = 90;

    private LiquidityCurve(Int128 constant, QuantityLots reserve, PriceTicks lower, PriceTicks upper, RatePpm fee)
    {
        (Constant, Reserve, Lower, Upper, Fee) = (constant, reserve, lower, upper, fee);
        (Least, Most) = (QuantityLots.FromLots(LeastAt(constant, upper.Ticks)), QuantityLots.FromLots(MostAt(constant, lower.Ticks)));
    }

    /// <summary>K, lots² · ticks.</summary>
    public Int128 Constant { get; }

    /// <summary>X, virtual.</summary>
    public QuantityLots Reserve { get; private init; }

    /// <summary>Lowest price at which it buys.</summary>
    public PriceTicks Lower { get; }

    /// <summary>Highest price at which it sells.</summary>
    public PriceTicks Upper { get; }

    /// <summary>X at the upper price, rounded up: the curve sells no further.</summary>
    public QuantityLots Least { get; }

    /// <summary>X at the lower price, rounded down: the curve buys no further.</summary>
    public QuantityLots Most { get; }

    /// <summary>Share of the quote that the curve keeps.</summary>
    public RatePpm Fee { get; }

    /// <summary>Largest reserve that a curve may have at a price, set.</summary>
    public static QuantityLots LargestReserve(PriceTicks price) => QuantityLots.FromLots(
        Math.Min((1L << (ConstantBits / 2)) - 1, ExactMath.SquareRoot(((Int128.One << ConstantBits) / price.Ticks) - 1)));

    /// <summary>A curve of which the reserve at a price is given; twice the depth per unit of log-price there, over the price.</summary>
    /// <param name="reserve">X at <paramref name="price"/>, positive.</param>
    /// <param name="price">Between the two others.</param>
    /// <param name="lower">Lowest price at which it buys, set.</param>
    /// <param name="upper">Highest price at which it sells.</param>
    /// <param name="fee">0 to <see cref="FeeMost"/>.</param>
    /// <param name="curve">The curve.</param>
    /// <returns>False if the terms are out of these bounds or too large to be exact.</returns>
    public static bool TryCreate(QuantityLots reserve, PriceTicks price, PriceTicks lower, PriceTicks upper, RatePpm fee, out LiquidityCurve curve)
    {
        curve = default;
        const long reserveEnd = 1L << (ConstantBits / 2);
        bool isSound = reserve.Lots > 0 && reserve.Lots < reserveEnd && lower.IsSet && lower <= price && price <= upper && upper.Ticks <= OrderBook.MaxTicks && fee >= RatePpm.Zero && fee <= FeeMost;
        if (!isSound) return false;
        Int128 square = Math.BigMul(reserve.Lots, reserve.Lots);
        if (square >= (Int128.One << ConstantBits) / price.Ticks) return false;
        Int128 constant = square * price.Ticks;
        curve = new LiquidityCurve(constant, reserve, lower, upper, fee);
        return true;
    }

    /// <summary>Lots that a trader may sell to it or buy from it before the range ends.</summary>
    /// <param name="side">Of the trader.</param>
    public QuantityLots Available(Side side) => side == Side.Sell ? Most - Reserve : Reserve - Least;

    /// <summary>What a trader receives for a sale, rounded down, or pays for a buy, rounded up; tick-lots, fee included.</summary>
    /// <param name="side">Of the trader.</param>
    /// <param name="lots">1 … <see cref="Available"/>.</param>
    public Int128 TickLots(Side side, QuantityLots lots)
    {
        long low = side == Side.Sell ? Reserve.Lots : Reserve.Lots - lots.Lots, high = low + lots.Lots;
        // K / low − K / high as a whole number and a fraction over low · high.
        (Int128 atLow, Int128 restLow) = Int128.DivRem(Constant, low);
        (Int128 atHigh, Int128 restHigh) = Int128.DivRem(Constant, high);
        Int128 over = Math.BigMul(low, high), part = (restLow * high) - (restHigh * low), whole = atLow - atHigh;
        if (part < 0) (whole, part) = (whole - 1, part + over);
        long kept = RatePpm.Whole - Fee.Ppm;
        return side == Side.Sell ? Scale(whole, part, over, kept, RatePpm.Whole, Rounding.Down) : Scale(whole, part, over, RatePpm.Whole, kept, Rounding.Up);
    }

    /// <summary>Lots that a trader may trade so that each of them has a price, fee included, no worse than a limit.</summary>
    /// <param name="side">Of the trader.</param>
    /// <param name="limit">Positive, at most 2^40 ticks, in ticks with <see cref="PriceFractionBits"/> binary digits after the point.</param>
    public QuantityLots LotsWithin(Side side, long limit)
    {
        long kept = RatePpm.Whole - Fee.Ppm;
        if (side == Side.Sell)
        {
            // Lot n receives K (1 − f) / ((X + n − 1)(X + n)).
            Int128 most = ((Constant * kept) << PriceFractionBits) / ((Int128)limit * RatePpm.Whole);
            long end = (ExactMath.SquareRoot((4 * most) + 1) + 1) / 2; // largest with (end − 1) · end ≤ most
            return QuantityLots.FromLots(Math.Max(0, Math.Min(end, Most.Lots) - Reserve.Lots));
        }
        // Lot n costs K / (1 − f) / ((X − n)(X − n + 1)).
        Int128 least = ExactMath.Divide((Constant * RatePpm.Whole) << PriceFractionBits, (Int128)limit * kept, Rounding.Up);
        long start = (ExactMath.SquareRoot((4 * least) + 1) - 1) / 2;
        while (Math.BigMul(start, start + 1) < least) start++;
        return QuantityLots.FromLots(Math.Max(0, Reserve.Lots - Math.Max(start, Least.Lots)));
    }

    /// <summary>Price at which the next part of a lot would trade, without fee, in whole ticks.</summary>
    public PriceTicks Price(Rounding rounding) =>
        PriceTicks.FromTicks((long)Int128.Min(OrderBook.MaxTicks, ExactMath.Divide(Constant, Math.BigMul(Reserve.Lots, Reserve.Lots), rounding)));

    /// <summary>The curve after a trade.</summary>
    /// <param name="side">Of the trader.</param>
    /// <param name="lots">1 … <see cref="Available"/>.</param>
    public LiquidityCurve After(Side side, QuantityLots lots) => this with { Reserve = side == Side.Sell ? Reserve + lots : Reserve - lots };

    /// <summary>The same curve with its reserve at one end of its range.</summary>
    /// <param name="side">Of the traders that took it there.</param>
    public LiquidityCurve AtEnd(Side side) => this with { Reserve = side == Side.Sell ? Most : Least };

    /// <summary>Writes the curve.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(Constant);
        writer.Write(Reserve.Lots);
        writer.Write(Lower.Ticks);
        writer.Write(Upper.Ticks);
        writer.Write(Fee.Ppm);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidStateException">The bytes are not a curve.</exception>
    public static LiquidityCurve Restore(ref StateReader reader)
    {
        Int128 constant = reader.Read<Int128>();
        QuantityLots reserve = QuantityLots.FromLots(reader.Read<long>());
        PriceTicks lower = PriceTicks.FromTicks(reader.Read<long>()), upper = PriceTicks.FromTicks(reader.Read<long>());
        RatePpm fee = RatePpm.FromPpm(reader.Read<int>());
        bool isSound = constant > 0 && constant < Int128.One << ConstantBits && lower.IsSet && lower <= upper && upper.Ticks <= OrderBook.MaxTicks && fee >= RatePpm.Zero && fee <= FeeMost;
        LiquidityCurve curve = isSound ? new LiquidityCurve(constant, reserve, lower, upper, fee) : default;
        isSound = isSound && curve.Least <= reserve && reserve <= curve.Most;
        return isSound ? curve : throw new InvalidStateException("a liquidity curve cannot be in this state");
    }

    // (whole + part / over) · factor / divisor in one rounding: what the first division leaves is put together with the fraction.
    private static Int128 Scale(Int128 whole, Int128 part, Int128 over, long factor, long divisor, Rounding rounding)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(whole * factor, divisor);
        return quotient + ExactMath.Divide((rest * over) + (part * factor), over * divisor, rounding);
    }

    private static long MostAt(Int128 constant, long lower) => ExactMath.SquareRoot(constant / lower);

    private static long LeastAt(Int128 constant, long upper)
    {
        Int128 square = ExactMath.Divide(constant, upper, Rounding.Up);
        long root = ExactMath.SquareRoot(square);
        return Math.BigMul(root, root) < square ? root + 1 : root;
    }
}
