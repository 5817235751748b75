namespace Distil.Ide.Tests;

/// <summary>What a person sees in the editor of what is generated: the columns that come in, those that go out, and where each was made.</summary>
public sealed class TooltipTests : IDisposable
{
    private const string Source = """
        [Row] public sealed record Prompt(string Instruction);
        public enum Difficulty { Easy, Hard }

        [Source] public sealed class LoadPrompts { public IEnumerable<Prompt> Read() => []; }
        [Router] public sealed class ByLength { public Difficulty Route(string instruction) => Difficulty.Easy; }
        [Step(Concurrency = 16)] public sealed class Generate
        {
            /// <summary>How freely the model answers.</summary>
            [RuntimeParameter] public double Temperature { get; set; } = 0.7;
            public ValueTask<(string Text, int Tokens)> ProcessAsync(string instruction, CancellationToken ct) => default;
        }
        [Step(BatchSize = 20)] public sealed class Judge { [return: Column("score")] public double[] ProcessBatch(IReadOnlyList<string> text) => []; }

        [Pipeline]
        public sealed partial class Preferences
        {
            LoadPrompts Prompts { get; } = new();
            [From(nameof(Prompts))] ByLength Route { get; } = new();
            [From(nameof(Route), When = Difficulty.Easy)] Generate Small { get; } = new();
            [From(nameof(Route), When = Difficulty.Hard)] Generate Large { get; } = new();
            [Merge(nameof(Small), nameof(Large))] Judge Verdict { get; } = new();
        }

        public static class Program
        {
            public static async Task Main()
            {
                var parameters = new Preferences.Parameters { Small = { Temperature = 0.2, Concurrency = 8 }, Verdict = { BatchSize = 5 } };
                var result = await new Preferences().RunAsync(new RunOptions { Parameters = parameters });
                foreach (var row in result.Verdict)
                {
                    Console.WriteLine(row.Score + row.Text);
                }

                await foreach (var row in new Preferences().StreamAsync()) { }
                Console.WriteLine(Preferences.Graph.ToMermaid());
                var none = new Preferences.Parameters { };
                var some = new Preferences.Parameters { Small = { } };
            }
        }

        namespace Documented
        {
            /// <summary>Passes what it reads.</summary>
            [Pipeline] public sealed partial class Passing
            {
                LoadPrompts Prompts { get; } = new();
                [From(nameof(Prompts))] Pass Passed { get; } = new();
            }
        }
        """;

    private readonly Editor _editor = new(Source);

    public void Dispose() => _editor.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_right() => Assert.Equal("", await _editor.ErrorsAsync(Token));

