using System.Reflection;
using Distil.Engine;
using Distil.Engine.Run;
using Distil.Pipelines.Tests.Graphs;

namespace Distil.Pipelines.Tests.Durability;

/// <summary>The fingerprint by which a durable step's answers are kept, of pipelines that are compiled and loaded.</summary>
public sealed class StepFingerprintTests
{
    private const string Source = """
        using Distil;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        namespace App;

        [Source] public sealed class Load { [return: Column("id")] public IEnumerable<int> Read() => [1, 2, 3]; }
        [Step(DependsOn = new[] { typeof(Tools) })] public sealed partial class Ask : Base
        {
            public double Heat { get; set; }
            [RuntimeParameter] public int Tokens { get; set; } = 5;
            [RuntimeParameter(Secret = true)] public string Key { get; set; } = "first";
            [return: Column("answer")] public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id) + One + Helper.Zero());
        }
        public sealed partial class Ask { public int More => 1; }
        public abstract class Base { protected int One => 1; }
        public static class Tools { public static int Twice(int id) => id * 2; }
        public static class Helper { public static int Zero() => 0; }
        [Step] public sealed class Boxed<T> { [return: Column("boxed")] public Task<string> ProcessAsync(int answer) => Task.FromResult(typeof(T).Name); }
        [Pipeline] public sealed partial class Asks
        {
            Load All { get; } = new();
            [From(nameof(All))] Ask Asked { get; } = new() { Heat = 0.3 };
            [From(nameof(Asked))] Boxed<int> Last { get; } = new();
        }
        """;

    private static readonly Lazy<IReadOnlyList<Made>> s_first = new(() => Of(Source));

    public static TheoryData<string, string> Changes => new()
    {
        { "Tools.Twice(id) + One", "Tools.Twice(id) - One" },
        { "One => 1", "One => 2" },
        { "id * 2", "id + id" },
        { "More => 1", "More => 2" },
        { "Heat = 0.3", "Heat = 0.4" },
        { "new() { Heat = 0.3 }", "new()" },
    };

