namespace Spillway.Storage.Tests;

public sealed class Crc32CTests
{
    [Fact]
    public void Of_TheStandardCheckString_IsTheStandardCheckValue() => Assert.Equal(0xE306_9283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Of_ThirtyTwoZeros_IsTheValueOfRfc3720() => Assert.Equal(0x8A91_36AAu, Crc32C.Of(new byte[32]));

    [Fact]
    public void Of_TwoParts_IsThatOfTheWhole_WhereverItIsCut()
    {
        byte[] bytes = JournalSample.NastyPayload(5);
        for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal(Crc32C.Of(bytes), Crc32C.Of(bytes.AsSpan(0, cut), bytes.AsSpan(cut)));
    }
}
