using System.Xml.Linq;

namespace Spillway.Architecture.Tests.Rooms;

/// <summary>One project of src/, as its project file describes it.</summary>
/// <param name="Name">Name without the prefix: Core, Markets, …</param>
/// <param name="Assembly">Name of the assembly it builds.</param>
/// <param name="References">Rooms it references directly.</param>
/// <param name="IsDeclaredDeterministic">Whether the compiler bans clocks, I/O and floating point in it.</param>
internal sealed record Room(string Name, string Assembly, IReadOnlyList<string> References, bool IsDeclaredDeterministic)
{
    private const string Prefix = "Spillway.";

    /// <summary>Every room in src/.</summary>
    public static IReadOnlyList<Room> All { get; } =
        [.. Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Load)];

    /// <summary>The built assembly beside the tests.</summary>
    public string AssemblyPath => Path.Combine(AppContext.BaseDirectory, Assembly + ".dll");

    public override string ToString() => Name;

    private static Room Load(string projectPath)
    {
        XDocument project = XDocument.Load(projectPath);
        string fileName = Path.GetFileNameWithoutExtension(projectPath);
        IEnumerable<string> references = project.Descendants("ProjectReference").Select(e => (string?)e.Attribute("Include") ?? "")
            .Select(path => NameOf(Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))));
        return new Room(
            NameOf(fileName),
            project.Descendants("AssemblyName").SingleOrDefault()?.Value ?? fileName,
            [.. references],
            string.Equals(project.Descendants("DeterministicRoom").SingleOrDefault()?.Value, "true", StringComparison.Ordinal));
    }

    private static string NameOf(string project) => project.StartsWith(Prefix, StringComparison.Ordinal) ? project[Prefix.Length..] : project;
}
