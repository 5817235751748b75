namespace Distil.Generators.Tests.Diagnostics;

/// <summary>One way to break a rule, and the same done right.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Wrong">Source in which <c>[|…|]</c> marks what is reported.</param>
/// <param name="Right">Source in which nothing is.</param>
/// <param name="Says">What the message says, as far as the user needs it.</param>
internal sealed record RuleCase(string Id, string Wrong, string Right, params string[] Says)
{
    /// <summary>Steps that the cases share. They stand behind the case, so that places in it are its own.</summary>
    public const string Steps = """

        [Row] public record Item(int Id, string Text);
        [Source] public class Load { public IEnumerable<Item> Read() => Array.Empty<Item>(); }
        [Source] public class LoadOther { public IEnumerable<(long Number, string Label)> Read() => Array.Empty<(long, string)>(); }
        [Step] public class Score { public double Process(string text) => 1; }
        [Step] public class Length { public int Process(string text) => 1; }
        [Step] public class Shout { public (string Text, int Volume) Process(string text) => (text, 1); }
        [Step] public class Rank { [return: Column("rank")] public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> id) => id; }
        [Step] public class Group { public IReadOnlyList<(string Key, int Count)> ProcessAll(IReadOnlyList<string> text) => Array.Empty<(string, int)>(); }
        [Step] public class Ask { public Task<string> ProcessAsync(string text, CancellationToken ct) => Task.FromResult(text); }
        [Step] public class Embed { public IReadOnlyList<float[]> ProcessBatch(IReadOnlyList<string> text) => Array.Empty<float[]>(); }
        [Filter] public class Some { public bool Keep(int id) => true; }
        [Expand] public class Split { public IEnumerable<(string Part, int Place)> Expand(string text) => Array.Empty<(string, int)>(); }
        public enum Way { Left, Right }
        [Router] public class Choose { public Way Route(int id) => default; }
        [Flags] public enum Ways { None = 0, A = 1, B = 2, Both = 3 }
        [Router] public class Spread { public Ways Route(int id) => default; }
        [Sink] public class Print { public void Write(int id) { } }
        """;

    /// <summary>A pipeline with a source <c>All</c> and these further properties.</summary>
    public static string Pipeline(string properties) =>
        "[Pipeline] public partial class P\n{\n    Load All { get; } = new();\n    " + properties + "\n}\n";

    /// <summary>Whether the rows have the same columns when the mistake is corrected. False: the mistake is the very name of one.</summary>
    public bool HasSameRows { get; init; } = true;

    public override string ToString() => Id + ": " + Wrong.ReplaceLineEndings(" ");
}
