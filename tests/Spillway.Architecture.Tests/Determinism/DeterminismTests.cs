using Mono.Cecil;
using Spillway.Architecture.Tests.Rooms;

namespace Spillway.Architecture.Tests.Determinism;

public class DeterminismTests
{
    public static TheoryData<string> DeterministicRooms =>
        [.. Room.All.Select(room => room.Name).Where(HousePlan.DeterministicRooms.Contains)];

    [Theory]
    [MemberData(nameof(DeterministicRooms))]
    public void CompiledRoom_WhenDeterministic_TouchesNoFloatingPointAndNoWorld(string name)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Room.All.Single(room => room.Name == name).AssemblyPath);
        Assert.Empty(module.Types.SelectMany(DeterminismRules.Violations));
    }

    [Theory]
    [InlineData(nameof(Offences.doubleField), "System.Double")]
    [InlineData(nameof(Offences.nestedFloats), "System.Single")]
    [InlineData(nameof(Offences.Signature), "System.Half")]
    [InlineData(nameof(Offences.Literal), "ldc.r8")]
    [InlineData(nameof(Offences.Conversion), "conv.r8")]
    [InlineData(nameof(Offences.Root), "System.Double")]
    [InlineData(nameof(Offences.Clock), "System.DateTime")]
    [InlineData(nameof(Offences.Ticks), "System.Environment::get_TickCount64")]
    [InlineData(nameof(Offences.Wait), "System.Threading.Thread")]
    [InlineData(nameof(Offences.Disk), "System.IO.File")]
    [InlineData(nameof(Offences.Dice), "System.Random")]
    [InlineData(nameof(Offences.Id), "System.Guid::NewGuid")]
    [InlineData(nameof(Offences.Hash), "System.String::GetHashCode")]
    [InlineData(nameof(Offences.Lambda), "System.Console")]
    public void Violations_WhenCodeOffends_NamesTheOffence(string member, string offence) => Assert.Contains(
        ViolationsOf(nameof(Offences)),
        line => line.Contains(member, StringComparison.Ordinal) && line.Contains(offence, StringComparison.Ordinal));

    [Fact]
    public void Violations_WhenCodeIsExact_AreNone() => Assert.Empty(ViolationsOf(nameof(Innocent)));

    private static List<string> ViolationsOf(string sample)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(DeterminismTests).Assembly.Location);
        TypeDefinition tests = module.Types.Single(type => type.Name == nameof(DeterminismTests));
        return [.. DeterminismRules.Violations(tests.NestedTypes.Single(type => type.Name == sample))];
    }

    /// <summary>One of each; never run.</summary>
#pragma warning disable CS0649 // nothing assigns what nothing runs
    private static class Offences
    {
        internal static double doubleField;
        internal static Dictionary<int, float[]>? nestedFloats;

        internal static Half Signature(Half half) => half;

        internal static bool Literal() => doubleField > 0.5;

        internal static long Conversion(long value) => (long)(value * doubleField);

        internal static long Root(long value) => (long)Math.Sqrt(value);

        internal static long Clock() => DateTime.UtcNow.Ticks;

        internal static long Ticks() => Environment.TickCount64;

        internal static void Wait() => Thread.Sleep(1);

        internal static bool Disk() => File.Exists("x");

        internal static int Dice() => Random.Shared.Next();

        internal static Guid Id() => Guid.NewGuid();

        internal static int Hash(string text) => text.GetHashCode(StringComparison.Ordinal);

        internal static Action Lambda() => () => Console.WriteLine();
    }

#pragma warning restore CS0649

    /// <summary>What the rooms are full of.</summary>
    private static class Innocent
    {
        internal static IEnumerable<Int128> Iterator(int count)
        {
            for (int i = 0; i < count; i++) yield return (Int128)i * i;
        }

        internal static string Text(long value) => value < 0 ? throw new InvalidDataException("negative") : $"{value} lots";

        internal static decimal Exact(decimal value) => value / 3;
    }
}
