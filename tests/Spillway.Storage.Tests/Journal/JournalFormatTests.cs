namespace Spillway.Storage.Tests;

public sealed class JournalFormatTests
{
    /// <summary>
    /// The format is a promise: a change needs a new version. These bytes were made from the tables of docs/journal-format.md by a separate program.
    /// </summary>
    private const string Format1 =
            "5350494C4C4A524E010000003BEC951B00000000000000000000000000000000E98F6FE9614359AD7476DE11C9810582"
            + "025E9991F3A875D389D246C9128C4F77302E312E302B7465737400000000000000000000000000000000000000000000"
            + "0000000000000000000000000000000000000000C04808964845414445520D0A"
            + "07000000010000000000000000000000A34509879F7BD5096465706F73697400"
            + "3000000004000000010000000000000075F727693E19EA434FA07FCDDAD07640896A1585C1CEC6F3BEBA22ED91F7F162"
            + "765CB99FC4B4420420000000000000005345414C45440D0A"
            + "30000000040000000100000000000000BFC2D982AEC04E934FD2D8B587FD26A77EC693DF1EF5C76CFCBEDC87F3232B98"
            + "E0C86B35600B708100000000000000005345414C45440D0A";

    [Fact]
    public void Write_OfAKnownJournal_GivesTheBytesOfFormat1()
    {
        MemoryFolder folder = new();
        using (JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options))
        {
            writer.Append(JournalRecordKind.Command, "deposit"u8);
            writer.Commit();
        }
        Assert.Equal(Format1, Convert.ToHexString(folder.Bytes("00000000.journal")));
    }

    [Fact]
    public void Read_OfTheBytesOfFormat1_GivesTheKnownJournal()
    {
        MemoryFolder folder = new();
        folder.Put("00000000.journal", Convert.FromHexString(Format1));
        using JournalReader reader = new(folder);
        Assert.Equal("0.1.0+test", reader.EngineVersion);
        Assert.True(reader.TryRead(out JournalRecord record));
        Assert.Equal(JournalRecordKind.Command, record.Kind);
        Assert.Equal("deposit"u8, record.Payload);
        Assert.False(reader.TryRead(out _));
        Assert.Null(reader.TornTail);
    }
}
