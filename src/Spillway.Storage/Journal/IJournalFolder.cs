namespace Spillway.Storage;

/// <summary>The folder of a journal: the only way to its files, so that tests can stand in for the disk and let it fail.</summary>
internal interface IJournalFolder
{
    /// <summary>The path, for messages.</summary>
    string Path { get; }

    bool Exists { get; }

    /// <summary>Makes the folder and its parents, if they are not there.</summary>
    void CreateFolder();

    /// <summary>Names of all entries, folders included, in no order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Makes a new file of zeros for which space is reserved.</summary>
    IJournalFile Create(string name, long length);

    IJournalFile OpenForWriting(string name);

    IJournalFile OpenForReading(string name);

    void Delete(string name);

    /// <summary>Returns when the medium holds the names of all files made or deleted so far.</summary>
    void Flush();

    /// <summary>Claims the folder for one writer until disposed.</summary>
    /// <exception cref="JournalFolderException">Another writer holds it.</exception>
    IDisposable Lock();
}
