using Distil.Generators.Tests.Caching;
using Distil.Generators.Tests.Snapshots;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Parsing;

/// <summary>What is part of a step's fingerprint, and what is not.</summary>
public sealed class StepFingerprintTests
{
    private const string Asks = """
        namespace N;
        [Step(DependsOn = new[] { typeof(Tools) })] public partial class Ask : Base
        {
            public int Process(string text) => Tools.Size(text) + Least;
        }
        partial class Ask { public int More => 1; }
        public abstract class Base : Deep { protected int Least => 1; }
        public abstract class Deep { protected string Name => "deep"; }
        public class Tools : ToolBase { public static int Size(string text) => text.Length; }
        public class ToolBase { public int One() => 1; }
        public class Unnamed { public int One() => 1; }
        """;

    public static TheoryData<string, string> Changes => new()
    {
        { "Tools.Size(text) + Least", "Tools.Size(text) - Least" },
        { "class Ask : Base\n{", "class Ask : Base, IDisposable\n{ public void Dispose() { }" },
        { "More => 1", "More => 2" },
        { "Least => 1", "Least => 2" },
        { "\"deep\"", "\"deeper\"" },
        { "Size(string text) => text.Length", "Size(string text) => text.Length + 1" },
        { "ToolBase { public int One() => 1", "ToolBase { public int One() => 2" },
        { "typeof(Tools)", "typeof(ToolBase)" },
        { "public partial class Ask", "[Obsolete] public partial class Ask" },
    };

