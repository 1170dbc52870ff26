namespace Spillway.Core.Tests.Randomness;

public class PhiloxTests
{
    /// <summary>Known answers of philox4x32 with 10 rounds, from the kat_vectors file of the authors' Random123 library.</summary>
    [Theory]
    [InlineData(0x00000000_00000000, 0x00000000_00000000, 0x00000000_00000000, 0xe169c58d_6627e8d5, 0x9b00dbd8_bc57ac4c)]
    [InlineData(0xffffffff_ffffffff, 0xffffffff_ffffffff, 0xffffffff_ffffffff, 0x41c83b0e_408f276d, 0x6d5451fd_a20bc7c6)]
    [InlineData(0x299f31d0_a4093822, 0x85a308d3_243f6a88, 0x03707344_13198a2e, 0x94fdcceb_d16cfe09, 0x24126ea1_5001e420)]
    public void Draw_OfTheKnownCounters_IsTheKnownAnswer(ulong key, ulong counterLow, ulong counterHigh, ulong low, ulong high) =>
        Assert.Equal((low, high), Philox.Draw(key, counterLow, counterHigh));

    [Fact]
    public void Draw_OfManyCounters_NeverRepeats()
    {
        HashSet<(ulong, ulong)> seen = [];
        for (ulong counter = 0; counter < 50_000; counter++)
        {
            Assert.True(seen.Add(Philox.Draw(1, counter, 0)));
            Assert.True(seen.Add(Philox.Draw(1, 0, counter + 1)));
            Assert.True(seen.Add(Philox.Draw(counter + 2, 0, 0)));
        }
    }

    [Fact]
    public void Draw_WhenOneBitOfTheCounterFlips_ChangesHalfOfTheBits()
    {
        long flipped = 0;
        const int Draws = 4_096;
        for (ulong i = 0; i < Draws; i++)
        {
            (ulong low, ulong high) = Philox.Draw(7, i, 0);
            (ulong otherLow, ulong otherHigh) = Philox.Draw(7, i ^ (1UL << (int)(i % 64)), 0);
            flipped += (long)(ulong.PopCount(low ^ otherLow) + ulong.PopCount(high ^ otherHigh));
        }
        Assert.InRange(flipped / (double)Draws, 63, 65); // 64 expected, standard error 0.09
    }
}
