// Rows of two sources, paired by their number.
namespace Zips;

[Row] public sealed record English(string Text);
[Row] public sealed record German(string Satz);

[Source] public sealed class EnglishLines { public IEnumerable<English> Read() => []; }
[Source] public sealed class GermanLines { public IEnumerable<German> Read() => []; }
[Step] public sealed class Ratio { [return: Column("ratio")] public double Process(string text, string satz) => (double)text.Length / satz.Length; }

[Pipeline]
public sealed partial class Zipped
{
    EnglishLines English { get; } = new();
    GermanLines German { get; } = new();
    [Zip(nameof(English), nameof(German))] Ratio Aligned { get; } = new();
}
