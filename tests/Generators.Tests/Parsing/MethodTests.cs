using Distil.Generators.Model;

namespace Distil.Generators.Tests.Parsing;

public sealed class MethodTests
{
    private const string Load = """
        [Row] public record Item(int Id, string Text);
        [Source] public class Load { public IEnumerable<Item> Read() => []; }

        """;

    [Theory]
    [InlineData("[Step]", "int Process(int id) => id;", "Row None None int -")]
    [InlineData("[Step]", "void Process(int id) { }", "Row None None - -")]
    [InlineData("[Step]", "Task ProcessAsync(int id) => Task.CompletedTask;", "Row Task None - -")]
    [InlineData("[Step]", "ValueTask<int?> ProcessAsync(int id) => default;", "Row ValueTask None int? -")]
    [InlineData("[Step]", "List<string?> ProcessBatch(IReadOnlyList<int> id) => [];", "Batch None ReadOnlyList string? global::System.Collections.Generic.List<string?>")]
    [InlineData("[Step]", "Task<int[]> ProcessBatchAsync(ReadOnlyMemory<int> id) => null!;", "Batch Task ReadOnlyList int int[]")]
    [InlineData("[Step]", "ReadOnlyMemory<int> ProcessBatch(ReadOnlySpan<int> id) => default;", "Batch None Memory int global::System.ReadOnlyMemory<int>")]
    [InlineData("[Step]", "Memory<int> ProcessAll(ReadOnlySpan<int> id) => default;", "All None Memory int global::System.Memory<int>")]
    [InlineData("[Step]", "ValueTask ProcessAllAsync(IReadOnlyList<int> id) => default;", "All ValueTask None - -")]
    [InlineData("[Filter]", "bool Keep(int id) => true;", "Row None None bool -")]
    [InlineData("[Filter]", "Task<IReadOnlyList<bool>> KeepBatchAsync(IReadOnlyList<int> id) => null!;", "Batch Task ReadOnlyList bool global::System.Collections.Generic.IReadOnlyList<bool>")]
    [InlineData("[Filter]", "bool[] KeepAll(IReadOnlyList<int> id) => [];", "All None ReadOnlyList bool bool[]")]
    [InlineData("[Router]", "DayOfWeek Route(int id) => default;", "Row None None global::System.DayOfWeek -")]
    [InlineData("[Router]", "ValueTask<DayOfWeek[]> RouteBatchAsync(IReadOnlyList<int> id) => default;", "Batch ValueTask ReadOnlyList global::System.DayOfWeek global::System.DayOfWeek[]")]
    [InlineData("[Expand]", "List<int> Expand(int id) => [];", "Row Enumerable None int -")]
    [InlineData("[Expand]", "IAsyncEnumerable<(int A, int B)> ExpandAsync(int id) => null!;", "Row AsyncEnumerable None global::System.ValueTuple<int, int> -")]
    [InlineData("[Sink]", "void Write(int id) { }", "Row None None - -")]
    [InlineData("[Sink]", "Task WriteBatchAsync(IReadOnlyList<int> id) => null!;", "Batch Task None - -")]
    public void Every_form_of_a_method_is_read(string kind, string method, string expected)
    {
        var model = Parse($"{kind} public class S {{ public {method} }}");
        var found = model.Step("Under").Method!;
        Assert.Equal(expected, $"{found.Form} {found.Wrapper} {found.ListShape} {found.ResultType ?? "-"} {found.ListType ?? "-"}");
    }

    [Fact]
    public void Arguments_come_in_the_order_of_the_method()
    {
        var model = Parse("""
            [Step] public class S
            {
                public int Process(CancellationToken ct, long id, StepContext step, string? TEXT, Item item, int size = 3, double? other = null) => 1;
            }
            """);
        Assert.Equal(
            [
                "ct: CancellationToken",
                "id: None of long from int Id, converted",
                "step: Context",
                "TEXT: None of string? from string Text",
                "item: None of global::Item from global::Item Item",
                "size: Omitted",
                "other: Omitted",
            ],
            model.Arguments("Under"));
    }

