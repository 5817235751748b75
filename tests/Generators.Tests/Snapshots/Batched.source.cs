// A batch method that is awaited, with rows before and after it in loops of their own.
namespace Batches;

[Row] public sealed record Sentence(string Text);

[Source] public sealed class Sentences { public IEnumerable<Sentence> Read() => []; }
[Step(BatchSize = 32, Concurrency = 4, Timeout = 30)] public sealed class Embed
{
    [return: Column("vector")] public Task<IReadOnlyList<float[]>> ProcessBatchAsync(IReadOnlyList<string> text, CancellationToken ct) => throw new NotSupportedException();
}
[Step] public sealed class Norm { [return: Column("norm")] public float Process(float[] vector) => vector[0]; }

[Pipeline]
public sealed partial class Batched
{
    Sentences All { get; } = new();
    [From(nameof(All))] Embed Embedded { get; } = new();
    [From(nameof(Embedded)), Keep("text", "norm")] Norm Normed { get; } = new();
}
