namespace Spillway.Signals;

/// <summary>The grid on which depth, liquidations and gain are averaged: cells of 10 bp of log-price, from the mark to a move of 0.5.</summary>
/// <remarks>x = |ln(P / P₀)| in the adverse direction: below the mark for falls, above it for squeezes. Cell i covers [i, i + 1) · 10 bp.</remarks>
public static class LogPriceGrid
{
    /// <summary>Number of cells.</summary>
    public const int Cells = 500;

    /// <summary>Cells in one unit of log-price.</summary>
    public const int CellsPerUnit = 1_000;

    /// <summary>Width of a cell: 10 bp of log-price.</summary>
    public const double Width = 1.0 / CellsPerUnit;

    /// <summary>Distance at which the grid ends.</summary>
    public const double Reach = (double)Cells / CellsPerUnit;

    /// <summary>Distance at which a cell begins; for <see cref="Cells"/> the end of the grid.</summary>
    public static double Start(int cell) => (double)cell / CellsPerUnit;

    /// <summary>The cell of a distance: the first one for distances that are not positive, <see cref="Cells"/> for those beyond the grid.</summary>
    public static int CellOf(double distance)
    {
        if (!(distance > 0)) return 0;
        return distance >= Reach ? Cells : Math.Min((int)(distance * CellsPerUnit), Cells - 1);
    }

    /// <summary>The cell of a distance given as a ratio of prices or notionals, either way up: what <see cref="CellOf"/> says of |ln ratio|, nearly always without the logarithm.</summary>
    /// <remarks>Between two edges the cell is certain; so near to one that rounding could matter, the logarithm decides.</remarks>
    /// <param name="ratio">Positive; not a number is beyond the grid.</param>
    public static int CellOfRatio(double ratio)
    {
        double down = ratio > 1 ? 1 / ratio : ratio;
        if (!(down > EndRatio - Doubt)) return Cells;
        int cell = FirstCells[(int)((1 - down) * BucketsPerUnit)];
        while (cell < Cells && down <= StartRatios[cell + 1]) cell++;
        bool isCertain = StartRatios[cell] - down > Doubt && (cell == Cells || down - StartRatios[cell + 1] > Doubt);
        return isCertain ? cell : CellOf(Math.Abs(Math.Log(ratio)));
    }

    /// <summary>Number of cells whose start lies below a distance: the range that "within x" means.</summary>
    public static int CellsWithin(double distance) => Math.Clamp((int)Math.Ceiling((distance * CellsPerUnit) - 1e-9), 0, Cells);

    // Thousands of roundings of a double.
    private const double Doubt = 1e-12;

    // So fine that a bucket meets two cells at most.
    private const int BucketsPerUnit = 8_192;

    private static readonly double[] StartRatios = [.. Enumerable.Range(0, Cells + 1).Select(cell => Math.Exp(-Start(cell)))];
    private static readonly double EndRatio = StartRatios[Cells];
    private static readonly int[] FirstCells = [.. Enumerable.Range(0, (int)((1 - EndRatio) * BucketsPerUnit) + 2).Select(bucket => CellOf(-Math.Log(1 - ((double)bucket / BucketsPerUnit))))];
}
