namespace Distil.Package.Tests;

/// <summary>The sources of the fresh solution that stand nowhere else.</summary>
internal static class FreshSources
{
    /// <summary>Steps for other assemblies, and a pipeline of its own that only its friends see.</summary>
    public const string Library = """
        namespace Library;

        /// <summary>A note.</summary>
        /// <param name="Id">Its number.</param>
        /// <param name="Text">What it says.</param>
        [Row]
        public sealed record Note(int Id, string Text);

        /// <summary>What a note is worth.</summary>
        /// <param name="Points">One a character.</param>
        /// <param name="Grade">In a word.</param>
        [Row]
        public readonly record struct Mark(int Points, string Grade);

        /// <summary>Makes text shorter.</summary>
        [Step]
        public sealed class Shorten
        {
            /// <summary>The longest text that stays as it is.</summary>
            [RuntimeParameter]
            public int Length { get; set; } = 8;

            /// <summary>Cuts the text.</summary>
            [return: Column("cut")]
            public string Process(string text) => text.Length <= Length ? text : text[..Length];
        }

        /// <summary>Marks a note.</summary>
        [Step]
        public sealed class Grade
        {
            /// <summary>Marks a note.</summary>
            public Mark Process(Note note) => new(note.Text.Length, note.Id == 1 ? "first" : "later");
        }

        [Pipeline]
        internal sealed partial class Shortened(IEnumerable<Note> notes)
        {
            Rows<Note> All { get; } = Rows.From(notes);
            [From(nameof(All))] Shorten Cut { get; } = new();
        }
        """;

    /// <summary>A pipeline of another assembly's steps.</summary>
    public const string Pipeline = """
        using Library;

        namespace App;

        [Pipeline]
        public sealed partial class Graded(IEnumerable<Note> notes)
        {
            Rows<Note> All { get; } = Rows.From(notes);
            [From(nameof(All))] Shorten Short { get; } = new();
            [From(nameof(Short))] Grade Marked { get; } = new();
        }
        """;

    /// <summary>What the program of the README and of the pipeline above writes.</summary>
    public static IReadOnlyList<string> Output { get; } =
    [
        "1. Kettle: 36 characters",
        "2. Lamp: 22 characters",
        "graded 1 A lo 11 first",
        "graded 2 No 2 later",
        "shortened A longer",
        "shortened No",
    ];

    /// <summary>A program around the README's lines.</summary>
    public static string Program(string readme) => $$"""
        using App;
        using Library;

        IEnumerable<Review> reviews =
        [
            new("Lamp", "Bright, small, silent."),
            new("Cup", "Broken."),
            new("Kettle", "Boils in a minute, and whistles too."),
        ];
        IJudge model = new Lengths();
        {{readme}}

        Note[] notes = [new(1, "A long note"), new(2, "No")];
        var graded = await new Graded(notes).RunAsync(new RunOptions { Parameters = new Graded.Parameters { Short = { Length = 4 } } });
        foreach (var mark in graded.Marked)
            Console.WriteLine($"graded {mark.Id} {mark.Cut} {mark.Points} {mark.Grade}");
        var shortened = await new Shortened([new(1, "A longer note"), notes[1]]).RunAsync();
        foreach (var note in shortened.Cut)
            Console.WriteLine($"shortened {note.Cut}");

        internal sealed class Lengths : IJudge
        {
            public string Name => "lengths";

            public Task<(double Score, string Reason)> ScoreAsync(string text, CancellationToken ct) =>
                Task.FromResult<(double, string)>((text.Length, $"{text.Length} characters"));
        }
        """;
}
