using System.Text.RegularExpressions;

namespace Distil.Generators.Tests.Docs;

/// <summary>One fenced block of a page.</summary>
/// <param name="Section">The heading of the second level that it stands under; empty: none.</param>
/// <param name="Language">What follows the fence.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Line">The line of its fence, from 1.</param>
/// <param name="Name">What the comment above calls it; null: nothing.</param>
/// <param name="Uses">The names of the blocks that it builds on.</param>
/// <param name="Hidden">Code of the comment above, which a reader does not see.</param>
internal sealed record Block(string Section, string Language, string Text, int Line, string? Name, IReadOnlyList<string> Uses, string Hidden);

/// <summary>
/// A page of Markdown. A comment above a block, <c>&lt;!-- snippet: name uses: other, another</c>, names it and the blocks that it
/// builds on; further lines of the comment are code that is compiled with the block and not shown.
/// </summary>
internal sealed partial class Page
{
    private Page(string path, string title, IReadOnlyList<string> sections, IReadOnlyList<Block> blocks)
    {
        Path = path;
        Title = title;
        Sections = sections;
        Blocks = blocks;
    }

    public string Path { get; }

    public string Title { get; }

    public IReadOnlyList<string> Sections { get; }

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The place of the one block in this language.</summary>
    public int IndexOf(string language) => Blocks.ToList().IndexOf(Assert.Single(Blocks, block => block.Language == language));

    public static Page Read(string path) => Parse(path, Repository.Read(path));

    /// <summary>
    /// The block says what the code gives. With <c>DISTIL_ACCEPT=1</c> in the environment it is made to.
    /// </summary>
    /// <param name="index">Which block of the page.</param>
    public static void Verify(string path, int index, string text)
    {
        var block = Read(path).Blocks[index];
        if (Environment.GetEnvironmentVariable("DISTIL_ACCEPT") == "1")
        {
            var lines = Repository.Read(path).Split('\n').ToList();
            lines.RemoveRange(block.Line, lines.IndexOf("```", block.Line) - block.Line);
            lines.Insert(block.Line, text);
            File.WriteAllText(Repository.FullPath(path), string.Join("\n", lines));
            return;
        }

        Assert.True(block.Text == text, $"{path}({block.Line}) is not true any more. Run again with DISTIL_ACCEPT=1 to accept this:\n{text}");
    }

    public static Page Parse(string path, string text)
    {
        var lines = text.Split('\n');
        var blocks = new List<Block>();
        var sections = new List<string>();
        var title = "";
        var comment = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.StartsWith("<!-- snippet:", StringComparison.Ordinal))
            {
                var first = i;
                while (!lines[i].Contains("-->", StringComparison.Ordinal))
                {
                    i++;
                }

                comment = string.Join("\n", lines[first..(i + 1)]).Replace("-->", "", StringComparison.Ordinal);
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                var first = i++;
                while (lines[i] != "```")
                {
                    i++;
                }

                blocks.Add(Make(sections.LastOrDefault() ?? "", line[3..], string.Join("\n", lines[(first + 1)..i]), first + 1, comment));
                comment = "";
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                title = line[2..];
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                sections.Add(line[3..]);
            }
        }

        return new Page(path, title, sections, blocks);
    }

    /// <summary>The code of the block of this name.</summary>
    public string Code(string name) => Code(Assert.Single(Blocks, block => block.Name == name));

    /// <summary>The block's code with that of all that it builds on, each once.</summary>
    public string Code(Block block)
    {
        var blocks = new List<Block>();
        Add(block);
        return string.Join("\n", blocks.SelectMany(used => new[] { used.Hidden, used.Text }).Where(code => code.Length > 0));

        void Add(Block current)
        {
            foreach (var name in current.Uses)
            {
                var used = Blocks.FirstOrDefault(candidate => candidate.Name == name);
                Assert.True(used is not null, $"{Path}({current.Line}): no block is called '{name}'.");
                if (!blocks.Contains(used))
                {
                    Add(used);
                }
            }

            blocks.Add(current);
        }
    }

    private static Block Make(string section, string language, string text, int line, string comment)
    {
        var (head, hidden) = comment.IndexOf('\n') is var end and >= 0 ? (comment[..end], comment[(end + 1)..]) : (comment, "");
        var match = Head().Match(head);
        var name = match.Groups["name"].Value.Trim();
        return new Block(
            section,
            language,
            text,
            line,
            name.Length == 0 ? null : name,
            match.Groups["uses"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            hidden.Trim('\n'));
    }

    [GeneratedRegex("^<!-- snippet:(?<name>[^:]*?)(uses:(?<uses>.*))?$")]
    private static partial Regex Head();
}
