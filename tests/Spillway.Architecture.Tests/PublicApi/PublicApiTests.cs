using System.Reflection;
using Spillway.Architecture.Tests.Rooms;

namespace Spillway.Architecture.Tests.PublicApi;

/// <summary>The public surface of every room is a reviewed text file. SPILLWAY_ACCEPT_API=1 rewrites the files.</summary>
public class PublicApiTests
{
    private const string Folder = "tests/Spillway.Architecture.Tests/PublicApi";

    public static TheoryData<string> Rooms => [.. Room.All.Select(room => room.Name)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void PublicApi_OfARoom_IsWhatWasAccepted(string name)
    {
        IReadOnlyList<string> actual = ApiPrinter.Print(Assembly.LoadFrom(Room.All.Single(room => room.Name == name).AssemblyPath));
        string file = $"{Folder}/Spillway.{name}.txt";
        if (Environment.GetEnvironmentVariable("SPILLWAY_ACCEPT_API") == "1") Accept(file, actual);
        string[] accepted = File.Exists(Repository.PathOf(file)) ? Repository.ReadLines(file) : [];
        Assert.True(accepted.SequenceEqual(actual, StringComparer.Ordinal), Difference(file, accepted, actual));
    }

    [Fact]
    public void AcceptedFiles_Always_BelongToARoom() => Assert.Empty(
        Repository.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith(".txt", StringComparison.Ordinal))
            .Except(Room.All.Select(room => $"{Folder}/Spillway.{room.Name}.txt")));

    [Fact]
    public void Difference_WhenLinesCameAndWent_NamesThem()
    {
        string text = Difference("x.txt", ["A", "B"], ["B", "C"]);
        Assert.Contains("- A", text, StringComparison.Ordinal);
        Assert.Contains("+ C", text, StringComparison.Ordinal);
        Assert.DoesNotContain("B", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_OfATypeWithEveryKindOfMember_ReadsAsDeclared() => Assert.Equal(
        [
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown : sealed class : IComparable<int>",
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown.CompareTo(int other) : int",
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown.Count { get } : int",
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown.Limit = 3 : const long",
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown.Name { get init } : string",
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown.Take<T>(in long? first, out T[] rows, int count = 2) : static bool",
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown.ToString() : override string",
            "Spillway.Architecture.Tests.PublicApi.PublicApiTests.Shown.new(int count)",
        ],
        ApiPrinter.Print(typeof(Shown)).Order(StringComparer.Ordinal));

    private static void Accept(string file, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) File.Delete(Repository.PathOf(file));
        else File.WriteAllText(Repository.PathOf(file), string.Join('\n', lines) + "\n");
    }

    private static string Difference(string file, IReadOnlyList<string> accepted, IReadOnlyList<string> actual)
    {
        IEnumerable<string> changes = accepted.Except(actual).Select(line => "- " + line).Concat(actual.Except(accepted).Select(line => "+ " + line));
        return $"The public API differs from {file}; if that is meant, accept it with SPILLWAY_ACCEPT_API=1 ./test PublicApi\n{string.Join('\n', changes)}";
    }

#pragma warning disable CS1591, CA1036, MA0077, MA0094 // a sample, not an API
    public sealed class Shown(int count) : IComparable<int>
    {
        public const long Limit = 3;

        private readonly int hidden = count;

        public int Count => hidden;

        public string Name { get; init; } = "";

        internal int Inside => hidden;

        public static bool Take<T>(in long? first, out T[] rows, int count = 2)
        {
            rows = new T[count];
            return first is not null;
        }

        public int CompareTo(int other) => hidden.CompareTo(other);

        public override string ToString() => Name;
    }
#pragma warning restore CS1591, CA1036, MA0077, MA0094
}
