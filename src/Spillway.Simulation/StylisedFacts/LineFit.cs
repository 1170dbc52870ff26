namespace Spillway.Simulation;

/// <summary>Least squares of y on x with a constant.</summary>
/// <param name="Slope">Slope, y per x.</param>
/// <param name="Error">Standard error of the slope for independent residuals; zero for two points.</param>
/// <param name="Constant">y at x = 0.</param>
/// <param name="RSquared">Share of the variance of y that the line explains, in [0, 1].</param>
/// <param name="Count">Points.</param>
internal readonly record struct LineFit(double Slope, double Error, double Constant, double RSquared, int Count)
{
    /// <summary>The line through some points; null for fewer than two points or without spread in x.</summary>
    public static LineFit? Of(IReadOnlyList<(double X, double Y)> points)
    {
        int n = points.Count;
        if (n < 2) return null;
        double meanX = points.Sum(point => point.X) / n, meanY = points.Sum(point => point.Y) / n;
        double xx = 0, xy = 0, yy = 0;
        foreach ((double x, double y) in points)
        {
            xx += (x - meanX) * (x - meanX);
            xy += (x - meanX) * (y - meanY);
            yy += (y - meanY) * (y - meanY);
        }
        if (xx <= 0) return null;
        double slope = xy / xx, residual = Math.Max(0, yy - (slope * xy));
        double error = n > 2 ? Math.Sqrt(residual / (n - 2) / xx) : 0;
        return new LineFit(slope, error, meanY - (slope * meanX), yy > 0 ? 1 - (residual / yy) : 0, n);
    }

    /// <summary>The exponent of y ∝ x^slope, by a line through the logarithms; points with a coordinate that is not positive are left out.</summary>
    public static LineFit? OfPowerLaw(IEnumerable<(double X, double Y)> points) =>
        Of([.. points.Where(point => point.X > 0 && point.Y > 0).Select(point => (PortableMath.Log(point.X), PortableMath.Log(point.Y)))]);
}
