using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>What depends on rows that do not come, or on a class that is wrong, is not judged; what does not depend on it is.</summary>
public sealed class OneErrorTests
{
    private const string Steps = """
        [Step] public class Points { public int Process(double score) => 1; }
        [Step] public class Total { public int Process(double score, int points, int length) => 1; }
        [Step] public class Both { public int Process(int id, string text) => 1; }
        [Step] public class Open { public Stream Process(int id) => null!; }
        [Step] public class Average { public double Process(IReadOnlyList<double> scores) => 1; }
        [Step] public class Pick { [return: Column("best")] public Item Process(int id) => null!; }
        [Step] public class Show { public int Process(Item best) => 1; }
        public class Unmarked { public int Process(int id) => 1; }
        """;

    /// <summary>One mistake and what would follow from it.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        // In a circle a branch has no columns yet, so that those of the other would be nullable.
        { "[Merge(nameof(All), nameof(B))] Score A { get; } = new(); [From(nameof(A))] Points B { get; } = new();", "DSTL0103" },
        { "[Merge(nameof(All), nameof(C))] Pass A { get; } = new(); [From(nameof(A))] Score B { get; } = new(); [From(nameof(B))] Points C { get; } = new(); [From(nameof(C))] Some D { get; } = new();", "DSTL0103" },
        { "[From(nameof(All), nameof(B))] Score A { get; } = new(); [From(nameof(A))] Points B { get; } = new(); [Merge(nameof(A), nameof(All))] Points C { get; } = new();", "DSTL0103" },
        { "[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Way.Left)] Pass L { get; } = new(); [From(nameof(C))] Score A { get; } = new(); [From(nameof(A))] Points C { get; } = new();", "DSTL0103" },
        { "[From(nameof(A)), Leaf(typeof(Item))] Score A { get; } = new();", "DSTL0102" },

        // Without [From] the branch has a source of its own.
        { "Score A { get; } = new(); [From(nameof(All), nameof(A))] Points B { get; } = new();", "DSTL0104" },
        { "Score A { get; } = new(); [From(nameof(A))] Some C { get; } = new(); [From(nameof(All))] Length L { get; } = new(); [From(nameof(L), nameof(C))] Total B { get; } = new();", "DSTL0104" },
        { "Score A { get; } = new(); [Zip(nameof(All), nameof(A))] Points B { get; } = new(); [Merge(nameof(All), nameof(B))] Points C { get; } = new();", "DSTL0104" },
        { "[From(nameof(Nowhere))] Score A { get; } = new(); [From(nameof(All), nameof(A))] Points B { get; } = new();", "CS0103" },
        { "[From] Score A { get; } = new(); [From(nameof(All), nameof(A))] Points B { get; } = new();", "CS7036" },
        { "[Zip(nameof(All))] Score A { get; } = new();", "CS7036" },
        { "[Merge(nameof(All), nameof(A)), Merge(nameof(All), nameof(A))] Some B { get; } = new(); [From(nameof(All))] Some A { get; } = new();", "CS0579" },

        // Rows that cannot meet.
        { "LoadOther B { get; } = new(); [From(nameof(All), nameof(B))] Some C { get; } = new(); [From(nameof(C), nameof(B))] Points D { get; } = new();", "DSTL0305" },
        { "[From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Score B { get; } = new(); [From(nameof(A), nameof(B))] Average C { get; } = new();", "DSTL0307" },
        { "[From(nameof(All))] Shout A { get; } = new(); [From(nameof(All))] Shout B { get; } = new(); [From(nameof(A), nameof(B))] Pass C { get; } = new();", "DSTL0307" },
        { "[From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Score B { get; } = new(); [Zip(nameof(A), nameof(B)), Gather(\"score\", into: \"scores\")] Average C { get; } = new();", "DSTL0311" },
        { "[From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Score B { get; } = new(); [From(nameof(A), nameof(B)), Gather(\"zzz\", into: \"scores\")] Average C { get; } = new();", "DSTL0309" },

