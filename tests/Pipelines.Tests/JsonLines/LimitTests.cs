using System.Text;
using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>How deep and how long values may be, and what is written of values that cannot be.</summary>
public sealed class LimitTests
{
    /// <summary>A line's own object is one level: so that many rows in one another are the limit.</summary>
    private const int Deepest = 255;

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(Deepest)]
    public async Task Rows_that_can_be_written_can_be_read(int depth)
    {
        using var folder = new TemporaryDirectory();
        var trees = Enumerable.Repeat(new Tree(1, Node.Chain(depth)), 3).ToList();
        var written = await Run.WithLimit(options => new WriteTrees(trees).RunAsync(options), new RunOptions { Directory = folder["0"] });
        Assert.Equal(trees.Select(tree => tree.Root), written.Out.Select(tree => tree.Root));

        // Without its last member the line has to be read once more for the default.
        var file = Assert.Single(written.Out.Files);
        File.WriteAllText(file, File.ReadAllText(file).Replace(",\"kind\":\"tree\"", "", StringComparison.Ordinal));
        var read = await Run.WithLimit(options => new ReadTrees(file).RunAsync(options), new RunOptions { Directory = folder["1"] });

        Assert.Equal(trees.Select(tree => (tree.Root, "tree")), read.Out.Select(tree => (tree.Root, tree.Kind)));
    }

    [Theory]
    [InlineData(Deepest + 1)]
    [InlineData(999)]
    [InlineData(2000)]
    public async Task Rows_that_could_not_be_read_are_not_written(int depth)
    {
        using var folder = new TemporaryDirectory();

        var exception = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(
            options => new WriteTrees([new Tree(1, Node.Chain(depth))]).RunAsync(options), new RunOptions { Directory = folder.Path }));

        Assert.Contains("The column 'Root' cannot be written: objects and arrays are nested more than 256 levels deep, which is the most that a line holds.", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":1,"root":{0}{"value":1}{1}}""", """{"value":1,"next":""", "}", Deepest)]
    [InlineData("""{"id":1,"root":{"value":1,"more":{0}1{1}}}""", "[", "]", Deepest)]
    [InlineData("""{"id":1,"unread":{0}1{1}}""", "[", "]", Deepest + 1)]
    [InlineData("""{"id":1,"unread":{0}1{1}}""", """{"":""", "}", Deepest + 1)]
    [InlineData("""{"id":1,"root":{"value":1,"next":{0}1{1}}}""", "[", "]", 100_000)]
    [InlineData("""{"id":1,"unread":{0}1{1}}""", "[", "]", 100_000)]
    public async Task A_line_that_is_too_deep_is_refused_where_it_gets_too_deep(string line, string open, string close, int levels)
    {
        using var folder = new TemporaryDirectory();
        string Line(int count) => line.Replace("{0}", string.Concat(Enumerable.Repeat(open, count)), StringComparison.Ordinal)
            .Replace("{1}", string.Concat(Enumerable.Repeat(close, count)), StringComparison.Ordinal);
        var deep = Line(levels);
        var (level, column) = (0, 0);
        while (level <= 256)
        {
            level += deep[column++] is '{' or '[' ? 1 : 0;
        }

        foreach (var before in new[] { "", """{"id":1,"root":null}""" + "\n", Line(1).Contains("next\":[", StringComparison.Ordinal) ? "" : Line(1) + "\n" })
        {
            File.WriteAllText(folder["in.jsonl"], before + deep);
            var exception = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(options => new ReadTrees(folder["in.jsonl"]).RunAsync(options)));

            Assert.EndsWith(
                $", column {column} of '{folder["in.jsonl"]}': objects and arrays are nested more than 256 levels deep here, which is the most that a line holds.",
                exception.InnerException!.Message,
                StringComparison.Ordinal);
        }

        var written = await Run.WithLimit(options => new WriteTrees([new Tree(1)]).RunAsync(options), new RunOptions { Directory = folder["run"] });
        File.WriteAllText(Assert.Single(written.Out.Files), deep);
        Assert.Contains(
            $"Line 1, column {column} of '{written.Out.Files[0]}' is no row of the data set 'Out': objects and arrays are nested more than 256 levels deep here, which is the most that a line holds.",
            Assert.Throws<RunDirectoryException>(() => written.Out.Count(row => row.Id == 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_two_hundred_million_characters_that_no_step_reads_is_written()
    {
        const int Length = 200_000_000;
        using var folder = new TemporaryDirectory();
        using (var file = new StreamWriter(folder["in.jsonl"], append: false, new UTF8Encoding(false)))
        {
            file.Write("{\"id\":1,\"name\":\"");
            var piece = new string('x', 1_000_000);
            for (var written = 0; written < Length; written += piece.Length)
            {
                file.Write(piece);
            }

            file.Write("\"}\n");
        }

        // By one thread: the others would have as long a buffer each.
        var result = await Run.WithLimit(options => new PassNames(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["run"], Sequential = true });

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(new FileInfo(folder["in.jsonl"]).Length, new FileInfo(Assert.Single(result.Out.Files)).Length);
    }

    [Fact]
    public async Task A_converter_that_writes_nothing_fails_the_row()
    {
        using var folder = new TemporaryDirectory();
        foreach (var row in new[] { new WithSilent(1, new Silent(false), []), new WithSilent(1, new Silent(true), [new Silent(true), new Silent(false)]) })
        {
            var exception = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(
                options => new WriteSilent([new WithSilent(0, new Silent(true), [new Silent(true)]), row]).RunAsync(options),
                new RunOptions { Directory = folder["run"], Resume = false }));

            Assert.Contains("the converter of Silent wrote nothing; a converter writes exactly one value.", exception.ToString(), StringComparison.Ordinal);
            Assert.Equal(["""{"n":0,"odd":true,"odds":[true]}"""], Directory.GetFiles(folder["run", "data", "out"]).SelectMany(File.ReadLines));
        }
    }
}

[Row]
public sealed record Named(int Id, string Name);

[Pipeline]
public sealed partial class PassNames(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Named> All { get; } = Distil.JsonLines.Read<Named>(path);
    [From(nameof(All))] Pass Out { get; } = new();
}