    [Fact]
    public async Task A_pipeline_shows_what_it_reads_and_gives_and_its_graph()
    {
        var shown = await _editor.HoverAsync("class Preferences", Token);
        Assert.Contains("class Preferences", shown, StringComparison.Ordinal);
        Assert.Contains("The pipeline Preferences.", shown, StringComparison.Ordinal);
        Assert.Contains("In: Prompts (LoadPrompts) reads Instruction (string).", shown, StringComparison.Ordinal);
        Assert.Contains("Out: the data set Verdict (Judge) has Instruction (string, made by Prompts), Text (string, made by Small and Large)", shown, StringComparison.Ordinal);
        Assert.Contains("Small -- \"merge\" --> Verdict", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_that_the_user_documented_shows_the_users_words_and_its_graph()
    {
        var shown = await _editor.HoverAsync("class Passing", Token);
        Assert.Contains("Passes what it reads.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("The pipeline Passing.", shown, StringComparison.Ordinal);
        Assert.Contains("Prompts --> Passed", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Preferences().RunAsync", "Runs the pipeline to its end.")]
    [InlineData("Preferences().StreamAsync", "gives the rows of Verdict as they come.")]
    public async Task A_run_shows_what_it_reads_and_gives(string code, string summary)
    {
        var shown = await _editor.HoverAsync(code, Token);
        Assert.Contains(summary, shown, StringComparison.Ordinal);
        Assert.Contains("In: Prompts (LoadPrompts) reads Instruction (string).", shown, StringComparison.Ordinal);
        Assert.Contains("Score (double, made by Verdict).", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaf_shows_what_comes_in_and_goes_out()
    {
        var shown = await _editor.HoverAsync("in result.Verdict", Token);
        Assert.Contains("Dataset<Preferences.VerdictRow> Preferences.Result.Verdict", shown, StringComparison.Ordinal);
        Assert.Contains("The rows that left Verdict (Judge).", shown, StringComparison.Ordinal);
        Assert.Contains(
            "In: Instruction (string, made by Prompts), Text (string, made by Small and Large), Tokens (int, made by Small and Large).\n", shown, StringComparison.Ordinal);
        Assert.Contains("Out: the same, and Score (double).", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_of_the_parameters_shows_what_comes_in_and_goes_out()
    {
        var shown = await _editor.HoverAsync("Parameters { Small", Token);
        Assert.Contains("What can be set of Small (Generate); compiled with a concurrency of 16.", shown, StringComparison.Ordinal);
        Assert.Contains("In: Instruction (string, made by Prompts).", shown, StringComparison.Ordinal);
        Assert.Contains("Out: the same, and Text (string), Tokens (int).", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_shows_the_users_words() =>
        Assert.Contains("How freely the model answers.", await _editor.HoverAsync("{ Temperature", Token), StringComparison.Ordinal);

    [Fact]
    public async Task A_setting_shows_the_runtimes_words() =>
        Assert.Contains("Rows a call, at least 1.", await _editor.HoverAsync("{ BatchSize", Token), StringComparison.Ordinal);

    [Theory]
    [InlineData("WriteLine(row.Score", "double Preferences.VerdictRow.Score", "Made by Verdict (Judge). In files: score.")]
    [InlineData("+ row.Text", "string Preferences.VerdictRow.Text", "Made by Small (Generate) and Large (Generate), whose rows meet at Verdict. In files: text.")]
    public async Task A_member_of_a_row_shows_where_it_was_made(string code, string signature, string made)
    {
        var shown = await _editor.HoverAsync(code, Token);
        Assert.Contains(signature, shown, StringComparison.Ordinal);
        Assert.Contains(made, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typing_behind_a_result_lists_its_leaves()
    {
        var listed = await _editor.CompleteAsync("in result.", Token);
        Assert.Contains("The rows that left Verdict (Judge).", listed["Verdict"], StringComparison.Ordinal);
        Assert.Contains("Status", listed.Keys);
    }

    [Fact]
    public async Task Typing_behind_a_row_lists_its_columns()
    {
        var listed = await _editor.CompleteAsync("WriteLine(row.", Token);
        Assert.Contains("Made by Prompts (LoadPrompts).", listed["Instruction"], StringComparison.Ordinal);
        Assert.Equal(["Instruction", "Score", "Text", "Tokens"], listed.Keys.Intersect(["Text", "Tokens", "Score", "Instruction"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Typing_into_parameters_lists_the_steps_and_what_can_be_set_of_each()
    {
        var steps = await _editor.CompleteAsync("none = new Preferences.Parameters { ", Token);
        Assert.Contains("What can be set of Small (Generate)", steps["Small"], StringComparison.Ordinal);
        Assert.Contains("Verdict", steps.Keys);
        Assert.DoesNotContain("Prompts", steps.Keys);

        var settings = await _editor.CompleteAsync("some = new Preferences.Parameters { Small = { ", Token);
        Assert.Contains("How freely the model answers.", settings["Temperature"], StringComparison.Ordinal);
        Assert.Contains("Calls at the same time", settings["Concurrency"], StringComparison.Ordinal);
        Assert.DoesNotContain("BatchSize", settings.Keys);
    }

    [Fact]
    public async Task Typing_behind_a_pipeline_lists_what_is_generated()
    {
        var listed = await _editor.CompleteAsync("WriteLine(Preferences.", Token);
        Assert.Equal(["Graph", "Parameters", "Result", "VerdictRow"], listed.Keys.Intersect(["Graph", "Parameters", "Result", "VerdictRow", "VerdictStage", "Definition"]).Order(StringComparer.Ordinal));
    }
}
