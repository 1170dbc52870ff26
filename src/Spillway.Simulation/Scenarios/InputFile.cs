namespace Spillway.Simulation;

/// <summary>Reads a small file of the user, with an answer for everything that can be wrong with it.</summary>
public static class InputFile
{
    private const long BytesMax = 1 << 20;

    /// <summary>All bytes of a document of at most 1 MiB.</summary>
    /// <exception cref="BadInputException">The file is missing, a folder, unreadable or too large.</exception>
    public static byte[] ReadAllBytes(string file)
    {
        if (Directory.Exists(file)) throw new BadInputException(file, 0, null, "this is a folder", "name a file");
        try
        {
            FileInfo info = new(file);
            if (info.Exists && info.Length > BytesMax) throw new BadInputException(file, 0, null, $"{info.Length} bytes are too many for a document", "name a JSON document below 1 MiB");
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException(file, 0, null, "there is no such file", "check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadInputException(file, 0, null, $"it cannot be read ({e.Message})", "check path and permissions");
        }
    }
}
