namespace Distil.Package.Tests;

/// <summary>The code fixes that the package brings, made by the SDK.</summary>
public sealed class CodeFixTests(PackedDistil packed)
{
    private const string Wrong = """
        namespace App;

        [Row] public sealed record Review(int Id, string Text);

        [Source] public sealed class LoadReviews { public IEnumerable<Review> Read() => [new(1, "Good.")]; }

        [Step] public sealed class Score { public double Process(string text) => text.Length; }

        [Step] public sealed class Words { public int Process(string txt) => txt.Split(' ').Length; }

        public enum Side { Left, Right }

        [Router] public sealed class Choose { public Side Route(int id) => id > 0 ? Side.Left : Side.Right; }

        [Filter] public sealed class Good;

        [Pipeline] public sealed class Reviews
        {
            LoadReviews All { get; } = new();
            [From("Al")] Score Scored { get; } = new(); // how good
            [From(nameof(All)), Step(Concurrency = 2)] Words Counted { get; } = new();
            Choose Sides { get; } = new();
            [From(nameof(Sides), When = Side.Left)] Score Left { get; } = new();
            [From(nameof(Sides), When = Side.Right)] Pass Right { get; } = new();
            [From(nameof(Counted))] Good Kept { get; } = new();
        }

        """;

    private const string Right = """
        namespace App;

        [Row] public sealed record Review(int Id, string Text);

        [Source] public sealed class LoadReviews { public IEnumerable<Review> Read() => [new(1, "Good.")]; }

        [Step] public sealed class Score { public double Process(string text) => text.Length; }

        [Step] public sealed class Words { public int Process(string txt) => txt.Split(' ').Length; }

        public enum Side { Left, Right }

        [Router] public sealed class Choose { public Side Route(int id) => id > 0 ? Side.Left : Side.Right; }

        [Filter] public sealed class Good
        {
            public bool Keep(int id, string text, int words) => throw new NotImplementedException();
        }

        [Pipeline] public sealed partial class Reviews
        {
            LoadReviews All { get; } = new();
            [From(nameof(All))] Score Scored { get; } = new(); // how good
            [From(nameof(All)), Step(Concurrency = 2), InputMapping("txt", "text")] Words Counted { get; } = new();
            [From(nameof(Counted))] Choose Sides { get; } = new();
            [From(nameof(Sides), When = Side.Left)] Score Left { get; } = new();
            [From(nameof(Sides), When = Side.Right)] Pass Right { get; } = new();
            [From(nameof(Counted))] Good Kept { get; } = new();
        }

        """;

    /// <summary>Several at once: each call of the SDK costs seconds.</summary>
    [Fact]
    public async Task Mistakes_are_repaired_by_dotnet_format()
    {
        var folder = packed.NewFolder("Repaired");
        var file = Path.Combine(folder, "Reviews.cs");
        await File.WriteAllTextAsync(Path.Combine(folder, "Repaired.csproj"), FreshSolution.Project("net10.0"));
        await File.WriteAllTextAsync(file, Wrong);

        string[] rules = ["DSTL0001", "DSTL0005", "DSTL0101", "DSTL0104", "DSTL0201"];
        (await packed.RunAsync(folder, ["format", "analyzers", "Repaired.csproj", "--severity", "info", "--diagnostics", .. rules])).Succeeded();
        Assert.Equal(Right, await File.ReadAllTextAsync(file));

        var built = (await packed.RunAsync(folder, "build", "--no-restore")).Succeeded();
        Assert.Contains("0 Warning(s)", built.Lines);
    }
}
