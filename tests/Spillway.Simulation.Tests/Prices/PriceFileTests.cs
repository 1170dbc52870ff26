namespace Spillway.Simulation.Tests;

public sealed class PriceFileTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("spillway-data-");

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public void AllReal_WhenTheDataFolderHasNoCrashes_AreTheShippedTables()
    {
        Assert.Contains(PriceFile.Shipped, PriceFile.AllReal(data.FullName));
        Assert.Equal(PriceFile.AllReal(null), PriceFile.AllReal(data.FullName));
    }

    [Fact]
    public void AllReal_WhenTheDataFolderHasCrashes_HasThemToo()
    {
        string table = Path.Combine(data.CreateSubdirectory("crashes").FullName, "crash.csv");
        File.WriteAllText(table, PriceFile.Header);
        Assert.Equal([.. PriceFile.AllReal(null), table], PriceFile.AllReal(data.FullName));
    }

    [Fact]
    public void AllReal_WhenTheDataFolderIsNotThere_NamesIt()
    {
        string missing = Path.Combine(data.FullName, "missing");
        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => PriceFile.AllReal(missing)).Message, StringComparison.Ordinal);
    }
}
