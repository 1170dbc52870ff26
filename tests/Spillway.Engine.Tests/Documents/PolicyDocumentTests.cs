using System.Globalization;
using System.Text;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine.Tests.Documents;

/// <summary>Policies as people write them: bounds, bases, errors with line and remedy.</summary>
public sealed class PolicyDocumentTests
{
    public static TheoryData<string> Numbers => [.. PolicyField.All.Where(f => f.Kind is PolicyFieldKind.Share or PolicyFieldKind.Seconds or PolicyFieldKind.Whole).Select(f => f.Path)];

    public static TheoryData<string> Paths => [.. PolicyField.All.Select(f => f.Path)];

    private static PolicyDocument Read(string text, params (string Name, string Document)[] bases) => PolicyDocument.Read(
        Encoding.UTF8.GetBytes(text), name => bases.Where(b => b.Name == name).Select(b => Encoding.UTF8.GetBytes(b.Document)).FirstOrDefault());

    private static DocumentException Fails(string text, params (string Name, string Document)[] bases) => Assert.Throws<DocumentException>(() => Read(text, bases));

    private static PolicyField Field(string path) => PolicyField.All.Single(f => f.Path == path);

    private static string With(string path, string value)
    {
        PolicyField field = Field(path);
        return $"{{\n\"name\": \"p\",\n\"{field.Section}\": {{\n  \"{field.Name}\": {value} }} }}";
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Read_OfANumber_TakesItsBoundsAndRefusesWhatIsBeyond(string path)
    {
        PolicyField field = Field(path);
        decimal step = field.Kind is PolicyFieldKind.Seconds or PolicyFieldKind.Whole ? 1 : 0.000001m;
        Assert.Equal(Text(field.Least), Read(With(path, Text(field.Least)))[path]);
        Assert.Equal(Text(field.Most), Read(With(path, Text(field.Most)))[path]);
        Assert.Equal(Text(field.Most), Read(With(path, $"\"{Text(field.Most)}\""))[path]); // as a text too
        foreach (decimal beyond in new[] { field.Least - step, field.Most + step })
        {
            DocumentException e = Fails(With(path, Text(beyond)));
            Assert.Equal((4, path), (e.Line, e.Field));
            Assert.Contains($"allowed is {field.Least} to {field.Most}", e.Message, StringComparison.Ordinal);
        }
        DocumentException finer = Fails(With(path, Text(field.Least + (step / 10))));
        Assert.Contains("finer than", finer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Read_OfAWrongType_NamesLineAndField(string path)
    {
        foreach (string wrong in new[] { "null", "[]", "{}", "[1]", Field(path).Kind == PolicyFieldKind.Switch ? "1" : "true", "\"zebra\"", "1e-1" })
        {
            DocumentException e = Fails(With(path, wrong));
            Assert.Equal((4, path), (e.Line, e.Field));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Read_WithoutAField_UsesItsDefaultWhichIsWithinItsBounds(string path)
    {
        PolicyField field = Field(path);
        Assert.Equal(field.Default, Read("{ \"name\": \"p\" }")[path]);
        bool isText = field.Kind == PolicyFieldKind.Choice;
        Assert.Equal(field.Default, Read(With(path, isText ? $"\"{field.Default}\"" : field.Default))[path]);
    }

    [Theory]
    [InlineData("{\n\"name\": \"p\",\n\"relaese\": { } }", 3, "relaese", "did you mean \"release\"?")]
    [InlineData("{\n\"name\": \"p\",\n\"release\": {\n\"flor\": 0 } }", 4, "release.flor", "did you mean \"floor\"?")]
    [InlineData("{\n\"name\": \"p\",\n\"qqqqqqqqqqqq\": 1 }", 3, "qqqqqqqqqqqq", "known are $schema, name, summary, extends, warning")]
    [InlineData("{\n\"name\": \"p\",\n\"sizing\": {\n\"method\": \"wholePositions\" } }", 4, "sizing.method", "did you mean \"wholePosition\"?")]
    [InlineData("{\n\"name\": \"p\",\n\"pacing\": {\n\"cooldown\": \"wait\" } }", 4, "pacing.cooldown", "pause")]
    [InlineData("{\n\"name\": \"p\",\n\"pacing\": {\n\"stagedAbove\": 0.5 } }", 4, "pacing.stagedAbove", "finer than")]
    [InlineData("{\n\"name\": \"p\",\n\"handOver\": {\n\"ranking\": \"randomstart\" } }", 4, "handOver.ranking", "did you mean \"randomStart\"?")]
    [InlineData("{\n\"name\": \"p\",\n\"valut\": { } }", 3, "valut", "did you mean \"vault\"?")]
    [InlineData("{\n\"name\": \"p\",\n\"insurance\": {\n\"blockLoss\": -1 } }", 4, "insurance.blockLoss", "allowed is 0 to 1000000000")]
    [InlineData("{\n\"name\": \"p\",\n\"sizing\": 1 }", 3, "sizing", "an object")]
    [InlineData("{\n\"name\": \"p\",\n\"name\": \"q\" }", 3, "name", "twice")]
    [InlineData("{\n\"summary\": \"no name\" }", 1, "", "field \"name\" is missing")]
    [InlineData("{\n\"name\": \"a b\" }", 2, "name", "1 to 64 letters")]
    [InlineData("{\n\"name\": \"\" }", 2, "name", "1 to 64 letters")]
    [InlineData("[]", 1, "", "an object")]
    [InlineData("{\n\"name\": \"p\",\n  oops }", 3, "", "not JSON")]
    [InlineData("{ \"name\": \"p\" }\n\n{}", 3, "", "")]
    [InlineData("{\n\"name\": \"p\",\n\"summary\": 3 }", 3, "summary", "a text")]
    public void Read_OfAMistake_SaysWhereAndWhatToDo(string text, int line, string field, string remedy)
    {
        DocumentException e = Fails(text);
        Assert.Equal((line, field), (e.Line, e.Field));
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAChain_LetsTheNearerDocumentWin()
    {
        PolicyDocument policy = Read(
            """{ "name": "c", "extends": "b", "release": { "floor": 0.003 } }""",
            ("b", """{ "name": "b", "extends": "a", "release": { "floor": 0.002, "amplification": 0.2 } }"""),
            ("a", """{ "name": "a", "release": { "floor": 0.001, "amplification": 0.1, "windowSeconds": 600 }, "netting": { "enabled": false } }"""));
        Assert.Equal(("c", "0.003", "0.2", "600", "false"), (policy.Name, policy["release.floor"], policy["release.amplification"], policy["release.windowSeconds"], policy["netting.enabled"]));
        Policy built = policy.ToPolicy();
        Assert.Equal((3_000_000, 200_000, 600, false), (built.Release.FloorPpb, built.Release.Amplification.Ppm, built.Release.WindowSeconds, built.Netting.Enabled));
    }

    [Fact]
    public void Read_OfACycle_IsRefused()
    {
        Assert.Contains("extend each other", Fails("""{ "name": "a", "extends": "a" }""", ("a", """{ "name": "a", "extends": "a" }""")).Message, StringComparison.Ordinal);
        Assert.Contains("extend each other", Fails("""{ "name": "a", "extends": "b" }""", ("a", """{ "name": "a", "extends": "b" }"""), ("b", """{ "name": "b", "extends": "a" }""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnUnknownBase_NamesIt() =>
        Assert.Contains("\"nobody\"", Fails("""{ "name": "a", "extends": "nobody" }""").Message, StringComparison.Ordinal);

    [Fact]
    public void ToJson_OfAnyPolicy_ReadsBackAsTheSame()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            PolicyDocument document = PolicyDocument.Read(RandomPolicy.Of(seed), _ => null);
            byte[] json = document.ToJson();
            PolicyDocument again = PolicyDocument.Read(json, _ => null);
            Assert.Equal(document.ToPolicy(), again.ToPolicy());
            Assert.Equal(json, again.ToJson());
            Assert.All(PolicyField.All, field => Assert.Equal(document[field.Path], again[field.Path]));
        }
    }

    [Theory]
    [InlineData("market-order")]
    [InlineData("spillway")]
    [InlineData("exogenous")]
    [InlineData("hyperliquid")]
    [InlineData("dydx-v4")]
    public void Read_OfThePoliciesOfTheRepository_Works(string name)
    {
        PolicyDocument policy = PolicyDocument.Read(Repository.Policy(name), _ => null);
        Assert.Equal(name, policy.Name);
        Assert.NotEqual("", policy.Summary);
        Assert.Equal(name, policy.ToPolicy().Name);
    }

    [Fact]
    public void Spillway_IsThePolicyOfTheFindings()
    {
        Policy policy = PolicyDocument.Read(Repository.Policy("spillway"), _ => null).ToPolicy();
        Assert.Equal((150_000, 1_000_000, 3_600, 200_000), (policy.Release.Amplification.Ppm, policy.Release.FloorPpb, policy.Release.WindowSeconds, policy.Release.PermanentShare.Ppm));
        Assert.Equal((666_667, RatePpm.Whole, SizingMethod.TargetHealth, HandOverRoute.Deleveraging), (policy.Release.HealthFloor.Ppm, policy.Sizing.Buffer.Ppm, policy.Sizing.Method, policy.HandOver.Route));
    }
}
