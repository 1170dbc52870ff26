namespace Spillway.Simulation;

/// <summary>Student's t distribution, as far as intervals of few values need it.</summary>
internal static class StudentT
{
    // Computed with 30 digits from the regularised incomplete beta function; the tests check them against the closed form of the distribution.
    private static readonly double[] quantile975 =
    [
        12.706204736174705, 4.3026527297494639, 3.1824463052837096, 2.7764451051977944, 2.5705818356363155, 2.44691185114497, 2.3646242515927853,
        2.3060041352041667, 2.2621571627982055, 2.2281388519862747, 2.2009851600916399, 2.1788128296672289, 2.1603686564627925, 2.1447866879178038,
        2.1314495455597757, 2.1199052992212547, 2.1098155778333171, 2.1009220402410385, 2.0930240544083098, 2.0859634472658648, 2.0796138447276804,
        2.0738730679040262, 2.0686576104190487, 2.0638985616280258, 2.0595385527532977, 2.0555294386428732, 2.0518305164802856, 2.0484071417952452,
    ];

    /// <summary>The value that is exceeded with probability 0.025.</summary>
    /// <param name="degreesOfFreedom">From 1 to 28.</param>
    public static double Quantile975(int degreesOfFreedom) => quantile975[degreesOfFreedom - 1];
}
