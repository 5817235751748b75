using System.Reflection;
using Distil.Generators.Model;
using Distil.Generators.Planning;
using Distil.Generators.Tests.Parsing;
using Distil.Generators.Tests.Snapshots;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Caching;

/// <summary>What the driver keeps between edits compares by value, by every part of it, and holds nothing of the compilation.</summary>
public sealed class ModelContentTests
{
    private const string Rest = """
        [Flags] public enum Ways { None = 0, Short = 1, Long = 2 }
        [Row] public sealed record Question(int Id, string Text, string? Hint, List<int> Numbers, int? Maybe, DayOfWeek Day, Question? Next);
        [Row] public sealed record Pair { public required int Id { get; init; } public string Text { get; init; } = ""; }
        [Source] public sealed class Load { public IEnumerable<Question> Read(long offset) => []; }
        [Source] public sealed class Others { [return: Column("note")] public IEnumerable<string> Read() => []; }
        [Router] public sealed class Choose { public Ways Route(string text) => Ways.Short; }
        [Step(Version = "2", Timeout = 3, Window = 9)] public sealed class Answer : IStepLifecycle
        {
            /// <summary>Which model.</summary>
            [RuntimeParameter] public string? Model { get; set; }
            [RuntimeParameter(Required = true)] public int Size { get; set; }
            public ValueTask LoadAsync(CancellationToken ct) => default;
            public ValueTask UnloadAsync(CancellationToken ct) => default;
            [return: Column("reply")] public Task<string> ProcessAsync(string text, StepContext context, CancellationToken ct, int unbound = 3) => Task.FromResult(text);
        }
        [Step(BatchSize = 7, OnError = OnError.Null)] public sealed class Count { [return: Column("length")] public ReadOnlyMemory<int> ProcessBatch(ReadOnlyMemory<string> text) => default; }
        [Filter] public sealed class HasHint { public bool Keep([NotNullWhen(true)] string? hint) => hint is not null; }
        [Expand] public sealed class Words { [return: Column("word")] public IEnumerable<string> Expand(string text) => []; }
        [Step] public sealed class Judge { [return: Column("best")] public string Process(IReadOnlyList<string> replies, Pair pair) => replies[0]; }
        [Step] public sealed class Left { [return: Column("left")] public int Process(string text) => 1; }
        [Step] public sealed class Right { [return: Column("right")] public int Process(string text) => 2; }
        [Step(NewRows = true)] public sealed class Group { public IReadOnlyList<Pair> ProcessAll(IReadOnlyList<int> id) => []; }
        namespace Space
        {
            public partial class Outer<T>
            {
                [Pipeline]
                public sealed partial class Everything
                {
                    public int Taken => 1;
                    Load All { get; } = new();
                    [From(nameof(All))] Choose Ways { get; } = new();
                    [From(nameof(Ways), When = global::Ways.Short)] Answer Short { get; } = new();
                    [From(nameof(Ways), When = global::Ways.Long), Step(Ordered = false, Retries = 0, Durable = false)] Answer Long { get; } = new();
                    [From(nameof(Short), nameof(Long)), Gather("reply", into: "replies")] Judge Judged { get; } = new();
                    [From(nameof(All))] HasHint Hinted { get; } = new();
                    [From(nameof(All)), Step(SplitBatches = false)] Count Counted { get; } = new();
                    [Merge(nameof(Hinted), nameof(Counted))] Words Words { get; } = new();
                    [From(nameof(Ways), When = global::Ways.Short)] Left First { get; } = new();
                    [From(nameof(Ways), When = global::Ways.Long)] Right Last { get; } = new();
                    [From(nameof(First), nameof(Last))] Pass Met { get; } = new();
                    Others Second { get; } = new();
                    [Zip(nameof(All), nameof(Second)), Drop("text")] Pass Zipped { get; } = new();
                    [From(nameof(All))] Group Groups { get; } = new();
                    [From(nameof(Groups)), Leaf(typeof(Pair))] Pass Pairs { get; } = new();
                }
            }
        }
        """;

