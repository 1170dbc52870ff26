using static Spillway.Simulation.Tests.PriceFile;

namespace Spillway.Simulation.Tests;

public sealed class PriceTableReaderTests
{
    private const string BinanceHeader = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";

    [Fact]
    public void Read_WhenGivenTheShippedTable_KeepsEveryDigit()
    {
        var table = PriceTableReader.Read(Shipped);

        Assert.Equal(72, table.Bars.Count);
        Assert.Equal(116836.7m, table.FirstOpen);
        Assert.Equal(Shipped, table.Source);
        Assert.Equal(1_760_129_340_000L * 1_000_000, table.Start.Nanos);
        Assert.Equal(72L * 60 * 1_000_000_000, table.End - table.Start);
        var trough = table.Bars[31];
        Assert.Equal((103441.3m, 106458.8m, 101516.5m, 104311.2m), (trough.Open, trough.High, trough.Low, trough.Close));
        Assert.Equal((8051.444m, 837566406.0765m, 99939L, 4090.732m), (trough.Volume, trough.QuoteVolume, trough.Trades, trough.TakerBuyVolume));
    }

    [Fact]
    public void Read_WhenGivenTheShippedTable_FindsTheRecordedDrawdown() =>
        Assert.Equal(Math.Log(116836.7 / 101516.5), PriceTableReader.Read(Shipped).DrawdownLog, 15);

    [Fact]
    public void Read_WhenGivenAnyRealTable_AcceptsIt() =>
        Assert.All(AllReal(), file => Assert.NotEmpty(PriceTableReader.Read(file).Bars));

    [Fact]
    public void Read_WhenLinesEndInCrlfAndTheFileInABareRow_ReadsTheSame()
    {
        using var file = new PriceFile("\uFEFF" + Header + "\r\n" + First + "\r\n" + Second);
        using var plain = new PriceFile(Lines(Header, First, Second));
        Assert.Equal(PriceTableReader.Read(plain.Name).Bars, PriceTableReader.Read(file.Name).Bars);
    }

    [Fact]
    public void Read_WhenGivenTwelveBinanceColumns_ReadsTheSame()
    {
        using var file = new PriceFile(Lines(BinanceHeader, "1760129340000,100.5,101,100,100.25,60.5,1760129399999,6080.25,1960,20.5,2060.1,0"));
        using var plain = new PriceFile(Lines(Header, First));
        Assert.Equal(PriceTableReader.Read(plain.Name).Bars, PriceTableReader.Read(file.Name).Bars);
    }

    [Fact]
    public void Read_WhenColumnsStandInAnotherOrder_FindsThemByName()
    {
        using var file = new PriceFile(Lines("close,open_time,trades,low,high,open,taker_buy_volume,quote_volume,volume", "100.25,1760129340000,1960,100,101,100.5,20.5,6080.25,60.5"));
        using var plain = new PriceFile(Lines(Header, First));
        Assert.Equal(PriceTableReader.Read(plain.Name).Bars, PriceTableReader.Read(file.Name).Bars);
    }

    [Fact]
    public void Read_WhenAMinuteHasNoTrade_AcceptsIt()
    {
        using var file = new PriceFile(Lines(Header, First, "1760129400000,100.25,100.25,100.25,100.25,0,0,0,0"));
        Assert.Equal(0, PriceTableReader.Read(file.Name).Bars[1].Trades);
    }

