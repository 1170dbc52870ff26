using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Spillway.Simulation;

namespace Spillway.Cli.Output;

/// <summary>Collects the decisions of the first seed of each policy and writes them as compressed JSON lines.</summary>
internal sealed class DecisionLog
{
    private readonly ConcurrentDictionary<string, List<Decision>> decisions = new();

    public Narrator NarratorOf(string policy)
    {
        List<Decision> list = decisions.GetOrAdd(policy, _ => []);
        return new Narrator(list.Add);
    }

    public void Write(string file)
    {
        using FileStream stream = File.Create(file);
        using GZipStream gzip = new(stream, CompressionLevel.Fastest);
        using StreamWriter writer = new(gzip, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach ((string policy, List<Decision> list) in decisions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (Decision decision in list) writer.WriteLine(decision.ToJson(policy).ToJsonString());
        }
    }
}
