namespace Spillway.Cli;

/// <summary>Entry point of <c>spillway</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Console.Out, Console.Error);
}
