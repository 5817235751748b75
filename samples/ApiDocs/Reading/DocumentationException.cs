namespace ApiDocs;

/// <summary>
/// Documentation that cannot be read. The message begins with the place, in the form that compilers and editors know:
/// <c>file(line,column): what is wrong</c>.
/// </summary>
public sealed class DocumentationException : Exception
{
    /// <summary>Says what is wrong with a folder, or with a file as a whole.</summary>
    public DocumentationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Says what is wrong at a place in a file.</summary>
    public DocumentationException(string file, int line, int column, string problem, Exception? inner = null)
        : base($"{file}({line},{column}): {problem}", inner)
    {
    }
}
