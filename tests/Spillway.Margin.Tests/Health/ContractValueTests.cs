using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class ContractValueTests
{
    [Fact]
    public void Of_LinearLots_IsTicksTimesUnitsExactly() =>
        Assert.Equal(Money.FromUnits(-100_001L * 500 * 7), ContractValue.Of(Contracts.Linear(), PriceTicks.FromTicks(100_001), QuantityLots.FromLots(-7), Rounding.Up));

    [Theory]
    [InlineData(100_000, -6_666_666_666_667)] // −2e13 / 3
    [InlineData(1, -66_666_667)]
    [InlineData(-1, 66_666_666)]
    public void Of_InverseLotsRoundedDown_GoesTowardMinusInfinity(long lots, long expected) =>
        Assert.Equal(expected, ContractValue.Of(Contracts.Inverse(), PriceTicks.FromTicks(3), QuantityLots.FromLots(lots), Rounding.Down).Units);

    [Fact]
    public void PerLot_OfAnInverseContract_BracketsTheReciprocalByOnePart() => Draw.ForAll(300, draw =>
    {
        InstrumentSpec spec = Contracts.Inverse(draw.Magnitude(1L << 42));
        PriceTicks price = PriceTicks.FromTicks(draw.Magnitude(1L << 40));
        Rational exact = -new Rational((Int128)spec.UnitsPerTickLot << ContractValue.InverseFractionBits, 1) / price.Ticks;
        Assert.Equal(exact.Floor, ContractValue.PerLot(spec, price, Rounding.Down));
        Assert.Equal(exact.Ceiling, ContractValue.PerLot(spec, price, Rounding.Up));
    });

    [Fact]
    public void Unrealised_OfALargeInverseShort_IsNotAboveItsTrueValue()
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        house.AddAsset(Contracts.Btc);
        InstrumentId inverse = house.AddInstrument(Contracts.Inverse());
        (AccountId buyer, AccountId seller) = (house.OpenCross(), house.OpenCross());
        house.Trade(inverse, buyer, seller, 3, 1_000_000_000);
        house.SetMark(inverse, 7);
        // 1e9 contracts: cost 2e17 / 3, worth 2e17 / 7 at mark. A lot rounded the wrong way by up to 2^-20 would add hundreds of satoshi.
        Assert.InRange(house.Unrealised(seller, inverse).Units, -38_095_238_095_239_050, -38_095_238_095_238_096);
        Assert.InRange(house.Unrealised(buyer, inverse).Units, 38_095_238_095_237_140, 38_095_238_095_238_096);
    }
}
