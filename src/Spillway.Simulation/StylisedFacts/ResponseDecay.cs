namespace Spillway.Simulation;

/// <summary>How fast a response to a shock goes back.</summary>
internal static class ResponseDecay
{
    /// <summary>Steps from the peak of a response until half of the peak is left, interpolated between steps; null where it never gets there.</summary>
    /// <param name="response">Response step by step from the shock on, positive in the direction of the shock.</param>
    public static double? HalfLife(ReadOnlySpan<double> response)
    {
        int peak = 0;
        for (int i = 1; i < response.Length; i++)
        {
            if (response[i] > response[peak]) peak = i;
        }
        if (response.IsEmpty || response[peak] <= 0) return null;
        double half = response[peak] / 2;
        for (int i = peak + 1; i < response.Length; i++)
        {
            if (response[i] > half) continue;
            return i - 1 - peak + ((response[i - 1] - half) / (response[i - 1] - response[i]));
        }
        return null;
    }
}