        // An edge to another step: all that is missing is told as one.
        { "[From(nameof(All))] Score S { get; } = new(); [From(nameof(S))] Points Q { get; } = new(); [From(nameof(Q))] Length L { get; } = new(); LoadOther B { get; } = new(); [From(nameof(B))] Total T { get; } = new();", "DSTL0201" },
        { "[From(nameof(All)), Drop(\"id\", \"text\")] Pass A { get; } = new(); [From(nameof(A))] Both B { get; } = new();", "DSTL0201" },
        { "LoadOther B { get; } = new(); [From(nameof(B)), Drop(\"id\", \"text\")] Pass A { get; } = new();", "DSTL0209" },
        { "LoadOther B { get; } = new(); [From(nameof(B)), Leaf(typeof(Item))] Pass A { get; } = new();", "DSTL0214" },
        { "LoadOther B { get; } = new(); [From(nameof(B))] Score A { get; } = new(); [Zip(nameof(A), nameof(B))] Pass C { get; } = new();", "DSTL0201" },

        // What reads the leaf may be what is wrong.
        { "[From(nameof(All))] Open A { get; } = new(); [From(\"Nothing\"), Drop(\"open\")] Some B { get; } = new();", "DSTL0101" },
        { "[From(nameof(All))] Open A { get; } = new(); [From(nameof(A)), Drop(\"open\")] Unmarked B { get; } = new();", "DSTL0004" },