    [Theory]
    [InlineData("1760129400000,100.25,102,99.5", "close", "ends after 4 of 9 fields")] // cut between fields
    [InlineData("", "open_time", "is empty")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,7035,2000,30,1", null, "more than 9 fields")]
    [InlineData("1760129400000,100.25,99.5,102,101.75,70,7035,2000,30", "low", "above the high")]
    [InlineData("1760129400000,102.5,102,99.5,101.75,70,7035,2000,30", "open", "outside the bar's")]
    [InlineData("1760129400000,99,102,99.5,101.75,70,7035,2000,30", "open", "outside the bar's")]
    [InlineData("1760129400000,100.25,102,99.5,103,70,7035,2000,30", "close", "outside the bar's")]
    [InlineData("1760129400000,100.25,102,99.5,99,70,7035,2000,30", "close", "outside the bar's")]
    [InlineData("1760129400000,NaN,102,99.5,101.75,70,7035,2000,30", "open", "not a plain decimal number")]
    [InlineData("1760129400000,100.25,Infinity,99.5,101.75,70,7035,2000,30", "high", "not a plain decimal number")]
    [InlineData("1760129400000,100.25,∞,99.5,101.75,70,7035,2000,30", "high", "not a plain decimal number")]
    [InlineData("1760129400000,100.25,102,-99.5,101.75,70,7035,2000,30", "low", "is negative")]
    [InlineData("1760129400000,100.25,102,0,101.75,70,7035,2000,30", "low", "is zero")]
    [InlineData("1760129400000,100.25,102,0.000,101.75,70,7035,2000,30", "low", "is zero")]
    [InlineData("1760129400000,100.25,1e300,99.5,101.75,70,7035,2000,30", "high", "exponent")]
    [InlineData("1760129400000,100.25,1.02E2,99.5,101.75,70,7035,2000,30", "high", "exponent")]
    [InlineData("1760129400000,100.25,102,99.5,,70,7035,2000,30", "close", "is empty")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,7035,2000,", "taker_buy_volume", "is empty")]
    [InlineData("1760129400000,.25,102,99.5,101.75,70,7035,2000,30", "open", "not a plain decimal number")]
    [InlineData("1760129400000,100.,102,99.5,101.75,70,7035,2000,30", "open", "not a plain decimal number")]
    [InlineData("1760129400000,+100.25,102,99.5,101.75,70,7035,2000,30", "open", "not a plain decimal number")]
    [InlineData("1760129400000, 100.25,102,99.5,101.75,70,7035,2000,30", "open", "not a plain decimal number")]
    [InlineData("1760129400000,100.2.5,102,99.5,101.75,70,7035,2000,30", "open", "not a plain decimal number")]
    [InlineData("1760129400000,\"100.25\",102,99.5,101.75,70,7035,2000,30", "open", "not a plain decimal number")]
    [InlineData("1760129400000,100.25,1000000000.1,99.5,101.75,70,7035,2000,30", "high", "above 1,000,000,000")]
    [InlineData("1760129400000,100.25,99999999999999999999999999999999,99.5,101.75,70,7035,2000,30", "high", "too many digits")]
    [InlineData("1760129400000,100.2500000001,102,99.5,101.75,70,7035,2000,30", "open", "more than 9 decimals")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,-70,7035,2000,30", "volume", "is negative")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,1000000000000001,2000,30", "quote_volume", "above 1e15")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,1e300,7035,2000,30", "volume", "exponent")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,0,2000,30", "quote_volume", "while volume is")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,0,7035,2000,0", "quote_volume", "while volume is")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,7035,0,30", "trades", "while volume is")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,7035,2.5,30", "trades", "not a whole number")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,7035,1000000001,30", "trades", "not between")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,7035,99999999999999999999,30", "trades", "too many digits")]
    [InlineData("1760129400000,100.25,102,99.5,101.75,70,7035,2000,70.1", "taker_buy_volume", "above the volume")]
    [InlineData("1760129460000,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "gap of 1 min")]
    [InlineData("1760129340000,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "repeats the minute")]
    [InlineData("1760129280000,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "earlier than the row before")]
    [InlineData("1760129400001,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "not on a whole minute")]
    [InlineData("1760129400,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "outside the years")]
    [InlineData("1760129400000000,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "outside the years")]
    [InlineData("9223372036854775807,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "outside the years")]
    [InlineData("0,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "outside the years")]
    [InlineData("-1,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "is negative")]
    [InlineData("2025-10-10 20:50,100.25,102,99.5,101.75,70,7035,2000,30", "open_time", "not a plain decimal number")]
    public void Read_WhenARowIsWrong_NamesLineAndField(string row, string? field, string problem)
    {
        // A sound row follows: the fault must be found where it is, not where the file ends.
        using var file = new PriceFile(Lines(Header, First, row, Second));
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name));
        Assert.Equal((file.Name, 3, field), (fault.File, fault.Line, fault.Field));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
        Assert.StartsWith($"{file.Name}:3: ", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.ToString());
        Assert.NotEmpty(fault.Remedy);
    }

    [Theory]
    [InlineData("open_time,open,high,low,close,volume,quote_volume,trades", "taker_buy_volume", "missing")]
    [InlineData("open_time,open,high,low,volume,quote_volume,trades,taker_buy_volume", "close", "missing")]
    [InlineData(Header + ",mood", "mood", "unknown")]
    [InlineData("Open_time,open,high,low,close,volume,quote_volume,trades,taker_buy_volume", "Open_time", "unknown")]
    [InlineData("open_time;open;high;low;close;volume;quote_volume;trades;taker_buy_volume", "open_time;open;high;low;close;vo…", "unknown")]
    [InlineData(Header + ",open", "open", "twice")]
    [InlineData(Header + ",count", "count", "twice")]
    [InlineData(Header + ",", null, "column 10 has no name")]
    [InlineData(First, null, "header line is missing")]
    public void Read_WhenTheHeaderIsWrong_NamesTheColumn(string header, string? field, string problem)
    {
        using var file = new PriceFile(Lines(header, First));
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name));
        Assert.Equal((1, field), (fault.Line, fault.Field));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1760129400000", "close_time", "last millisecond")]
    [InlineData("0", "close_time", "last millisecond")]
    [InlineData("1760129639999", "close_time", "last millisecond")] // a five-minute bar
    public void Read_WhenTheCloseTimeIsNotOfTheMinute_NamesIt(string closeTime, string field, string problem)
    {
        using var file = new PriceFile(Lines(BinanceHeader, $"1760129340000,100.5,101,100,100.25,60.5,{closeTime},6080.25,1960,20.5,2060.1,0"));
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name));
        Assert.Equal((2, field), (fault.Line, fault.Field));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheTradeCountIsWrong_UsesTheNameOfThisFile()
    {
        using var file = new PriceFile(Lines(BinanceHeader, "1760129340000,100.5,101,100,100.25,60.5,1760129399999,6080.25,0,20.5,2060.1,0"));
        Assert.Equal("count", Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name)).Field);
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00 }, "not UTF-8")] // gzip
    [InlineData(new byte[] { 0xFF, 0xFE, 0x6F, 0x00 }, "not UTF-8")] // UTF-16
    [InlineData(new byte[] { 0x6F, 0x00, 0x70 }, "control byte 0x00 at position 2")]
    [InlineData(new byte[] { 0x6F, 0x0D, 0x70 }, "control byte 0x0d at position 2")]
    public void Read_WhenBytesAreNotText_SaysSo(byte[] line, string problem)
    {
        byte[] sound = System.Text.Encoding.UTF8.GetBytes(Lines(Header, First));
        using var file = new PriceFile([.. sound, .. line]);
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name));
        Assert.Equal((3, null), (fault.Line, fault.Field));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheFileIsEmpty_SaysSo()
    {
        using var file = new PriceFile(string.Empty);
        Assert.Contains("file is empty", Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenThereIsAHeaderOnly_NamesTheLineThatIsMissing()
    {
        using var file = new PriceFile(Lines(Header));
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name));
        Assert.Equal(2, fault.Line);
        Assert.Contains("no bar after the header", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenALineIsEndless_StopsEarly()
    {
        using var file = new PriceFile(Lines(Header, new string('1', 200_000)));
        Assert.Equal(2, Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name)).Line);
    }

    [Fact]
    public void Read_WhenThereAreMoreRowsThanTheBound_NamesTheFirstBeyond()
    {
        using var file = new PriceFile(Lines(Header, First, Second));
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name, mostRows: 1, PriceTableReader.MostBytes));
        Assert.Equal(3, fault.Line);
        Assert.Contains("more than 1 rows", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheFileIsAboveTheBound_DoesNotReadIt()
    {
        using var file = new PriceFile(string.Empty);
        using (var stream = File.OpenWrite(file.Name)) stream.SetLength(PriceTableReader.MostBytes + 1); // sparse
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read(file.Name));
        Assert.Equal((0, null), (fault.Line, fault.Field));
        Assert.Contains("larger than 256 MiB", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenThereIsNoFile_SaysSoInOneLine()
    {
        var fault = Assert.Throws<BadInputException>(() => PriceTableReader.Read("nowhere/prices.csv"));
        Assert.Equal("nowhere/prices.csv: there is no such file; check the name", fault.ToString());
    }

    [Fact]
    public void Read_WhenGivenAFolder_SaysSo() =>
        Assert.Contains("is a folder", Assert.Throws<BadInputException>(() => PriceTableReader.Read(AppContext.BaseDirectory)).Problem, StringComparison.Ordinal);

    [Fact]
    public void Read_WhenAnyByteOfASoundFileIsChanged_AnswersOrNamesALine()
    {
        byte[] sound = System.Text.Encoding.UTF8.GetBytes(Lines(Header, First, Second));
        byte[] replacements = [0x00, 0xFF, (byte)'\n', (byte)'\r', (byte)',', (byte)'-', (byte)'.', (byte)'e', (byte)'0', (byte)'9'];
        using var file = new PriceFile(sound);
        for (int position = 0; position < sound.Length; position++)
        {
            foreach (byte replacement in replacements)
            {
                byte[] damaged = [.. sound];
                damaged[position] = replacement;
                File.WriteAllBytes(file.Name, damaged);
                var fault = Record.Exception(() => PriceTableReader.Read(file.Name));
                Assert.True(fault is null or BadInputException { Line: > 0 }, $"byte {position} as 0x{replacement:x2}: {fault}");
            }
        }
    }
}
