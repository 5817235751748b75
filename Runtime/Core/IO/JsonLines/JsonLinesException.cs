using System.Globalization;

namespace Distil;

/// <summary>A line of a file is no row: it is no JSON, or does not hold what its columns ask for. The message says where and why.</summary>
public sealed class JsonLinesException : FormatException
{
    internal JsonLinesException(string file, long line, long column, string problem, Exception? innerException)
        : base(string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column} of '{file}': {problem}"), innerException)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The full path of the file.</summary>
    public string File { get; }

    /// <summary>The line's number, from 1. In a compressed file: of its contents.</summary>
    public long Line { get; }

    /// <summary>The place in the line, from 1, counted in characters (UTF-16 code units), as an editor counts.</summary>
    public long Column { get; }
}
