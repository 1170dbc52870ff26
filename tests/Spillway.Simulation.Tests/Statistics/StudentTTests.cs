namespace Spillway.Simulation.Tests;

public sealed class StudentTTests
{
    // Printed tables, three decimals.
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(4, 2.776)]
    [InlineData(9, 2.262)]
    [InlineData(15, 2.131)]
    [InlineData(28, 2.048)]
    public void Quantile975_AgainstPrintedTables_Agrees(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentT.Quantile975(degreesOfFreedom), 0.0005);

    [Fact]
    public void Quantile975_ForEveryDegree_LeavesFivePercentOutside()
    {
        for (int degrees = 1; degrees < MeanInterval.BootstrapFrom - 1; degrees++)
            Assert.Equal(0.95, Inside(StudentT.Quantile975(degrees), degrees), 1e-14);
    }

    /// <summary>P(|T| &lt; t) in closed form: Abramowitz and Stegun, "Handbook of mathematical functions", 26.7.3 and 26.7.4.</summary>
    private static double Inside(double t, int degrees)
    {
        double angle = Math.Atan(t / Math.Sqrt(degrees)), cosine = Math.Cos(angle);
        bool odd = degrees % 2 == 1;
        double term = odd ? cosine : 1, sum = degrees == 1 ? 0 : term;
        for (int i = odd ? 3 : 2; i <= degrees - 2; i += 2) sum += term *= cosine * cosine * (i - 1) / i;
        return odd ? 2 / Math.PI * (angle + (Math.Sin(angle) * sum)) : Math.Sin(angle) * sum;
    }
}
