namespace Spillway.Core.Tests.State;

public class StateWriterTests
{
    [Fact]
    public void Write_OfEveryWidth_IsLittleEndianWithoutPadding()
    {
        byte[] bytes = StateBytes.Of(writer =>
        {
            writer.Write((byte)0x01);
            writer.Write(0x0203_0405);
            writer.Write(Money.FromUnits(-2));
            writer.Write(true);
            writer.WriteColumn<short>([0x0607, 0x0809]);
        });
        Assert.Equal("0105040302FEFFFFFFFFFFFFFF010200000007060908", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Write_BeforeFlush_KeepsToItself()
    {
        StateBytes sink = new();
        StateWriter writer = new(sink);
        writer.Write(1);
        Assert.Equal(0, sink.Calls);
        writer.Flush();
        writer.Flush();
        Assert.Equal(1, sink.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public void WriteColumn_OfAnyLength_ArrivesWholeAndInOrder(int length)
    {
        byte[] column = new byte[length];
        for (int i = 0; i < length; i++) column[i] = (byte)(i % 251);
        byte[] bytes = StateBytes.Of(writer =>
        {
            writer.Write((byte)7);
            writer.WriteColumn<byte>(column);
            writer.Write((byte)9);
        });
        Assert.Equal([7, .. BitConverter.GetBytes(length), .. column, 9], bytes);
    }
}