        // A setting that is none has no further effect.
        { "[From(nameof(All)), Step(Timeout = -1)] Score A { get; } = new();", "DSTL0406" },
        { "[From(nameof(All))] Unmarked A { get; } = new(); [From(nameof(A))] Unmarked B { get; } = new();", "DSTL0004" },
        { "[From(nameof(All)), InputMapping(\"zzz\", \"id\")] Score A { get; } = new();", "DSTL0205" },
        { "[From(nameof(All))] Pick A { get; } = new(); [From(nameof(A)), InputMapping(\"zzz\", \"best\")] Show B { get; } = new();", "DSTL0205" },
        { "[From(nameof(All))] Pick A { get; } = new(); [From(nameof(A)), InputMapping(\"1 2\", \"id\")] Show B { get; } = new();", "DSTL0205" },
        { "[From(nameof(All)), OutputMapping(\"zzz\", \"points\")] Score A { get; } = new(); [From(nameof(A))] Points B { get; } = new();", "DSTL0206" },
    };

    /// <summary>Two mistakes of which neither follows from the other.</summary>
    public static TheoryData<string, string, string> Pairs => new()
    {
        { "[From(nameof(A))] Score A { get; } = new(); [From(nameof(All)), Drop(\"zzz\")] Some B { get; } = new();", "DSTL0102", "DSTL0209" },
        { "Score A { get; } = new(); [From(nameof(All))] Points B { get; } = new();", "DSTL0104", "DSTL0201" },
        { "Score A { get; } = new(); Length B { get; } = new();", "DSTL0104", "DSTL0104" },
        { "[From(\"Nothing\")] Score A { get; } = new(); [From(\"Elsewhere\")] Length B { get; } = new();", "DSTL0101", "DSTL0101" },
        { "[From(nameof(All)), InputMapping(\"text\", \"txt\")] Score A { get; } = new(); [From(nameof(A)), InputMapping(\"score\", \"scor\")] Points B { get; } = new();", "DSTL0201", "DSTL0201" },
        { "[From(nameof(All)), Drop(\"txt\", \"idd\")] Pass A { get; } = new();", "DSTL0209", "DSTL0209" },
        { "[From(nameof(All)), Step(Timeout = -1, Concurrency = 0)] Ask A { get; } = new();", "DSTL0406", "DSTL0406" },
        { "LoadOther B { get; } = new(); [From(nameof(All), nameof(B))] Some C { get; } = new(); [From(nameof(B))] Score D { get; } = new();", "DSTL0201", "DSTL0305" },
        { "[From(nameof(B))] Pass A { get; } = new(); [From(nameof(A))] Pass B { get; } = new(); [From(nameof(D))] Pass C { get; } = new(); [From(nameof(C))] Pass D { get; } = new();", "DSTL0103", "DSTL0103" },
        { "[From(nameof(All))] Open A { get; } = new(); [From(nameof(All)), OutputMapping(\"scor\", \"points\")] Score B { get; } = new();", "DSTL0206", "DSTL0212" },
        { "[From(nameof(All)), Filter(Retries = 1)] Score A { get; } = new(); [From(nameof(A)), InputMapping(\"zzz\", \"score\")] Points B { get; } = new();", "DSTL0205", "DSTL0407" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_once(string properties, string id) => Assert.Equal([id], await ErrorsAsync(properties));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Two_mistakes_are_told(string properties, string first, string second) => Assert.Equal([first, second], await ErrorsAsync(properties));

    /// <summary>Null in the place of a name or a type: the compiler warns at most, so that a rule must say what is wrong.</summary>
    [Theory]
    [InlineData("[From(null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All), null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All))] Score A { get; } = new(); [Merge(nameof(A), null!)] Pass B { get; } = new();")]
    [InlineData("[From(nameof(All))] Score A { get; } = new(); [Zip(null!, nameof(A))] Pass B { get; } = new();")]
    [InlineData("[From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Score B { get; } = new(); [From(nameof(A), nameof(B)), Gather(null!, into: \"scores\")] Average C { get; } = new();")]
    [InlineData("[From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Score B { get; } = new(); [From(nameof(A), nameof(B)), Gather(\"score\", into: null!)] Average C { get; } = new();")]
    [InlineData("[From(nameof(All)), InputMapping(null!, \"id\")] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), InputMapping(\"text\", null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), OutputMapping(null!, \"points\")] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), OutputMapping(\"score\", null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Keep(null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Drop((string)null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Leaf(null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Leaf(default)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = null)] Pass L { get; } = new();", true)]
    [InlineData("[From(nameof(All)), Step(Version = null)] Score A { get; } = new();", true)]
    public async Task Null_is_told_once(string properties, bool isRight = false)
    {
        var found = (await FoundAsync(properties)).Where(each => each.Id.StartsWith("DSTL", StringComparison.Ordinal)).ToList();
        Assert.True(found.Count == (isRight ? 0 : 1), string.Join("\n", found));
    }

    [Fact]
    public async Task What_is_missing_together_is_named_together()
    {
        Assert.Contains(
            "'T' needs the column 'score' ('double'), and its rows have none, nor 'points' or 'length'; there are 'Number', 'Label'",
            await MessagesAsync("LoadOther B { get; } = new(); [From(nameof(B))] Total T { get; } = new();"));
        Assert.Contains(
            "[Drop] on 'A' names 'id', which is no column there, nor is 'text'; there are 'Number', 'Label'",
            await MessagesAsync("LoadOther B { get; } = new(); [From(nameof(B)), Drop(\"id\", \"text\")] Pass A { get; } = new();"));
        Assert.Contains(
            "The leaf 'A' has no column for 'Id' of 'Item', nor for 'Text'; there are 'Number', 'Label'",
            await MessagesAsync("LoadOther B { get; } = new(); [From(nameof(B)), Leaf(typeof(Item))] Pass A { get; } = new();"));
        Assert.Contains("or leave one out with [Drop]; so is 'Volume'", Assert.Single(await MessagesAsync(
            "[From(nameof(All))] Shout A { get; } = new(); [From(nameof(All))] Shout B { get; } = new(); [From(nameof(A), nameof(B))] Pass C { get; } = new();")));
    }

    /// <summary>The ids of all errors, the compiler's included, and of the warnings of the rules, sorted.</summary>
    private static async Task<IEnumerable<string>> ErrorsAsync(string properties) => (await FoundAsync(properties)).Select(found => found.Id).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<string>> MessagesAsync(string properties) =>
        [.. (await FoundAsync(properties)).Select(found => found.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task<IReadOnlyList<Diagnostic>> FoundAsync(string properties)
    {
        var compilation = SourceCompilation.CreateWithGenerated(RuleCase.Pipeline(properties) + Steps + RuleCase.Steps);
        return
        [
            .. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity == DiagnosticSeverity.Error),
            .. (await AnalyzerHarness.DiagnosticsAsync(compilation)).Where(found => found.Severity > DiagnosticSeverity.Info),
        ];
    }
}