    /// <summary>Another file's columns than those of the snapshot, and a row that is made once for two steps.</summary>
    private const string Lines = """
        [Row] public sealed record Line(string Text);
        [Sink] public sealed class Print { public void Write(Line line) { } }
        [Pipeline] public sealed partial class Lines(string path)
        {
            JsonLines<Line> All { get; } = JsonLines.Read<Line>(path);
            [From(nameof(All))] Print First { get; } = new();
            [From(nameof(All))] Print Second { get; } = new();
            [From(nameof(All))] Pass Out { get; } = new();
        }
        """;

    /// <summary>Routes that are united in the loop in which they part, twice.</summary>
    private const string United = """
        public enum Side { Left, Right }
        [Source] public sealed class Words { [return: Column("word")] public IEnumerable<string> Read() => []; }
        [Router] public sealed class Pick { public Side Route(string word) => Side.Left; }
        [Step] public sealed class Mark { [return: Column("mark")] public int Process(string word) => 1; }
        [Step] public sealed class Again { [return: Column("again")] public int Process(int mark) => 1; }
        [Pipeline] public sealed partial class United
        {
            Words All { get; } = new();
            [From(nameof(All))] Pick First { get; } = new();
            [From(nameof(First), When = Side.Left)] Mark Left { get; } = new();
            [From(nameof(First), When = Side.Right)] Mark Right { get; } = new();
            [Merge(nameof(Left), nameof(Right))] Pick Second { get; } = new();
            [From(nameof(Second), When = Side.Left)] Again Near { get; } = new();
            [From(nameof(Second), When = Side.Right)] Again Far { get; } = new();
            [Merge(nameof(Near), nameof(Far))] Pass Out { get; } = new();
        }
        """;

    private static readonly string[] s_sources = [GoldenSample.Source, Rest, SnapshotPipelines.Source("Files"), Lines, United, SnapshotPipelines.Source("Compared")];

    [Fact]
    public void The_outputs_of_the_generators_steps_hold_nothing_of_the_compilation()
    {
        foreach (var source in s_sources)
        {
            var compilation = SourceCompilation.Create(source);
            var result = EditedProject.Driver(compilation).RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
            var own = result.TrackedSteps.Where(step => step.Key.StartsWith("Distil.", StringComparison.Ordinal)).SelectMany(step => step.Value).ToList();
            Assert.NotEmpty(own);
            foreach (var output in own.Concat(result.TrackedOutputSteps.SelectMany(step => step.Value)).SelectMany(step => step.Outputs))
            {
                Assert.All(Reachable(output.Value), AssertHoldsNoCompilation);
            }
        }
    }

    [Fact]
    public void A_walk_over_an_object_that_holds_a_part_of_the_compilation_finds_it()
    {
        var compilation = SourceCompilation.Create("class C;");
        object[] held = [compilation, compilation.SyntaxTrees[0], compilation.SyntaxTrees[0].GetRoot(TestContext.Current.CancellationToken), compilation.GlobalNamespace];
        Assert.All(held, part => Assert.ThrowsAny<Exception>(() => Assert.All(Reachable(new Dictionary<string, object[]> { [""] = [1, part] }), AssertHoldsNoCompilation)));
    }

    [Fact]
    public void Equal_text_gives_equal_models_of_equal_parts()
    {
        foreach (var source in s_sources)
        {
            var (first, second) = (Reachable(Model(source)).ToList(), Reachable(Model(source)).ToList());
            Assert.Equal(first.Count, second.Count);
            foreach (var (one, other) in first.Zip(second).Where(pair => IsModel(pair.First.GetType())))
            {
                Assert.Equal(one, other);
                Assert.Equal(one.GetHashCode(), other.GetHashCode());
            }
        }
    }

