using Spillway.Benchmarks.Book.Peers;

namespace Spillway.Benchmarks.Tests.Book.Peers;

public class PeerStreamTests
{
    private static readonly PeerStream Stream = PeerRung.Prepare(resting: 200, warmUp: 500, timed: 5_000);

    public static TheoryData<string> Books => ["sorted", "heap"];

    [Theory]
    [MemberData(nameof(Books))]
    public void Play_OfTheWholeStream_FillsWhatOurBookFills(string name)
    {
        IPeerBook book = name == "sorted" ? new SortedBook() : new HeapBook(), ours = new LadderBook(5_700);
        foreach (PeerOperation operation in Stream.Operations)
        {
            book.Play(in operation);
            ours.Play(in operation);
            Assert.Equal((ours.Fills, ours.FilledLots), (book.Fills, book.FilledLots)); // after every operation, so the same orders meet
        }
        Assert.InRange(Stream.Fills, 500, ours.Fills - 1);
    }

    [Fact]
    public void Write_Always_GivesTotalsAndOneLineAnOperation()
    {
        using StringWriter writer = new();
        Stream.Write(writer);
        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Stream.Operations.Length + 1, lines.Length);
        Assert.Equal($"operations={Stream.Operations.Length} untimed={Stream.Untimed} fills={Stream.Fills} lots={Stream.FilledLots}", lines[0].TrimEnd('\r'));
        PeerOperation first = Stream.Operations[0];
        Assert.Equal($"Limit,{first.Id},-1,{first.Side},{first.Price},{first.Lots}", lines[1].TrimEnd('\r'));
    }
}
