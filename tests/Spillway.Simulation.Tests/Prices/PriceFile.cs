namespace Spillway.Simulation.Tests;

/// <summary>Price files of the tests: temporary ones, and the real ones that are there.</summary>
internal sealed class PriceFile : IDisposable
{
    public const string Header = "open_time,open,high,low,close,volume,quote_volume,trades,taker_buy_volume";
    public const string First = "1760129340000,100.5,101,100,100.25,60.5,6080.25,1960,20.5";
    public const string Second = "1760129400000,100.25,102,99.5,101.75,70,7035,2000,30";

    public PriceFile(string text)
        : this(System.Text.Encoding.UTF8.GetBytes(text))
    {
    }

    public PriceFile(byte[] bytes)
    {
        Name = Path.GetTempFileName();
        File.WriteAllBytes(Name, bytes);
    }

    public string Name { get; }

    public static string Lines(params string[] lines) => string.Join('\n', lines) + "\n";

    /// <summary>The shipped price table.</summary>
    public static string Shipped => CheckoutFolder.PathOf("scenarios/btc-2025-10-10/prices.csv");

    /// <summary>Every shipped table, and the further ones in folder <c>crashes</c> of the data folder that SPILLWAY_DATA names.</summary>
    public static IEnumerable<string> AllReal() => AllReal(Environment.GetEnvironmentVariable("SPILLWAY_DATA"));

    /// <summary>Every shipped table, and those in folder <c>crashes</c> of a data folder; a data folder may do without it.</summary>
    /// <param name="data">The data folder; null or empty for none.</param>
    /// <exception cref="DirectoryNotFoundException">It is named but not there: tables that somebody counts on would be left out unnoticed.</exception>
    public static IEnumerable<string> AllReal(string? data)
    {
        string[] shipped = Directory.GetFiles(CheckoutFolder.PathOf("scenarios"), "prices.csv", SearchOption.AllDirectories);
        if (string.IsNullOrEmpty(data)) return shipped;
        if (!Directory.Exists(data)) throw new DirectoryNotFoundException($"SPILLWAY_DATA: there is no folder {data}; name one, or unset it to test the shipped tables only");
        string crashes = Path.Combine(data, "crashes");
        return Directory.Exists(crashes) ? [.. shipped, .. Directory.GetFiles(crashes, "*.csv")] : shipped;
    }

    public void Dispose() => File.Delete(Name);
}
