using System.Xml.Linq;
using Mono.Cecil;

namespace Spillway.Architecture.Tests.Rooms;

public class HousePlanTests
{
    [Fact]
    public void ProjectReferences_OfEveryRoom_PointDownward() =>
        Assert.Empty(HousePlan.Faults(Room.All.SelectMany(room => room.References.Select(target => (room.Name, target)))));

    [Fact]
    public void AssemblyReferences_OfEveryRoom_PointDownward()
    {
        Dictionary<string, string> roomOf = Room.All.ToDictionary(room => room.Assembly, room => room.Name, StringComparer.Ordinal);
        List<(string, string)> arrows = [];
        foreach (Room room in Room.All)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(room.AssemblyPath);
            arrows.AddRange(module.AssemblyReferences.Where(r => roomOf.ContainsKey(r.Name)).Select(r => (room.Name, roomOf[r.Name])));
        }
        Assert.NotEmpty(arrows);
        Assert.Empty(HousePlan.Faults(arrows));
    }

    [Fact]
    public void Rooms_InSrc_AreAllInThePlan() => Assert.Empty(Room.All.Select(room => room.Name).Except(HousePlan.Below.Keys));

    [Fact]
    public void DeterministicRooms_InTheirProjectFile_AreBannedFromTheWorld() => Assert.Equal(
        Room.All.Where(room => HousePlan.DeterministicRooms.Contains(room.Name)).Select(room => room.Name),
        Room.All.Where(room => room.IsDeclaredDeterministic).Select(room => room.Name));

    [Fact]
    public void Solution_Always_NamesEveryProject()
    {
        IEnumerable<string> named = XDocument.Load(Repository.PathOf("Spillway.slnx")).Descendants("Project").Select(e => (string)e.Attribute("Path")!);
        Assert.Equal(Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Core", "Engine")]
    [InlineData("Markets", "Margin")]
    [InlineData("Signals", "Engine")]
    [InlineData("Engine", "Engine")]
    [InlineData("Attic", "Core")]
    public void Faults_WhenAnArrowIsNotAllowed_NamesIt(string room, string target) =>
        Assert.StartsWith(room, Assert.Single(HousePlan.Faults([(room, target)])));

    [Fact]
    public void Faults_WhenAnArrowSkipsARoomDownward_AllowsIt() => Assert.Empty(HousePlan.Faults([("Engine", "Core"), ("Cli", "Markets")]));
}
