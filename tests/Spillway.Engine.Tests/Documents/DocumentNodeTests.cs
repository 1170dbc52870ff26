using System.Text;

namespace Spillway.Engine.Tests.Documents;

/// <summary>Every value knows its line and path.</summary>
public sealed class DocumentNodeTests
{
    private static DocumentNode Parse(string text) => DocumentNode.Parse(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Parse_OfNestedValues_KnowsTheLineAndPathOfEach()
    {
        DocumentNode root = Parse("""
            // a remark
            {
              "first": 1, "second":
                "text",
              /* two
                 lines */
              "list": [
                true,
                { "deep": [ 1,
                            2.50 ] },
              ],
            }
            """);
        Assert.Equal((2, ""), (root.Line, root.Path));
        Assert.Equal((3, "first"), (root.Required("first").Line, root.Required("first").Path));
        Assert.Equal((4, "text"), (root.Required("second").Line, root.Required("second").AsText()));
        IReadOnlyList<DocumentNode> list = root.Required("list").AsList();
        Assert.Equal((7, 8, 9), (root.Required("list").Line, list[0].Line, list[1].Line));
        DocumentNode last = list[1].Required("deep").AsList()[1];
        Assert.Equal((10, "list[1].deep[1]", 2.50m), (last.Line, last.Path, last.AsDecimal(0, 9)));
        Assert.True(list[0].AsBoolean());
        Assert.Null(root.Optional("third"));
    }

    [Fact]
    public void Parse_WithCarriageReturns_CountsLinesOnce()
    {
        DocumentNode root = Parse("{\r\n\"a\": 1,\r\n\"b\": 2 }");
        Assert.Equal(3, root.Required("b").Line);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"a\": }", 2)]
    [InlineData("{\n\"a\": 1\n", 3)]
    [InlineData("{\n\n\"a\": 1,\n\"a\": 2 }", 4)]
    [InlineData("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", 1)]
    [InlineData("\n\"\\ud800\"", 2)]
    [InlineData("{\"a\": 1}\n1", 2)]
    public void Parse_OfWhatIsNotADocument_NamesTheLine(string text, int line) => Assert.Equal(line, Assert.Throws<DocumentException>(() => Parse(text)).Line);

    [Fact]
    public void Parse_OfInvalidUtf8_IsRefused() => Assert.Throws<DocumentException>(() => DocumentNode.Parse([(byte)'"', 0xC3, 0x28, (byte)'"']));

    [Theory]
    [InlineData("1e3")]
    [InlineData("1_000")]
    [InlineData("\" 1\"")]
    [InlineData("\"1,000\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"\"")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("true")]
    public void AsDecimal_OfWhatIsNotPlain_IsRefused(string text) => Assert.Throws<DocumentException>(() => Parse(text).AsDecimal(-1_000_000, 1_000_000));

    [Theory]
    [InlineData("0.15", 6, 150_000)]
    [InlineData("\"0.150\"", 6, 150_000)]
    [InlineData("-3", 0, -3)]
    [InlineData("0.000000001", 9, 1)]
    [InlineData("9000000000", 9, 9_000_000_000_000_000_000)]
    public void AsParts_OfAPlainNumber_IsExact(string text, int digits, long parts) => Assert.Equal(parts, Parse(text).AsParts(digits, -10, 9_000_000_000));

    [Fact]
    public void Parse_OfADocumentWithManyFields_TakesNoLongerThanItsSize()
    {
        // 40,000 fields: looking each name up among all before it would take a second and more.
        StringBuilder text = new("{");
        for (int i = 0; i < 40_000; i++) text.Append(i == 0 ? "" : ",").Append("\"f").Append(i).Append("\":1");
        text.Append('}');
        long before = Environment.TickCount64;
        Assert.Equal(40_000, Parse(text.ToString()).Fields.Count);
        Assert.InRange(Environment.TickCount64 - before, 0, 2_000);
    }
}
