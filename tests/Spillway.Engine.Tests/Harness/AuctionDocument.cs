using System.Globalization;

namespace Spillway.Engine.Tests;

/// <summary>Documents of policies with auctions, for the small venue.</summary>
internal static class AuctionDocument
{
    /// <summary>The book closed, so that all of a close is offered; what is left over is deleveraged.</summary>
    public static string With(string auction, string rest = """ "release": { "method": "closed" } """) => $$"""
        {
          "name": "auctioned", "netting": { "enabled": false }, {{rest}},
          "auction": { "enabled": true, "healthFloor": 0.6, "inFlightShare": 1, "leastValue": 0, {{auction}} }
        }
        """;

    public static string Linear(decimal largest = 0.02m, int seconds = 10, int restarts = 0) => With(string.Create(
        CultureInfo.InvariantCulture, $"\"shape\": \"linear\", \"largestDiscount\": {largest}, \"durationSeconds\": {seconds}, \"restarts\": {restarts}"));
}
