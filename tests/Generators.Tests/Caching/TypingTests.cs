using Distil.Generators.Tests.Fuzz;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators.Tests.Caching;

/// <summary>
/// What the generator keeps from one edit to the next shows in nothing that it makes: whatever is typed, in whatever order, and taken
/// back, a driver that has seen all of it gives what one gives that sees the files for the first time.
/// </summary>
public sealed class TypingTests
{
    private const int Edits = 24;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_driver_that_has_seen_every_edit_gives_what_a_new_one_gives(int seed)
    {
        var random = new Random(seed);
        var compilation = EditedProject.Create();
        var driver = EditedProject.Driver(compilation).RunGenerators(compilation);
        var original = compilation.SyntaxTrees;
        var made = 0;
        for (var edit = 0; edit < Edits;)
        {
            var file = random.Next(original.Length);
            var tree = compilation.SyntaxTrees[file];
            var before = tree.GetText();

            // Half of the edits take all others of the file back, so that most files are right most of the time.
            var after = random.Next(2) == 0 ? original[file].GetText().ToString() : new Mutator(random.Next()).Mutate(before.ToString());
            if (after == before.ToString())
            {
                // No edit: editors do not run a driver over one compilation twice (one that tracks its steps loses outputs then).
                continue;
            }

            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(before.WithChanges(Change(before.ToString(), after))));
            driver = driver.RunGenerators(compilation);

            var anew = EditedProject.Driver(compilation).RunGenerators(compilation);
            Assert.True(
                Made(anew).SequenceEqual(Made(driver)),
                $"Edit {edit} of {tree.FilePath}: the texts differ from those of a driver that sees the files for the first time.");
            made += Made(driver).Count();
            edit++;
        }

        Assert.True(made >= Edits / 2, "Hardly a pipeline was right enough to be completed.");
    }

    /// <summary>What a constructor of a row assigns is part of the model, since it decides what a line may leave out.</summary>
    [Theory]
    [InlineData("public Line(int id) { Id = id; }", "public Line(int id) { Id = id; Size = 7; }")]
    [InlineData("public Line(int id) => Id = id;", "public Line(int id) => (Id, Size) = (id, 7);")]
    public void A_default_that_a_constructor_begins_to_give_is_seen(string without, string with)
    {
        var compilation = SourceCompilation.Create(
            $$"""[Row] public sealed class Line { {{without}} public int Id { get; } public int Size { get; init; } }""",
            """[Pipeline] public sealed partial class Lines { JsonLines<Line> All { get; } = JsonLines.Read<Line>("lines.jsonl"); }""");
        var driver = EditedProject.Driver(compilation).RunGenerators(compilation, TestContext.Current.CancellationToken);
        var before = Made(driver).ToList();
        foreach (var (from, to) in new[] { (without, with), (with, without) })
        {
            var tree = compilation.SyntaxTrees.First();
            var text = tree.GetText(TestContext.Current.CancellationToken);
            var change = Change(text.ToString(), text.ToString().Replace(from, to, StringComparison.Ordinal));
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text.WithChanges(change)));
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            Assert.Equal(Made(EditedProject.Driver(compilation).RunGenerators(compilation, TestContext.Current.CancellationToken)), Made(driver));
            Assert.Equal(from == with, before.SequenceEqual(Made(driver)));
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 25)];

    private static IEnumerable<(string Name, string Text)> Made(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString())).Order();

    /// <summary>The smallest change of one place that makes the one text the other, as an editor tells of it.</summary>
    private static TextChange Change(string before, string after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        return new(TextSpan.FromBounds(start, before.Length - end), after[start..^end]);
    }
}
