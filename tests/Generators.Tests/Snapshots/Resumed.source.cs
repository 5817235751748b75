// A source that is awaited and can begin in the middle; its rows leave as they come.
namespace Resumes;

[Row] public sealed record Event(long Id, string Kind);

[Source(Version = "2")] public sealed class Events
{
    public async IAsyncEnumerable<Event> ReadAsync(long offset, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Delay(0, ct);
        yield return new Event(offset, "started");
    }
}
[Filter] public sealed class Started { public bool Keep(string kind) => kind == "started"; }

[Pipeline]
public sealed partial class Resumed
{
    Events Events { get; } = new();
    [From(nameof(Events))] Started Started { get; } = new();
}
