namespace Distil.Benchmarks.Reports;

/// <summary>A part of a page that is written by a program, between two comments; what stands around it is left as it is.</summary>
public static class Page
{
    /// <summary>Puts a text in the place of the part of that name.</summary>
    /// <exception cref="InvalidDataException">The page has no such part.</exception>
    public static void Replace(string path, string part, string text)
    {
        var (begin, end) = ($"<!-- {part}: begin -->", $"<!-- {part}: end -->");
        var page = File.ReadAllText(path);
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidDataException($"{path} has no part between {begin} and {end}.");
        }

        File.WriteAllText(path, $"{page[..(from + begin.Length)]}\n\n{text.TrimEnd()}\n\n{page[to..]}");
    }
}
