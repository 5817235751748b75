// The calls of durable steps are kept: what the key of a call is made of, and its answer.
namespace Lasting;

public enum Tone { Calm, Loud }

[Flags] public enum Needs : byte { None = 0, Editor = 1, Lawyer = 2 }

public sealed class Meta { public string Name { get; set; } = ""; }

[JsonSerializable(typeof(Meta))] public sealed partial class LastingJson : JsonSerializerContext;
// What the serializer's own generator would add.
partial class LastingJson
{
    public LastingJson() : base(null) { }
    public static LastingJson Default { get; } = new();
    public System.Text.Json.Serialization.Metadata.JsonTypeInfo<Meta> Meta => null!;
    protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
    public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
}

[Row] public sealed record Draft(string Text, int? Length, IReadOnlyList<string> Tags, Meta Meta, Tone Tone);
[Row] public sealed record Edit(string Edited, DateTime At, IReadOnlyList<double> Scores);
[Row] public readonly record struct Part(string Word, int Place);

[Source] public sealed class Drafts { public IEnumerable<Draft> Read() => []; }

[Step] public sealed class Rewrite
{
    public async Task<Edit> ProcessAsync(string text, int? length, IReadOnlyList<string> tags, Meta meta) => await Task.FromResult(new Edit(text, default, []));
}
[Step] public sealed class Rate
{
    [return: Column("rating")] public async Task<IReadOnlyList<int?>> ProcessBatchAsync(IReadOnlyList<Edit> edit, IReadOnlyList<Tone> tone) =>
        await Task.FromResult(new int?[edit.Count]);
}
[Filter] public sealed class Fair { public async ValueTask<bool> KeepAsync(int? rating) => await ValueTask.FromResult(rating > 2); }
[Router] public sealed class Desk { public async ValueTask<Needs> RouteAsync(string edited) => await ValueTask.FromResult(Needs.Editor); }
[Expand] public sealed class Words { public async IAsyncEnumerable<Part> ExpandAsync(string edited) { yield return await Task.FromResult(new Part(edited, 0)); } }
[Step(Durable = true)] public sealed class Rank { [return: Column("rank")] public IReadOnlyList<int> ProcessAll(IReadOnlyList<IReadOnlyList<double>> scores) => []; }
[Step(Durable = true, NewRows = true)] public sealed class Count
{
    public IReadOnlyList<(string Word, int Number)> ProcessAll(IReadOnlyList<string> word) => [];
}

[Pipeline(Json = typeof(LastingJson))]
public sealed partial class Durable
{
    Drafts All { get; } = new();
    [From(nameof(All))] Rewrite Edited { get; } = new();
    [From(nameof(Edited))] Rate Rated { get; } = new();
    [From(nameof(Rated))] Fair Fair { get; } = new();
    [From(nameof(Fair))] Desk Desk { get; } = new();
    [From(nameof(Desk), When = Needs.Editor)] Rank Ranked { get; } = new();
    [From(nameof(Desk), When = Needs.Lawyer), Drop("place")] Words Words { get; } = new();
    [From(nameof(Words))] Count Counted { get; } = new();
}