    [Fact]
    public void A_batch_takes_columns_and_rows_in_each_container()
    {
        var model = Parse("""
            [Step] public class S
            {
                public int[] ProcessBatch(IReadOnlyList<object> text, ReadOnlyMemory<int> id, ReadOnlySpan<string> Text, IReadOnlyList<Item> items) => [];
            }
            """);
        Assert.Equal(
            [
                "text: ReadOnlyList of object from string Text, converted",
                "id: ReadOnlyMemory of int from int Id",
                "Text: ReadOnlySpan of string from string Text",
                "items: ReadOnlyList of global::Item from global::Item Item",
            ],
            model.Arguments("Under"));
    }

    [Fact]
    public void A_source_may_be_resumable()
    {
        var model = GeneratorHarness.Parse("""
            [Source] public class S { [return: Column("line")] public IAsyncEnumerable<string> ReadAsync(long offset, StepContext context, CancellationToken ct, int size = 1) => null!; }
            [Pipeline] public partial class P { S All { get; } = new(); }
            """);
        Assert.Equal(["offset: Offset", "context: Context", "ct: CancellationToken", "size: Omitted"], model.Arguments("All"));
        Assert.Equal(["string Line"], model.Outputs("All"));
    }

    [Fact]
    public void Ready_made_sources_are_sources()
    {
        var model = GeneratorHarness.Parse("""
            [Row] public record Item(int Id, string Text);
            [Pipeline] public partial class P(List<Item> list, int[] numbers)
            {
                Rows<Item> All { get; } = Rows.From(list);
                Rows<int> Numbers { get; } = Rows.From(numbers);
                Rows<(int A, string B)> Pairs { get; } = Rows.From(new[] { (1, "") });
            }
            """);
        Assert.Equal(["int Id", "string Text"], model.Outputs("All"));
        Assert.Equal(["int Rows"], model.Outputs("Numbers"));
        Assert.Equal(["int A", "string B"], model.Outputs("Pairs"));
        Assert.Equal("global::Distil.Rows<global::System.ValueTuple<int, string>>", model.Step("Pairs").Type);
        Assert.Equal("Rows<Item>", model.Step("All").Summary);
    }

    [Fact]
    public void Inherited_members_and_interfaces_count()
    {
        var model = Parse("""
            public abstract class Base : IStepLifecycle, IFingerprint
            {
                [RuntimeParameter(Required = true)] public string Model { get; set; } = "";
                /// <summary>How many
                /// words.</summary>
                [RuntimeParameter] public virtual int? Words { get; set; }
                public string Fingerprint => "";
                public abstract Task<int> ProcessAsync(int id);
                public Task LoadAsync(CancellationToken ct) => Task.CompletedTask;
                public Task UnloadAsync(CancellationToken ct) => Task.CompletedTask;
                ValueTask IStepLifecycle.LoadAsync(CancellationToken ct) => default;
                ValueTask IStepLifecycle.UnloadAsync(CancellationToken ct) => default;
            }
            [Step] public class S : Base { public override Task<int> ProcessAsync(int id) => Task.FromResult(1); public override int? Words { get; set; } }
            """);
        Assert.True(model.Step("Under") is { HasLifecycle: true, HasFingerprint: true });
        Assert.Equal(["string Model True ", "int? Words False "], model.Step("Under").Parameters.Select(parameter => $"{parameter.Type} {parameter.Name} {parameter.IsRequired} {parameter.Summary}"));
        Assert.True(model.Step("Under").Settings is { Concurrency: 16, Retries: 3, Durable: true });
    }

    [Fact]
    public void A_step_of_another_assembly_is_read_from_its_metadata()
    {
        var library = SourceCompilation.Create(
            "Library", [], "namespace Lib; [Row] public class Out { public required string Text { get; init; } public int Size { get; set; } } [Step(Concurrency = 7)] public class S { public Task<Out> ProcessAsync(int id) => null!; }");
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var compilation = SourceCompilation.Create(
            "Tested", [Microsoft.CodeAnalysis.MetadataReference.CreateFromStream(image)], Load + "[Pipeline] public partial class P { Load All { get; } = new(); [From(nameof(All))] Lib.S Under { get; } = new(); }");
        var model = GeneratorHarness.Parse(compilation);
        Assert.Equal(["int Id", "string Text", "int Size"], model.Outputs("Under"));
        Assert.Equal(7, model.Step("Under").Settings.Concurrency);
    }

    private static PipelineModel Parse(string step) =>
        GeneratorHarness.Parse(Load + step + "\n[Pipeline] public partial class P { Load All { get; } = new(); [From(nameof(All))] S Under { get; } = new(); }");
}
