using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>The scenarios and policies that ship: folders beside the program, or of the checkout it was built from.</summary>
/// <param name="Root">Folder that holds <c>scenarios</c> and <c>policies</c>.</param>
public sealed record Library(string Root)
{
    private string ScenarioRoot => Path.Combine(Root, "scenarios");

    private string PolicyRoot => Path.Combine(Root, "policies");

    /// <summary>The library beside the program.</summary>
    public static Library Shipped { get; } = new(AppContext.BaseDirectory);

    /// <summary>Names of all scenarios, in order.</summary>
    public IReadOnlyList<string> ScenarioNames => !Directory.Exists(ScenarioRoot)
        ? []
        : [.. Directory.EnumerateDirectories(ScenarioRoot).Where(folder => File.Exists(Path.Combine(folder, ScenarioDocument.FileName))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Names of all policies, in order.</summary>
    public IReadOnlyList<string> PolicyNames => !Directory.Exists(PolicyRoot)
        ? []
        : [.. Directory.EnumerateFiles(PolicyRoot, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !name.EndsWith(".schema", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Folder of a scenario.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    public string ScenarioFolder(string name) => ScenarioNames.Contains(name)
        ? Path.Combine(ScenarioRoot, name)
        : throw new BadInputException(name, 0, null, "there is no scenario of that name", Suggestion.For(name, [.. ScenarioNames]));

    /// <summary>A policy by name, or by path if the name ends in .json or holds a separator.</summary>
    /// <exception cref="BadInputException">There is none, or it is wrong: names file, line and field.</exception>
    public PolicyDocument ReadPolicy(string nameOrPath)
    {
        bool isPath = nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || nameOrPath.Contains(Path.DirectorySeparatorChar);
        if (!isPath && !PolicyNames.Contains(nameOrPath))
            throw new BadInputException(nameOrPath, 0, null, "there is no policy of that name", Suggestion.For(nameOrPath, [.. PolicyNames]) + "; a path must end in .json");
        string file = isPath ? nameOrPath : Path.Combine(PolicyRoot, nameOrPath + ".json");
        try
        {
            return PolicyDocument.Read(InputFile.ReadAllBytes(file), LoadBase);
        }
        catch (DocumentException e)
        {
            throw new BadInputException(file, e.Line, e.Field.Length == 0 ? null : e.Field, e.Reason, "see docs/policies.md for the fields of a policy");
        }
    }

    private byte[]? LoadBase(string name) => PolicyNames.Contains(name) ? InputFile.ReadAllBytes(Path.Combine(PolicyRoot, name + ".json")) : null;
}
