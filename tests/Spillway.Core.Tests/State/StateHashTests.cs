using System.Text;

namespace Spillway.Core.Tests.State;

public class StateHashTests
{
    /// <summary>The example of FIPS 180-2, appendix B.1.</summary>
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Finish_OfTheStandardsExample_IsItsDigest()
    {
        using StateHash.Sink sink = new();
        sink.Append("a"u8);
        sink.Append("bc"u8);
        Assert.Equal(Abc, sink.Finish().ToString());
    }

    [Fact]
    public void Finish_WhenCalledAgain_StartsOver()
    {
        using StateHash.Sink sink = new();
        sink.Append("something else"u8);
        sink.Finish();
        sink.Append(Encoding.ASCII.GetBytes("abc"));
        Assert.Equal(Abc, sink.Finish().ToString());
    }

    /// <summary>Changes only with the format of the state: every recorded hash changes with it.</summary>
    [Fact]
    public void Finish_OfWrittenState_IsTheSameOnEveryRunAndMachine()
    {
        using StateHash.Sink sink = new();
        StateWriter writer = new(sink);
        writer.Write(AccountId.FromIndex(3));
        writer.Write(Money.FromUnits(-1_000_000));
        writer.WriteColumn<RatePpm>([RatePpm.FromPpm(10_000), RatePpm.FromPpm(20_000)]);
        writer.Flush();
        Assert.Equal("f6c637ab7ae1241eb162cad15d97f30771d3a223db433ae1975db21c6807dc5e", sink.Finish().ToString());
    }

    [Fact]
    public void FromBytes_OfCopiedBytes_IsTheSameHash()
    {
        byte[] bytes = Convert.FromHexString(Abc);
        StateHash hash = StateHash.FromBytes(bytes);
        byte[] copy = new byte[StateHash.Size];
        hash.CopyTo(copy);
        Assert.Equal(bytes, copy);
        Assert.Equal(Abc, hash.ToString());
    }

    [Fact]
    public void ToString_WhenTheHashBeginsWithZeros_KeepsThem() => Assert.Equal(new string('0', 63) + "1", new StateHash(0, 1).ToString());
}
