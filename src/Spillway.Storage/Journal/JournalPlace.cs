namespace Spillway.Storage;

/// <summary>Where in a journal something is.</summary>
/// <param name="File">Name of the segment file, without its folder.</param>
/// <param name="Offset">Bytes from the start of that file.</param>
/// <param name="Sequence">Sequence of the record there or, where no record can be read, of the record that is due.</param>
public readonly record struct JournalPlace(string File, long Offset, long Sequence)
{
    /// <summary>In words, such as <c>00000001.journal, byte 128, record 17</c>.</summary>
    public override string ToString() => $"{File}, byte {Offset}, record {Sequence}";
}
