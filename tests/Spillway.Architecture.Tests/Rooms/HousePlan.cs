namespace Spillway.Architecture.Tests.Rooms;

/// <summary>Which rooms there may be and which way their arrows may point. The same table as in docs/architecture.md.</summary>
internal static class HousePlan
{
    /// <summary>The rooms that are a pure function: integers only, no clock, I/O, threads or shared randomness.</summary>
    public static readonly IReadOnlyList<string> DeterministicRooms = ["Core", "Markets", "Margin", "Liquidation", "Venues", "Engine"];

    /// <summary>Rooms directly below each room; what lies below those may be used too.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Below = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Markets"] = ["Core"],
        ["Margin"] = ["Core"],
        ["Liquidation"] = ["Markets", "Margin"],
        ["Venues"] = ["Liquidation"],
        ["Engine"] = ["Liquidation", "Venues"],
        ["Signals"] = ["Markets", "Margin", "Liquidation"],
        ["Storage"] = ["Engine"],
        ["Simulation"] = ["Engine", "Signals", "Storage"],
        ["Service"] = ["Engine", "Signals", "Storage"],
        ["Benchmarks"] = ["Simulation"],
        ["Cluster"] = ["Simulation", "Service"],
        ["Cli"] = ["Cluster", "Benchmarks"],
    };

    /// <summary>Everything a room may reference.</summary>
    public static IReadOnlySet<string> AllowedFor(string room)
    {
        HashSet<string> allowed = new(StringComparer.Ordinal);
        Stack<string> open = new(Below[room]);
        while (open.TryPop(out string? next))
        {
            if (!allowed.Add(next)) continue;
            foreach (string below in Below[next]) open.Push(below);
        }
        return allowed;
    }

    /// <summary>What is wrong with the arrows of these rooms, one line each.</summary>
    public static IEnumerable<string> Faults(IEnumerable<(string Room, string Target)> arrows)
    {
        foreach ((string room, string target) in arrows)
        {
            if (!Below.ContainsKey(room)) yield return $"{room} is not in the house plan: say in docs/architecture.md and HousePlan where it stands";
            else if (!AllowedFor(room).Contains(target)) yield return $"{room} → {target} does not point downward";
        }
    }
}
