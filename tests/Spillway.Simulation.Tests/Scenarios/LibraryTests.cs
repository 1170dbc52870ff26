namespace Spillway.Simulation.Tests;

public sealed class LibraryTests
{
    [Fact]
    public void Library_AsShipped_ReadsEveryScenarioAndPolicy()
    {
        Assert.Contains("btc-2025-10-10", Checkout.Library.ScenarioNames);
        Assert.Superset(new HashSet<string> { "exogenous", "market-order", "spillway" }, new HashSet<string>(Checkout.Library.PolicyNames));
        Assert.All(Checkout.Library.PolicyNames, name => Assert.Equal(name, Checkout.Library.ReadPolicy(name).Name));
        Assert.All(Checkout.Library.ScenarioNames, name => Assert.Equal(name, VenueScenarioDocument.Read(Checkout.Library.ScenarioFolder(name)).Name));
    }

    [Fact]
    public void Library_WhenTheScenarioIsUnknown_NamesTheNearest()
    {
        BadInputException e = Assert.Throws<BadInputException>(() => Checkout.Library.ScenarioFolder("btc-2025-10-11"));
        Assert.Equal("btc-2025-10-11", e.File);
        Assert.Contains("btc-2025-10-10", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Library_WhenThePolicyIsUnknown_NamesTheNearest()
    {
        BadInputException e = Assert.Throws<BadInputException>(() => Checkout.Library.ReadPolicy("spilway"));
        Assert.Equal("spilway", e.File);
        Assert.Contains("\"spillway\"", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Library_WhenAPolicyFileIsNotThere_NamesIt()
    {
        string file = Path.Combine(Path.GetTempPath(), "no-such-policy-here.json");
        Assert.Equal(file, Assert.Throws<BadInputException>(() => Checkout.Library.ReadPolicy(file)).File);
    }

    [Theory]
    [InlineData("{\n \"name\": \"p\",\n \"release\": {\n \"amplification\": 2 } }", 4, "release.amplification")]
    [InlineData("{\n \"name\": \"p\",\n \"release\": {\n \"amplificaton\": 0.1 } }", 4, "release.amplificaton")]
    [InlineData("{\n \"name\": \"p\",\n \"handOver\": { \"route\": \"nowhere\" } }", 3, "handOver.route")]
    public void Library_WhenAPolicyFileIsWrong_NamesFileLineAndField(string text, int line, string field)
    {
        string file = Path.ChangeExtension(Path.GetTempFileName(), ".json");
        try
        {
            File.WriteAllText(file, text);
            BadInputException e = Assert.Throws<BadInputException>(() => Checkout.Library.ReadPolicy(file));
            Assert.Equal((file, line, field), (e.File, e.Line, e.Field));
        }
        finally
        {
            File.Delete(file);
            File.Delete(Path.ChangeExtension(file, ".tmp"));
        }
    }

    [Fact]
    public void Library_WithoutFolders_IsEmpty()
    {
        Library none = new(Path.Combine(Path.GetTempPath(), "no-such-library-here"));
        Assert.Empty(none.ScenarioNames);
        Assert.Empty(none.PolicyNames);
    }
}
