using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Core.Tests.State;

public class StateReaderTests
{
    [Fact]
    public void Read_OfWhatWasWritten_GivesItBack() => Law.Holds(
        Law.AnyLong, Gen.ArrayOf(Law.AnyLong), Gen.Choose(0, 50), (value, column, capacity) =>
        {
            byte[] bytes = StateBytes.Of(writer =>
            {
                writer.Write(Timestamp.FromNanos(value));
                writer.WriteColumn<long>(column);
                writer.Write(Side.Sell);
            });
            StateReader reader = new(bytes);
            Assert.Equal(value, reader.Read<Timestamp>().Nanos);
            long[] rows = reader.ReadColumn<long>(out int count, capacity);
            Assert.Equal(column, rows[..count]);
            Assert.Equal(Math.Max(capacity, column.Length), rows.Length);
            Assert.Equal(Side.Sell, reader.Read<Side>());
            Assert.True(reader.AtEnd);
        });

    [Fact]
    public void Read_OfStateThatWasCutOffAnywhere_IsInvalidState()
    {
        byte[] whole = StateBytes.Of(writer =>
        {
            writer.Write(5L);
            writer.WriteColumn<int>([1, 2, 3]);
        });
        ReadAll(whole);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidStateException>(() => ReadAll(whole[..length]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void ReadColumn_WhenItClaimsRowsThatAreNotThere_IsInvalidStateBeforeMemoryIsTaken(int claimed)
    {
        byte[] bytes = [.. BitConverter.GetBytes(claimed), .. new byte[23]]; // two rows of eight bytes and a rest
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidStateException>(() => new StateReader(bytes).ReadColumn<long>(out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_OfArbitraryBytes_NeverThrowsAnythingElse() => Law.Holds(
        Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 255), Gen.Constant(0)).Select(b => (byte)b)), bytes =>
        {
            try
            {
                ReadAll(bytes);
            }
            catch (InvalidStateException)
            {
                // the answer for damaged state
            }
        });

    private static void ReadAll(byte[] bytes)
    {
        StateReader reader = new(bytes);
        reader.Read<long>();
        reader.ReadColumn<int>(out _);
    }
}
