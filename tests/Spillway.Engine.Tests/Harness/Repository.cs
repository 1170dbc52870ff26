namespace Spillway.Engine.Tests;

/// <summary>The policies of the checkout.</summary>
internal static class Repository
{
    public static byte[] Policy(string name) => File.ReadAllBytes(CheckoutFolder.PathOf($"policies/{name}.json"));

    /// <summary>The policy as it reaches the engine: bases resolved, every field written out.</summary>
    public static byte[] ResolvedPolicy(string name) => name switch
    {
        ScheduledPolicy.Name => ScheduledPolicy.Document,
        ClearedPolicy.Name => ClearedPolicy.Document,
        _ => PolicyDocument.Read(Policy(name), _ => null).ToJson(),
    };
}
