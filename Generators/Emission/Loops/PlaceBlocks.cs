namespace Distil.Generators.Emission.Loops;

/// <summary>
/// The blocks of <see cref="RowFinish"/> that say by the place of the failed step what is still to be done. They are printed step by step;
/// here those of one place that follow each other become one, and one that holds a statement becomes a line.
/// </summary>
internal static class PlaceBlocks
{
    private const string Condition = "if (place ";

    private const int LongestLine = 160;

    /// <summary>Rewrites the text of the method.</summary>
    public static string Merge(string text) => string.Join("\n", Shorten(Join(text.Split('\n'))));

    private static List<string> Join(IReadOnlyList<string> lines)
    {
        var joined = new List<string>();
        var blocks = new Stack<(string Header, int Start)>();
        for (var at = 0; at < lines.Count; at++)
        {
            var line = lines[at];
            if (line.Trim() == "{")
            {
                blocks.Push((joined[joined.Count - 1], joined.Count - 1));
            }
            else if (line.Trim() == "}" && blocks.Count > 0)
            {
                var (header, start) = blocks.Pop();
                var next = at + 1;
                while (next < lines.Count && (lines[next].Length == 0 || IsOfPlaceAlone(lines[next])))
                {
                    next++;
                }

                if (IsCondition(header) && next < lines.Count && lines[next] == header)
                {
                    // What is declared between them depends on the place alone, and stands before both.
                    var declared = lines.Skip(at + 1).Take(next - at - 1).Where(between => between.Length > 0).ToList();
                    joined.InsertRange(start, declared);
                    blocks.Push((header, start + declared.Count));
                    at = next + 1;
                    continue;
                }
            }

            joined.Add(line);
        }

        return joined;
    }

    /// <summary>A block of one statement becomes a line, and no blank line follows it where another such line does.</summary>
    private static List<string> Shorten(IReadOnlyList<string> lines)
    {
        var shortened = new List<string>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (at + 3 < lines.Count
                && IsCondition(lines[at])
                && lines[at + 1].Trim() == "{"
                && lines[at + 2].EndsWith(";", StringComparison.Ordinal)
                && lines[at + 3].Trim() == "}"
                && lines[at].Length + lines[at + 2].Trim().Length < LongestLine)
            {
                shortened.Add($"{lines[at]} {{ {lines[at + 2].Trim()} }}");
                at += at + 4 < lines.Count && lines[at + 4].Length == 0 ? 4 : 3;
                continue;
            }

            shortened.Add(lines[at]);
        }

        return shortened;
    }

    private static bool IsCondition(string line) => line.TrimStart().StartsWith(Condition, StringComparison.Ordinal);

    /// <summary>Whether a line declares what depends on nothing but the place.</summary>
    private static bool IsOfPlaceAlone(string line) =>
        line.TrimStart().StartsWith("var ", StringComparison.Ordinal)
        && line.Substring(line.IndexOf('=') + 1).StartsWith(" place ", StringComparison.Ordinal);
}
