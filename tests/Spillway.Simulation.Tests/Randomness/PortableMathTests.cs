namespace Spillway.Simulation.Tests;

public sealed class PortableMathTests
{
    [Theory]
    [InlineData(1e-300, -690.77552789821370)]
    [InlineData(0.1, -2.3025850929940455)]
    [InlineData(1, 0)]
    [InlineData(2, 0.69314718055994531)]
    [InlineData(10, 2.3025850929940459)]
    [InlineData(1e300, 690.77552789821370)]
    public void Log_WhenTheResultIsKnown_IsWithinOneUnitInTheLastPlace(double x, double expected) => AssertWithin(1, expected, PortableMath.Log(x));

    [Fact]
    public void LogAndExp_OverTheirRange_AgreeWithTheLibrary()
    {
        for (int i = -7000; i <= 7000; i++)
        {
            double x = (i * 0.1) + (i * i * 1e-9);
            AssertWithin(2, Math.Exp(x), PortableMath.Exp(x));
            AssertWithin(2, Math.Log(Math.Exp(x)), PortableMath.Log(Math.Exp(x)));
        }
    }

    [Fact]
    public void Log_WhenCloseToOne_KeepsItsRelativePrecision()
    {
        for (double f = 1; f > 1e-16; f *= 0.7)
        {
            AssertWithin(2, Math.Log(1 + f), PortableMath.Log(1 + f));
            AssertWithin(2, Math.Log(1 - (f / 2)), PortableMath.Log(1 - (f / 2)));
        }
    }

    [Fact]
    public void LogAndExp_AtTheirFixedPoints_AreExact()
    {
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Exp(-800));
    }

    /// <summary>Bits, not digits: the promise is that every machine gives these. The expected fold comes from the same operations written in Python.</summary>
    [Fact]
    public void LogAndExp_OnEveryMachine_GiveTheseBits()
    {
        ulong bits = 0;
        for (int i = 1; i <= 1000; i++)
        {
            bits = System.Numerics.BitOperations.RotateLeft(bits, 7) ^ BitConverter.DoubleToUInt64Bits(PortableMath.Log(i * 0.37));
            bits = System.Numerics.BitOperations.RotateLeft(bits, 7) ^ BitConverter.DoubleToUInt64Bits(PortableMath.Exp((i - 500) * 0.013));
        }
        Assert.Equal(16_430_025_087_324_117_111UL, bits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(5e-324)]
    public void Log_WhenThereIsNone_Throws(double x) => Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Log(x));

    [Theory]
    [InlineData(710)]
    [InlineData(double.NaN)]
    public void Exp_WhenItWouldOverflow_Throws(double x) => Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Exp(x));

    private static void AssertWithin(int units, double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= units * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");
}
