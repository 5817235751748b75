using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Tests.Emission;

/// <summary>
/// What the compiler has to say of a user's types it says where the user writes them. In generated code, where nobody can quiet it, it
/// says nothing: a project with warnings as errors builds.
/// </summary>
public sealed class QuietTests
{
    private const string Words = """
        record required dynamic nint nuint field scoped file when where yield await async partial value get set init add remove global alias
        notnull unmanaged managed with and or not args from select let on by equals into join group orderby ascending descending
        allows extension
        """;

    public static TheoryData<string> Names => [.. Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    [Theory]
    [InlineData("""
        #pragma warning disable EXP001
        [Experimental("EXP001")] public enum Way { Left, Right }
        [Experimental("EXP001"), Row] public record Item(int Id, Way Way) { [Experimental("EXP001")] public string Note { get; init; } = ""; }
        [Experimental("EXP001"), Source] public class Load { public IEnumerable<Item> Read() => []; }
        [Experimental("EXP001"), Router] public class Choose { [RuntimeParameter] public Way Default { get; set; } public Way Route(Way way) => way; }
        [Step] public class Judge { [Experimental("EXP001")] public Item Process(Item item) => item; }
        [Experimental("EXP001"), Pipeline] public partial class Q { Load All { get; } = new(); }
        """, "Load", "Choose", "Judge")]
    [InlineData("""
        [assembly: Experimental("EXP002")]
        #pragma warning disable EXP002
        [Source] public class Load { public IEnumerable<int> Read() => []; }
        [Step] public class Judge { public string Process(int load) => ""; }
        """, "Load", "Judge")]
    [InlineData("""
        public enum Way { Left, [Obsolete("gone", error: true)] Middle, Right }
        [Flags] public enum Ways : long { None, A = 1, B = 2, [Obsolete("gone", error: true)] C = 4 }
        [Row] public record Item(int Id, Way Way, Ways? Ways, List<Way> Many);
        [Source] public class Load { public Distil.Engine.JsonRows<Item> Read(long offset) => throw new NotSupportedException(); }
        [Router] public class Choose { public Way Route(Way way) => way; }
        [Router] public class Spread { public Ways Route(Ways? ways) => default; }
        """, "Load", "Choose", "Spread")]
    [InlineData("""
        [Row] public record Item(int Id) { [Obsolete("gone", true)] public Item() : this(0) { } [Obsolete("gone", true)] public string Old { get; init; } = ""; public string Half { get; [Obsolete("gone", true)] init; } = ""; }
        [Source] public class Load { public IEnumerable<Item> Read() => []; }
        [Step] public class Judge { [Obsolete("gone", true), RuntimeParameter] public int Size { get; set; } [Obsolete("gone", true)] public (Item Inner, int Size) Process(Item item) => (item, 1); }
        [Step] public class Late { [Obsolete("gone", true)] public async Task<int> ProcessAsync(int id, CancellationToken ct) => id; }
        """, "Load", "Judge", "Late")]
    [InlineData("""
        #pragma warning disable OLD1
        [Obsolete("old", DiagnosticId = "OLD1")] public enum Way { Left, [Obsolete("old", DiagnosticId = "OLD1")] Right }
        [Obsolete("old", DiagnosticId = "OLD1"), Row] public record Item(int Id, Way Way) { [Obsolete("old", DiagnosticId = "OLD1")] public int Old { get; init; } }
        [Obsolete("old", DiagnosticId = "OLD1"), Source] public class Load { [Obsolete("old", DiagnosticId = "OLD1")] public IEnumerable<Item> Read() => []; }
        [Step] public class Judge { [RuntimeParameter, Obsolete("old", DiagnosticId = "OLD1")] public Way Default { get; set; } public int Process(Item item) => 1; }
        """, "Load", "Judge")]
    [InlineData("""
        #pragma warning disable CS0612, CS0618
        [Obsolete, Row] public record Item([property: Obsolete("old")] int Id);
        [Obsolete, Source] public class Load { public IEnumerable<Item> Read() => []; }
        [Obsolete, Step] public class Judge { [Obsolete] public int Process(Item item) => 1; }
        [Obsolete("gone", true), Pipeline] public partial class Q { Load All { get; } = new(); }
        [Obsolete("gone", true)] public partial class Outer { [Pipeline] public partial class Inner { Load All { get; } = new(); } }
        """, "Load", "Judge")]
    [InlineData("""
        [assembly: CLSCompliant(true)]
        [Row] public record Item(int Id, string Text);
        [Source] public class Load { public IEnumerable<Item> Read() => []; }
        [Step] public class Judge { [RuntimeParameter] public int Size { get; set; } public int Process(Item item) => 1; }
        public static class Use { public static async Task<string> ReadAsync() { var result = await new P().RunAsync(); return result.Judged.Count + P.Graph.ToMermaid(); } }
        """, "Load", "Judge")]
    [InlineData("""
        [System.Runtime.Versioning.RequiresPreviewFeatures, Row] public record Item([property: System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)] int Id);
        [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never), Source] public class Load { public IEnumerable<Item> Read() => []; }
        [Step] public class Judge { [RequiresUnreferencedCode("a"), RequiresDynamicCode("b")] public int Process(Item item) => 1; }
        """, "Load", "Judge")]
    public async Task What_the_compiler_says_of_the_users_types_is_not_said_of_generated_code(string types, params string[] steps)
    {
        var properties = steps.Select((step, index) => index == 0 ? $"{step} {step}d {{ get; }} = new();" : $"[From(nameof({steps[index - 1]}d))] {step} {step}d {{ get; }} = new();");
        await BuildsAsync($"#pragma warning disable CS1998\n{types}\n[Pipeline] public partial class P\n{{\n    {string.Join("\n    ", properties)}\n}}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_name_that_C_sharp_gives_a_meaning_here_and_there_is_a_name(string name) => BuildsAsync($$"""
        #pragma warning disable CS8860, CS8981
        namespace App.Rows { [Row] public record @{{name}}(int Id, @{{name}}? Inner = null); public enum Kind { @{{name}}, Other } }
        namespace App.Steps { [Step] public class @{{name}} { public (int Size, string Name) Process(int @{{name}}) => default; } }
        namespace App.@{{name}}.Routes { [Router] public class Choose { public Rows.Kind Route(Rows.Kind kind) => kind; } public enum @{{name}} { A } }
        namespace App
        {
            [Source] public class Load { public IEnumerable<(Rows.@{{name}} Row, Rows.Kind Kind, @{{name}}.Routes.@{{name}} Last)> Read() => []; }
            [Source] public class Count { public IEnumerable<int> Read() => []; }
        }
        namespace App.Pipes
        {
            [Pipeline] public partial class @{{name}} { Count All { get; } = new(); [From(nameof(All)), InputMapping("{{name}}", "count")] Steps.@{{name}} Next { get; } = new(); }
        }
        namespace App.More
        {
            [Pipeline] public partial class P { Load @{{name}} { get; } = new(); [From(nameof(@{{name}}))] App.@{{name}}.Routes.Choose Chosen { get; } = new(); }
        }
        """);

    /// <summary>The compiler says it of the pipeline's property, and that is all there is to say.</summary>
    [Theory]
    [InlineData("[Step] file class S { public int Process(int load) => 1; }", "S")]
    [InlineData("file class Outer { [Step] public class S { public int Process(int load) => 1; } }", "Outer.S")]
    [InlineData("[Step] public class S<T> { public T? Process(int load) => default; } file class Local;", "S<Local>")]
    public async Task A_step_that_is_local_to_its_file_is_told_once(string type, string name)
    {
        var source = $"[Source] public class Load {{ public IEnumerable<int> Read() => []; }}\n{type}\n[Pipeline] public partial class P {{ Load All {{ get; }} = new(); [From(nameof(All))] {name} Next {{ get; }} = new(); [From(nameof(Next))] Pass Last {{ get; }} = new(); }}";
        var compilation = SourceCompilation.CreateWithGenerated(source);
        Assert.Equal(["CS9051"], (await WarningsAsync(compilation)).Select(diagnostic => diagnostic.Id).Distinct());
    }

    private static async Task BuildsAsync(string source)
    {
        var compilation = SourceCompilation.CreateWithGenerated(source);
        var complaints = (await WarningsAsync(compilation)).Select(diagnostic => diagnostic.ToString());
        Assert.True(!complaints.Any(), string.Join("\n", complaints));
        Assert.DoesNotContain(compilation.SyntaxTrees, tree => tree.ToString().Contains(Model.PipelineModel.FallbackMark, StringComparison.Ordinal));
    }

    /// <summary>What the compiler and Distil say, as a build does.</summary>
    private static async Task<IEnumerable<Diagnostic>> WarningsAsync(Compilation compilation)
    {
        var all = await compilation.WithAnalyzers([new PipelineAnalyzer(), new ArrayArgumentSuppressor()])
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        return all.Where(diagnostic => diagnostic is { Severity: >= DiagnosticSeverity.Warning, IsSuppressed: false });
    }
}
