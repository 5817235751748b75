namespace Distil.IO.JsonLines;

/// <summary>A source whose rows stand in files.</summary>
internal interface IFileSource
{
    /// <summary>Takes the state of its files.</summary>
    IReadOnlyList<FileStamp> TakeStamps();

    /// <summary>The files that it reads in this run; null: it has read none.</summary>
    IReadOnlyList<string>? Files { get; }
}