    [Fact]
    public void A_model_that_differs_in_any_one_field_is_another()
    {
        var objects = s_sources.SelectMany(source => Reachable(Model(source))).ToList();
        var pool = objects.Concat(objects.SelectMany(held => Fields(held.GetType()).Select(field => field.GetValue(held)).OfType<object>()))
            .GroupBy(value => value.GetType())
            .ToDictionary(values => values.Key, values => values.Distinct().ToList());
        var open = new HashSet<string>(typeof(PipelineModel).Assembly.GetTypes().Where(IsModel).SelectMany(type => Fields(type).Select(field => type.Name + "." + field.Name)), StringComparer.Ordinal);
        Assert.True(open.Count > 100, $"{open.Count} fields alone were found.");
        foreach (var model in objects.Where(held => IsModel(held.GetType())))
        {
            foreach (var field in Fields(model.GetType()))
            {
                var changed = model.GetType().GetMethod("<Clone>$")!.Invoke(model, [])!;
                Assert.Equal(model, changed);
                var (value, exists) = Another(field, field.GetValue(model), pool);
                if (!exists)
                {
                    continue;
                }

                field.SetValue(changed, value);
                Assert.True(!model.Equals(changed), $"Two models that differ in {model.GetType().Name}.{field.Name} alone are said to be equal.");
                open.Remove(model.GetType().Name + "." + field.Name);
            }
        }

        Assert.True(open.Count == 0, "No model was found in which these can be changed: " + string.Join(", ", open.Order(StringComparer.Ordinal)));
    }

    private static PipelineModel Model(string source) => Planner.Complete(GeneratorHarness.Parse(source));

    private static bool IsModel(Type type) =>
        type.Namespace == typeof(PipelineModel).Namespace && type is { IsClass: true, IsAbstract: false, IsGenericType: false } && type.GetMethod("<Clone>$") is not null;

    private static (object? Value, bool Exists) Another(FieldInfo field, object? value, Dictionary<Type, List<object>> pool)
    {
        var type = Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType;
        if (value is not null && (!type.IsValueType || type != field.FieldType))
        {
            return (null, true);
        }

        if (type == typeof(bool))
        {
            return (value is not true, true);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>().Where(other => !other.Equals(value)).Select(other => (other, true)).FirstOrDefault();
        }

        if (type.IsPrimitive)
        {
            return (Convert.ChangeType(Convert.ToDouble(value ?? 0, System.Globalization.CultureInfo.InvariantCulture) + 1, type, System.Globalization.CultureInfo.InvariantCulture), true);
        }

        if (type == typeof(string))
        {
            return ("another", true);
        }

        if (type == typeof(EquatableArray<long>))
        {
            return (new EquatableArray<long>([7L]), true);
        }

        return pool.TryGetValue(type, out var values) && values.Find(other => !other.Equals(value)) is { } found ? (found, true) : default;
    }

    private static void AssertHoldsNoCompilation(object held) => Assert.False(
        held is ISymbol or SyntaxNode or SyntaxToken or SyntaxTrivia or SyntaxTree or SyntaxReference or Location or Compilation or SemanticModel
            or AttributeData or TypedConstant or IOperation or MetadataReference or Diagnostic,
        $"A {held.GetType()} is held.");

    /// <summary>Everything that can be reached by fields and as elements, the object included, each once.</summary>
    private static IEnumerable<object> Reachable(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>();
        open.Push(root);
        while (open.Count > 0)
        {
            var held = open.Pop();
            if (!held.GetType().IsValueType && !seen.Add(held))
            {
                continue;
            }

            yield return held;
            if (held is string or Type or Pointer or Delegate || held.GetType().IsPrimitive || held.GetType().IsEnum || held.GetType().Namespace == "System.Text")
            {
                continue;
            }

            // Every other collection keeps its elements in an array, or in objects that are its fields.
            if (held is Array elements)
            {
                foreach (var element in elements)
                {
                    if (element is not null)
                    {
                        open.Push(element);
                    }
                }

                continue;
            }

            foreach (var field in Fields(held.GetType()).Where(field => !field.FieldType.IsPointer && !field.FieldType.IsByRefLike))
            {
                if (field.GetValue(held) is { } value)
                {
                    open.Push(value);
                }
            }
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            foreach (var field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