    public static TheoryData<string, string> Unchanged => new()
    {
        { "Tools.Size(text) + Least", "Tools.Size(text) /* plus */ +\n    Least // the least\n" },
        { "partial class Ask {", "\n#region More\n/// <summary>A part.</summary>\n#pragma warning disable CS1591\npartial class Ask\n{\n" },
        { "{ typeof(Tools) })]", "{ typeof(Tools) }, Concurrency = 8, Version = \"2\")]" },
        { "[Step(DependsOn", "[global::Distil.StepAttribute(Retries = 7, DependsOn" },
        { "{ typeof(Tools) }", "{ typeof(Tools), typeof(Tools) }" },
        { "Unnamed { public int One() => 1", "Unnamed { public int One() => 2" },
        { "public class Unnamed", "#if NEVER\npublic class Never;\n#endif\npublic class Unnamed" },
        { "namespace N;", "using System.Text;\nnamespace N;" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void It_is_another_after(string old, string with) => Assert.NotEqual(Hash(Asks), Hash(Edited(old, with)));

    [Theory]
    [MemberData(nameof(Unchanged))]
    public void It_stays_after(string old, string with) => Assert.Equal(Hash(Asks), Hash(Edited(old, with)));

    [Fact]
    public void The_preprocessor_decides_what_is_code()
    {
        const string Source = "[Step] public class S { public int Process(int id) =>\n#if NEVER\nid + 1;\n#else\nid;\n#endif\n}";
        Assert.Equal(Hash(Source, "S"), Hash(Source.Replace("id + 1", "id + 2", StringComparison.Ordinal), "S"));
        Assert.NotEqual(Hash(Source, "S"), Hash(Source.Replace("NEVER", "!NEVER", StringComparison.Ordinal), "S"));
    }

    [Fact]
    public void How_far_a_raw_literal_is_indented_says_nothing()
    {
        static string Source(string indent) => $$$""""
            [Step] public class S { public string Process(int id) => """
            {{{indent}}}Rate
            {{{indent}}}  this.
            {{{indent}}}""" + $"""
            {{{indent}}}No. {id}
            {{{indent}}} of {id}.
            {{{indent}}}"""; }
            """";
        Assert.Equal(Hash(Source(""), "S"), Hash(Source("    "), "S"));
        Assert.NotEqual(Hash(Source(""), "S"), Hash(Source("").Replace("  this", " this", StringComparison.Ordinal), "S"));
        Assert.NotEqual(Hash(Source(""), "S"), Hash(Source("").Replace(" of", "of", StringComparison.Ordinal), "S"));
    }

    [Fact]
    public void The_order_of_files_and_of_parts_changes_nothing()
    {
        string[] files =
        [
            "namespace N; [Step(DependsOn = new[] { typeof(A), typeof(B) })] public partial class Ask { public int Process(int id) => id; }",
            "namespace N; public partial class Ask { public int One => 1; }",
            "namespace N; public partial class Ask { public int Two => 2; } public class A;",
            "namespace N; public class B { public int One => 1; }",
        ];
        var expected = Hashes(files)["N.Ask"];
        Assert.Equal(expected, Hashes([.. files.Reverse()])["N.Ask"]);
        Assert.Equal(expected, Hashes(files[2], files[0], files[3], files[1])["N.Ask"]);
        Assert.Equal(expected, Hashes([.. files.Select(file => file.Replace("typeof(A), typeof(B)", "typeof(B), typeof(A)", StringComparison.Ordinal))])["N.Ask"]);
    }

    [Fact]
    public void Steps_may_depend_on_each_other_in_a_circle()
    {
        const string Source = """
            [Step(DependsOn = new[] { typeof(B) })] public class A { public int Process(int id) => id; }
            [Step(DependsOn = new[] { typeof(C) })] public class B { public int Process(int id) => id + 1; }
            [Step(DependsOn = new[] { typeof(A), typeof(C) })] public class C { public int Process(int id) => id + 2; }
            [Step] public class D { public int Process(int id) => id; }
            """;
        var (before, after) = (Hashes(Source), Hashes(Source.Replace("id + 2", "id + 3", StringComparison.Ordinal)));
        Assert.Equal(["A", "B", "C"], before.Keys.Where(step => before[step] != after[step]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Classes_of_every_shape_have_the_names_that_reflection_gives_them()
    {
        const string Source = """
            namespace @event.Outer { public class Around<T> { [Step] public class In<U> { public int Process(int id) => id; } } }
            namespace N
            {
                [Source] public record Load { public IEnumerable<int> Read() => []; }
                [Filter] public class @new { public bool Keep(int id) => true; }
                [Step] public abstract class Half { public abstract int Process(int id); }
                [Expand] public class Many : Half<int> { [return: Column("many")] public IEnumerable<int> Expand(int id) => []; }
                [Router] public class Ways { public DayOfWeek Route(int id) => default; }
                [Sink] public class Print { public void Write(int id) { } }
                [Step, Filter] public class Two { public int Process(int id) => id; }
                [Step] file class Local { public int Process(int id) => id; }
                public class Half<T> { public int One => 1; }
            }
            [Step] public class Global { public int Process(int id) => id; }
            """;
        var hashes = Hashes(Source);
        Assert.Equal(
            ["Global", "N.Half", "N.Load", "N.Many", "N.Print", "N.Two", "N.Ways", "N.new", "event.Outer.Around`1+In`1"],
            hashes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(hashes.Count, hashes.Values.Distinct().Count());
        Assert.NotEqual(hashes["N.Many"], Hashes(Source.Replace("One => 1", "One => 2", StringComparison.Ordinal))["N.Many"]);
    }

    [Fact]
    public void A_type_of_another_assembly_stands_for_its_fingerprint_or_for_the_version_of_the_assembly()
    {
        const string Source = "[Step(DependsOn = new[] { typeof(Library.Far), typeof(int) })] public class S { public int Process(int id) => id; }";
        static string With(string attribute, string body) => Hashes(
            SourceCompilation.Create("User", [SourceCompilation.Create("Library", [], $"{attribute} namespace Library {{ public class Far {{ public int One => {body}; }} }}").ToMetadataReference()], Source))["S"];
        const string First = "[assembly: System.Reflection.AssemblyInformationalVersion(\"1\")]";
        var first = With(First, "1");
        Assert.Equal(first, With(First, "2"));
        Assert.NotEqual(first, With(First.Replace('1', '2'), "1"));
        var said = With(First + "[assembly: Distil.StepFingerprint(\"Library.Far\", \"a\")]", "1");
        Assert.Equal(said, With(First.Replace('1', '2') + "[assembly: Distil.StepFingerprint(\"Library.Far\", \"a\")]", "1"));
        Assert.NotEqual(said, With(First + "[assembly: Distil.StepFingerprint(\"Library.Far\", \"b\")]", "1"));
        Assert.Equal(first, With(First + "[assembly: Distil.StepFingerprint(\"Library.Farther\", \"a\")]", "1"));
    }

    [Fact]
    public void The_file_is_as_it_was_read_and_compiles()
    {
        var compilation = SourceCompilation.Create(Asks, "public class Space { [Source] public record Load<T> { public IEnumerable<T> Read() => []; } }");
        var driver = Driver(compilation).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken);
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Snapshot.Verify(Assert.Single(driver.GetRunResult().Results[0].GeneratedSources).SourceText.ToString(), "../Snapshots/StepFingerprints");
    }

    [Theory]
    [InlineData("public class Nothing;")]
    [InlineData("[Pipeline] public partial class Empty { }")]
    public void A_project_without_steps_has_no_file(string source)
    {
        var compilation = SourceCompilation.Create(source);
        Assert.Empty(Driver(compilation).RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees);
    }

    [Fact]
    public void A_project_whose_attributes_know_of_no_fingerprints_has_no_file()
    {
        var own = "namespace Distil { public sealed class StepAttribute : System.Attribute; } namespace N { [Distil.Step] public class S { public int Process(int id) => id; } }";
        var compilation = CSharpCompilation.Create(
            "Own",
            [CSharpSyntaxTree.ParseText(own, cancellationToken: TestContext.Current.CancellationToken)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(Driver(compilation).RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees);
    }

    [Theory]
    [InlineData("new();", "new Ask();", true)]
    [InlineData("new();", "new() { };", false)]
    [InlineData("new() { Heat = 0.3 };", "new()\n    {\n        // Not too hot.\n        Heat = 0.3\n    };", true)]
    [InlineData("new() { Heat = 0.3 };", "new() { Heat = 0.4 };", false)]
    [InlineData("new() { Heat = heat };", "new() { Heat = heat + 1 };", false)]
    [InlineData("new(); public P(int a) : this(0.1) => Asked = new() { Heat = a };", "new(); public P(int a) : this(0.1) => Asked = new() { Heat = -a };", false)]
    [InlineData("new(); public P(int a) : this(0.1) => _size = a;", "new(); public P(int a) : this(0.1) => _size = -a;", true)]
    public void How_a_pipeline_makes_a_step_is_in_its_model(string one, string other, bool isSame)
    {
        static string? Initialiser(string code) => GeneratorHarness.Parse($$"""
            [Source] public class Load { [return: Column("id")] public IEnumerable<int> Read() => []; }
            [Step] public class Ask { public double Heat { get; set; } [return: Column("answer")] public int Process(int id) => id; }
            [Pipeline] public sealed partial class P(double heat)
            {
                private readonly double _size = heat;
                Load All { get; } = new();
                [From(nameof(All))] Ask Asked { get; } = {{code}}
            }
            """).Steps[1].Initialiser;
        Assert.Equal(isSame, Initialiser(one) == Initialiser(other));
        Assert.Equal(one.StartsWith("new();", StringComparison.Ordinal) && !one.Contains("Asked", StringComparison.Ordinal), Initialiser(one) is null);
    }

    private static string Edited(string old, string with)
    {
        Assert.Contains(old, Asks, StringComparison.Ordinal);
        return Asks.Replace(old, with, StringComparison.Ordinal);
    }

    private static string Hash(string source, string step = "N.Ask") => Hashes(source)[step];

    private static Dictionary<string, string> Hashes(params string[] sources) => Hashes(SourceCompilation.Create(sources));

    private static Dictionary<string, string> Hashes(CSharpCompilation compilation) =>
        FingerprintedProject.Hashes(Driver(compilation).RunGenerators(compilation, TestContext.Current.CancellationToken));

    private static GeneratorDriver Driver(CSharpCompilation compilation) => CSharpGeneratorDriver.Create(
        [new StepFingerprintGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options);
}
