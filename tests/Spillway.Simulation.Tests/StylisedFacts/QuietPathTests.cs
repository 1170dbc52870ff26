using Spillway.Core;

namespace Spillway.Simulation.Tests;

public sealed class QuietPathTests
{
    private const int DayMinutes = 1_440;
    private const double OpenInterest = 1e9;

    private static readonly Timestamp start = Timestamp.FromMilliseconds(1_760_129_340_000);

    [Fact]
    public void Path_OfAnotherLength_BeginsTheSame()
    {
        QuietPath longer = Draw(QuietTerms.Default, 3, 90), shorter = Draw(QuietTerms.Default, 3, 30);
        Assert.Equal(shorter.Path.Prices.ToArray(), longer.Path.Prices[..1_800].ToArray());
        Assert.Equal(shorter.VolumePerSecond, longer.VolumePerSecond.Take(30));
        Assert.NotEqual(shorter.Path.Prices.ToArray(), Draw(QuietTerms.Default, 4, 30).Path.Prices.ToArray());
    }

    [Fact]
    public void Bars_HoldThePathAndItsVolume()
    {
        QuietPath path = Draw(QuietTerms.Default, 1, 60);
        for (int minute = 0; minute < 60; minute++)
        {
            double[] inside = path.Path.Prices.Slice(minute * 60, 60).ToArray();
            Assert.Equal(inside[0], (double)path.Table.Bars[minute].Open, 1e-6);
            Assert.Equal(inside.Max(), (double)path.Table.Bars[minute].High, 1e-6);
            Assert.Equal(inside.Min(), (double)path.Table.Bars[minute].Low, 1e-6);
            Assert.Equal(60 * path.VolumePerSecond[minute], (double)path.Table.Bars[minute].QuoteVolume, 1e-3);
        }
        Assert.Equal(60 * 60 * Timestamp.NanosPerSecond, path.Path.End - path.Path.Start);
    }

    // 86,400 squares leave 0.5 % of error in the variance.
    [Fact]
    public void PlainPath_HasTheStatedVolatilityAndTurnover()
    {
        QuietPath path = Draw(QuietTerms.Default.Plain, 1, DayMinutes);
        double[] logs = Logs(path);
        double variance = logs.Zip(logs.Skip(1), (a, b) => (b - a) * (b - a)).Sum();
        Assert.Equal(0.025 * 0.025, variance, 0.03 * 0.025 * 0.025);
        Assert.Equal(2 * OpenInterest, path.VolumePerSecond.Sum() * 60, 1);
    }

    [Fact]
    public void Path_OverEightDays_HasTailAndMemoryAndAPlainOneHasNeither()
    {
        ReturnFacts facts = Facts(QuietTerms.Default), plain = Facts(QuietTerms.Default.Plain);
        Assert.InRange(facts.Tail(1)!.Value.Alpha, 2.5, 4);
        Assert.True(facts.MemoryStrength() > 10);
        Assert.NotNull(facts.MemoryExponent());
        Assert.Null(plain.MemoryExponent());
        Assert.InRange(plain.Tail(1)!.Value.Alpha, 4.5, 8);
        Assert.InRange(plain.MemoryStrength(), -3, 3);
        Assert.InRange(plain.SignedMemory(), 0, 3.5);
        Assert.InRange(facts.SignedMemory(), 0, 3.5);
    }

    private static ReturnFacts Facts(QuietTerms terms) => new([.. Enumerable.Range(1, 8).Select(seed => Logs(Draw(terms, (ulong)seed, DayMinutes)))]);

    private static double[] Logs(QuietPath path) => Array.ConvertAll(path.Path.Prices.ToArray(), Math.Log);

    private static QuietPath Draw(QuietTerms terms, ulong seed, int minutes) => QuietPath.Draw(terms, start, 100_000, OpenInterest, seed, minutes);
}
