using Distil.Generators.Model;

namespace Distil.Generators.Tests.Parsing;

/// <summary>Which steps are durable, and what is kept of their calls.</summary>
public sealed class AnswerModelTests
{
    private const string Types = """
        public enum Way { Left, Right }
        [Row] public record Inner(int Number);
        public class Known { }
        [System.Text.Json.Serialization.JsonSerializable(typeof(Known))]
        public abstract class MyContext : System.Text.Json.Serialization.JsonSerializerContext { protected MyContext() : base(null) { } }
        [Source] public class Load { [return: Column("id")] public IEnumerable<int> Read() => []; }

        """;

    [Theory]
    [InlineData("string", true)]
    [InlineData("double", true)]
    [InlineData("Way", true)]
    [InlineData("int?", true)]
    [InlineData("byte[]", true)]
    [InlineData("Guid[]", true)]
    [InlineData("List<DateTimeOffset?>", true)]
    [InlineData("IReadOnlyList<IList<string>>", true)]
    [InlineData("DateTime", false)]
    [InlineData("DateTime?", false)]
    [InlineData("decimal", false)]
    [InlineData("List<decimal?>", false)]
    [InlineData("IEnumerable<int>", false)]
    [InlineData("ICollection<int>", false)]
    [InlineData("IReadOnlyCollection<int>[]", false)]
    [InlineData("Inner", false)]
    [InlineData("IReadOnlyList<Inner[]>", false)]
    [InlineData("Known", false)]
    [InlineData("Known[]", false)]
    public void An_answer_is_exact_where_it_is_read_as_it_was_written(string type, bool isExact)
    {
        var model = GeneratorHarness.Parse(Types + $$"""
            [Step] public class Ask { public Task<({{type}} Answer, int Number)> ProcessAsync(int id) => null!; }
            [Pipeline(Json = typeof(MyContext))] public partial class P { Load All { get; } = new(); [From(nameof(All))] Ask Asked { get; } = new(); }
            """);
        Assert.False(model.HasErrors);
        Assert.Equal(isExact, Step(model, "Asked").Answer!.IsExact);
    }

    [Theory]
    [InlineData("IAsyncEnumerable", "", true, false)]
    [InlineData("IAsyncEnumerable", "OnError = OnError.Stop", true, false)]
    [InlineData("IAsyncEnumerable", "Retries = 0", true, false)]
    [InlineData("IAsyncEnumerable", "OnError = OnError.Stop, Retries = 0", false, true)]
    [InlineData("IAsyncEnumerable", "OnError = OnError.Stop, Retries = 0, Timeout = 5", false, true)]
    [InlineData("IAsyncEnumerable", "OnError = OnError.Stop, Retries = 0, Durable = true", true, false)]
    [InlineData("IAsyncEnumerable", "OnError = OnError.Stop, Retries = 0, Durable = false", false, true)]
    [InlineData("IEnumerable", "", false, false)]
    [InlineData("IEnumerable", "OnError = OnError.Stop", false, true)]
    [InlineData("IEnumerable", "OnError = OnError.Stop, Durable = true", true, false)]
    [InlineData("IEnumerable", "Durable = true", true, false)]
    public void An_expand_whose_children_go_on_as_they_are_made_is_durable_only_on_request(
        string wrapper, string settings, bool isDurable, bool isStreamed)
    {
        foreach (var isOnProperty in new[] { false, true })
        {
            var (onClass, onProperty) = isOnProperty ? ("", $", Expand({settings})") : ($"({settings})", "");
            var method = wrapper == "IEnumerable" ? "Expand" : "ExpandAsync";
            var model = GeneratorHarness.Parse(Types + $$"""
                [Expand{{onClass}}] public class Split { [return: Column("part")] public {{wrapper}}<string> {{method}}(int id, CancellationToken ct) => null!; }
                [Pipeline] public partial class P { Load All { get; } = new(); [From(nameof(All)){{onProperty}}] Split Parts { get; } = new(); }
                """);
            Assert.False(model.HasErrors);
            var step = Step(model, "Parts");
            Assert.Equal((isDurable, isStreamed), (step.Settings.Durable, step.IsStreamed));
            Assert.Equal(isDurable, step.Answer is not null);
            Assert.True(step.IsCalledByRow || !isDurable);
        }
    }

    [Theory]
    [InlineData("[Step] public class S { public Task<int> ProcessAsync(int id) => null!; }", true)]
    [InlineData("[Step(Durable = false)] public class S { public Task<int> ProcessAsync(int id) => null!; }", false)]
    [InlineData("[Step] public class S { public int Process(int id) => 0; }", false)]
    [InlineData("[Step(Durable = true)] public class S { public int Process(int id) => 0; }", true)]
    [InlineData("[Step] public class S { public Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> id) => null!; }", true)]
    [InlineData("[Step] public class S { public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> id) => null!; }", false)]
    [InlineData("[Step(Durable = true)] public class S { public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> id) => null!; }", true)]
    [InlineData("[Step] public class S { public Task<IReadOnlyList<int>> ProcessAllAsync(IReadOnlyList<int> id) => null!; }", false)]
    [InlineData("[Step(Durable = true)] public class S { public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> id) => null!; }", true)]
    [InlineData("[Filter] public class S { public Task<bool> KeepAsync(int id) => null!; }", true)]
    [InlineData("[Filter] public class S { public bool Keep(int id) => true; }", false)]
    [InlineData("[Sink] public class S { public Task WriteAsync(int id) => null!; }", false)]
    public void What_is_kept_is_printed_for_durable_steps_alone(string step, bool isKept)
    {
        var source = Types + step + "[Pipeline] public partial class P { Load All { get; } = new(); [From(nameof(All))] S Made { get; } = new(); }";
        var model = GeneratorHarness.Parse(source);
        Assert.False(model.HasErrors);
        Assert.Equal(isKept, Step(model, "Made").Answer is not null);
        Assert.Equal(isKept, Step(model, "Made").Settings.Durable);
    }

    [Fact]
    public void A_key_is_made_of_what_the_method_is_given_in_the_order_of_its_parameters()
    {
        var model = GeneratorHarness.Parse(Types + """
            [Row] public record Item(string Text, int Size, Known Known, Inner Inner);
            [Row] public record Part(int Size, string Text);
            [Source] public class Items { public IEnumerable<Item> Read() => []; }
            [Step] public class Ask
            {
                [return: Column("answer")]
                public Task<int> ProcessAsync(Known known, Part part, StepContext context, Inner inner, CancellationToken ct, string? note = null) => null!;
            }
            [Pipeline(Json = typeof(MyContext))] public partial class P { Items All { get; } = new(); [From(nameof(All)), InputMapping("inner", "inner")] Ask Asked { get; } = new(); }
            """);
        Assert.False(model.HasErrors);
        var answer = Step(model, "Asked").Answer!;
        Assert.Equal(["Known", "Size", "Text", "Inner"], answer.Inputs.Select(input => model.Columns[input.Column].Name));
        Assert.Equal(["answer"], answer.Columns.Select(column => model.Columns[column.Column].Name.ToLowerInvariant()));
        Assert.Equal(KeyTypeKind.Context, model.KeyTypes.Single(type => type.Key == "global::Known").Kind);
        Assert.Equal(KeyTypeKind.Row, model.KeyTypes.Single(type => type.Key == "global::Inner").Kind);
    }

    private static StepModel Step(PipelineModel model, string name) => model.Steps.Single(step => step.Name == name);
}
