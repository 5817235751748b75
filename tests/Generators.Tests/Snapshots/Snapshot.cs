using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Distil.Generators.Tests.Snapshots;

/// <summary>
/// Compares text with a file beside the test, <c>Name.verified.cs</c>. Where they differ the text is written to
/// <c>Name.received.cs</c>; with <c>DISTIL_ACCEPT=1</c> in the environment it takes the file's place.
/// </summary>
internal static class Snapshot
{
    private static readonly bool s_accepts = Environment.GetEnvironmentVariable("DISTIL_ACCEPT") == "1";

    public static void Verify(string text, string name, [CallerFilePath] string test = "")
    {
        var folder = Path.GetDirectoryName(test)!;
        var verified = Path.Combine(folder, name + ".verified.cs");
        var received = Path.Combine(folder, name + ".received.cs");
        if (s_accepts)
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        var expected = File.Exists(verified) ? File.ReadAllText(verified) : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"{name}: the text differs from {name}.verified.cs. Run again with DISTIL_ACCEPT=1 to accept it.\n{Difference(expected, text)}");
    }

    /// <summary>The lines that differ, with a few around them.</summary>
    private static string Difference(string expected, string actual)
    {
        var lines = new InlineDiffBuilder(new DiffPlex.Differ()).BuildDiffModel(expected, actual).Lines;
        var changed = Enumerable.Range(0, lines.Count).Where(line => lines[line].Type != ChangeType.Unchanged).ToList();
        var text = new StringBuilder();
        for (var line = 0; line < lines.Count; line++)
        {
            if (changed.Exists(change => Math.Abs(change - line) <= 2))
            {
                var sign = lines[line].Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " };
                text.Append(sign).Append(lines[line].Text).Append('\n');
            }
        }

        return text.ToString();
    }
}
