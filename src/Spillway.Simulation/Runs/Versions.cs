using System.Reflection;

namespace Spillway.Simulation;

/// <summary>Version of the engine, as it stands in results and journals.</summary>
public static class Versions
{
    /// <summary>Version of this build, without build metadata.</summary>
    public static string Engine { get; } = typeof(Versions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
