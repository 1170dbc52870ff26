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

    /// <summary>Every shipped table, and those of the data folder where there is one.</summary>
    public static IEnumerable<string> AllReal()
    {
        foreach (string scenario in Directory.GetDirectories(CheckoutFolder.PathOf("scenarios")))
        {
            string prices = Path.Combine(scenario, "prices.csv");
            if (File.Exists(prices)) yield return prices;
        }
        string? data = Environment.GetEnvironmentVariable("SPILLWAY_DATA");
        if (string.IsNullOrEmpty(data)) yield break;
        foreach (string prices in Directory.GetFiles(Path.Combine(data, "crashes"), "*.csv")) yield return prices;
    }

    public void Dispose() => File.Delete(Name);
}
