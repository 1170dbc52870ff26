namespace Spillway.Simulation.Tests;

/// <summary>A temporary scenario folder: the shipped scenario with something changed, or a document of its own.</summary>
internal sealed class ScenarioFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spillway-scenario-");

    public string Name => folder.FullName;

    public string Document => Path.Combine(Name, ScenarioDocument.FileName);

    public string Prices => Path.Combine(Name, "prices.csv");

    public void Dispose() => folder.Delete(recursive: true);

    public Scenario Read() => ScenarioDocument.Read(Name);

    /// <summary>Writes the shipped scenario with one text replaced by another.</summary>
    public string Write(string from, string to)
    {
        string text = File.ReadAllText(Path.Combine(Checkout.ScenarioFolder, ScenarioDocument.FileName));
        if (from.Length > 0)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
        File.WriteAllText(Document, text);
        File.Copy(PriceFile.Shipped, Prices, overwrite: true);
        return text;
    }

    /// <summary>The answer to the shipped scenario with one text replaced: it names file, field, and the line of the field's last word.</summary>
    public BadInputException Refused(string from, string to, string field)
    {
        string text = Write(from, to);
        int at = text.IndexOf(to, StringComparison.Ordinal);
        int value = text.IndexOf('"' + field[(field.LastIndexOf('.') + 1)..] + '"', at, StringComparison.Ordinal);
        int line = 1 + text[..value].Count(c => c == '\n');
        BadInputException e = Assert.Throws<BadInputException>(Read);
        Assert.Equal((Document, line, field), (e.File, e.Line, e.Field));
        Assert.StartsWith($"{Document}:{line}: {field}: ", e.ToString(), StringComparison.Ordinal);
        return e;
    }
}
