namespace Distil.Ide.Tests;

/// <summary>Steps that live in another, compiled assembly, with the documentation file beside it.</summary>
public sealed class LibraryTests
{
    private const string Library = """
        namespace Library
        {
            [Row] public sealed record Prompt(string Instruction);
            [Source] public sealed class LoadPrompts { public IEnumerable<Prompt> Read() => []; }

            /// <summary>Asks.</summary>
            [Step] public class Generate
            {
                /// <summary>
                /// How freely the <b>model</b>
                /// answers.
                /// </summary>
                [RuntimeParameter] public double Temperature { get; set; } = 0.7;

                /// <summary>How long it may answer.</summary>
                /// <remarks>In tokens.</remarks>
                /// <value>At least 1.</value>
                [RuntimeParameter] public virtual int Length { get; set; } = 1;

                [RuntimeParameter] public int Seed { get; set; }

                public string Process(string instruction) => instruction;
            }
        }
        """;

    private const string App = """
        [Pipeline]
        public sealed partial class Answers
        {
            Library.LoadPrompts Prompts { get; } = new();
            [From(nameof(Prompts))] Library.Generate Given { get; } = new();
        }

        public static class Program
        {
            public static Answers.Parameters Parameters => new() { Given = { Temperature = 0.2, Length = 3, Seed = 4 } };
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{ Temperature", "How freely the model answers.")]
    [InlineData(", Length", "How long it may answer.")]
    [InlineData(", Seed", "Seed of Given.")]
    public async Task A_parameter_shows_the_words_of_the_documentation_file(string code, string words)
    {
        using var editor = new Editor(App, Editor.Compile(Library, isDocumented: true));
        Assert.Equal("", await editor.ErrorsAsync(Token));
        Assert.Contains(words, await editor.HoverAsync(code, Token), StringComparison.Ordinal);
    }

    /// <summary>As in a build: the compiler reads no documentation files of references, so the generated text has the names alone.</summary>
    [Fact]
    public async Task A_parameter_shows_its_name_where_the_host_reads_no_documentation_files()
    {
        using var editor = new Editor(App, Editor.Compile(Library, isDocumented: false));
        Assert.Equal("", await editor.ErrorsAsync(Token));
        Assert.Contains("Temperature of Given.", await editor.HoverAsync("{ Temperature", Token), StringComparison.Ordinal);
    }
}
