// A tap looks at the rows that pass, a sink ends them: no data set.
namespace Taps;

[Row] public sealed record Message(Guid Id, string Body);

[Source] public sealed class Inbox { public IEnumerable<Message> Read() => []; }
[Step] public sealed class Count { public void Process(string body) { } }
[Sink(BatchSize = 100)] public sealed class Insert { public Task WriteBatchAsync(IReadOnlyList<Guid> id, IReadOnlyList<string> body, CancellationToken ct) => Task.CompletedTask; }

[Pipeline]
public sealed partial class Tapped
{
    Inbox Inbox { get; } = new();
    [From(nameof(Inbox))] Count Counted { get; } = new();
    [From(nameof(Counted))] Insert Stored { get; } = new();
}
