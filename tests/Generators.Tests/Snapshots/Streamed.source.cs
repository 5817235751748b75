// A row becomes several, which go on as they are made: the expand is awaited, and its calls are not made again.
namespace Streaming;

[Row] public sealed record Question(string Text);

[Source] public sealed class Questions { public IEnumerable<Question> Read() => []; }

[Expand(OnError = OnError.Stop, Retries = 0)] public sealed class Answers
{
    [return: Column("token")]
    public async IAsyncEnumerable<string> ExpandAsync(string text, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Delay(1, ct);
        yield return text;
    }
}

[Pipeline]
public sealed partial class Streamed
{
    Questions All { get; } = new();
    [From(nameof(All))] Answers Tokens { get; } = new();
}