    public static TheoryData<string, string> Unchanged => new()
    {
        { "public double Heat", "// How hot.\n    public double Heat" },
        { "=> Task.FromResult(Tools", "=>\n        Task.FromResult(  Tools" },
        { "new() { Heat = 0.3 }", "new()\n    {\n        Heat = 0.3 // Warm.\n    }" },
        { "{ typeof(Tools) })]", "{ typeof(Tools) }, Concurrency = 3, Retries = 0)]" },
        { "[From(nameof(All))] Ask", "[From(nameof(All)), Step(Concurrency = 2)] Ask" },
        { "Zero() => 0", "Zero() => 1" },
        { "[1, 2, 3]", "[1, 2, 3, 4]" },
        { "Boxed<int>", "Boxed<long>" },
        { "Asked", "Answered" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void It_is_another_after(string old, string with)
    {
        var after = Of(Edited(old, with));
        Assert.NotEqual(Asked(s_first.Value).Code, Asked(after).Code);
        Assert.NotEqual(Asked(s_first.Value).Fingerprint, Asked(after).Fingerprint);
        Assert.Equal(s_first.Value[0], after[0]);
        Assert.Equal(s_first.Value[2].Fingerprint, after[2].Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Unchanged))]
    public void It_stays_after(string old, string with)
    {
        var after = Of(Edited(old, with));
        Assert.Equal((Asked(s_first.Value).Code, Asked(s_first.Value).Fingerprint), (Asked(after).Code, Asked(after).Fingerprint));
        Assert.NotNull(Asked(after).Fingerprint);
    }

    [Fact]
    public void The_argument_of_a_generic_class_is_part_of_it() =>
        Assert.NotEqual(s_first.Value[2].Fingerprint, Of(Edited("Boxed<int>", "Boxed<long>"))[2].Fingerprint);

    [Fact]
    public void Parameters_are_part_of_it_and_secrets_are_not()
    {
        var loaded = Load(Source);
        var expected = Asked(Of(loaded)).Fingerprint;
        Assert.NotEqual(expected, Asked(Of(loaded, new() { ["Asked.Tokens"] = 6 })).Fingerprint);
        Assert.Equal(expected, Asked(Of(loaded, new() { ["Asked.Key"] = "second" })).Fingerprint);
        Assert.Equal(expected, Asked(Of(loaded, new() { ["Asked.Tokens"] = 5 })).Fingerprint);
    }

    [Fact]
    public void A_step_of_another_project_has_the_fingerprint_that_the_project_says_wherever_its_bases_are()
    {
        const string Steps = """
            using Distil;
            using System.Threading.Tasks;
            namespace Steps;
            [Step] public class Far : FarBase { [return: Column("far")] public Task<int> ProcessAsync(int id) => Task.FromResult(id + One); }
            public class FarBase { protected int One => 1; }
            public static class Other { public static int One => 1; }
            """;
        const string User = """
            using Distil;
            using System.Collections.Generic;
            namespace App;
            [Source] public sealed class Load { [return: Column("id")] public IEnumerable<int> Read() => [1, 2, 3]; }
            [Step] public class Near : Steps.Far;
            [Pipeline] public sealed partial class Asks
            {
                Load All { get; } = new();
                [From(nameof(All))] Steps.Far Asked { get; } = new();
                [From(nameof(All)), OutputMapping("far", "near")] Near Nearer { get; } = new();
            }
            """;
        var first = With(Steps);
        Assert.Equal(first, With(Steps.Replace("Other { public static int One => 1", "Other { public static int One => 2", StringComparison.Ordinal)));
        var edited = With(Steps.Replace("id + One", "id - One", StringComparison.Ordinal));
        var based = With(Steps.Replace("protected int One => 1", "protected int One => 2", StringComparison.Ordinal));
        foreach (var step in new[] { 1, 2 })
        {
            Assert.Equal(3, new[] { first[step].Fingerprint, edited[step].Fingerprint, based[step].Fingerprint }.Distinct().Count());
        }

        static IReadOnlyList<Made> With(string steps) => Of(GraphCompiler.LoadTogether(("Steps", steps), ("App", User)));
    }

    private static Made Asked(IReadOnlyList<Made> steps) => steps[1];

    private static string Edited(string old, string with)
    {
        Assert.Contains(old, Source, StringComparison.Ordinal);
        return Source.Replace(old, with, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Made> Of(string source) => Of(Load(source));

    private static Assembly Load(string source) => GraphCompiler.Load("Fingerprinted", ("App.cs", source));

    /// <summary>The steps as a run has them.</summary>
    private static IReadOnlyList<Made> Of(Assembly app, PipelineParameters? parameters = null)
    {
        var pipeline = app.GetType("App.Asks", throwOnError: true)!;
        var definition = pipeline.GetNestedTypes(BindingFlags.NonPublic)
            .Single(type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(PipelineDefinition<>));
        var made = Activator.CreateInstance(definition, Activator.CreateInstance(pipeline))!;
        var steps = (StepDefinition[])definition.GetMethod("CreateSteps")!.Invoke(made, null)!;
        var declared = (ParameterDefinition[])definition.GetMethod("CreateParameters")!.Invoke(made, null)!;
        var applied = ParameterBinder.Apply(parameters, steps, declared);
        var identity = PipelineIdentity.Of(steps, applied.EffectiveSettings, declared, [], limit: null);
        var durable = PipelineIdentity.Answers(steps, applied.EffectiveSettings, identity).Steps;
        return
        [
            .. steps.Select((step, index) => new Made(
                identity.Single(part => part.Name == $"the code of '{step.Name}'").Value!,
                durable.SingleOrDefault(one => one.Index == index)?.Fingerprint)),
        ];
    }

    /// <param name="Code">The part of the identity that is its code.</param>
    /// <param name="Fingerprint">By which its answers are kept; null: they are not.</param>
    private sealed record Made(string Code, UInt128? Fingerprint);
}
