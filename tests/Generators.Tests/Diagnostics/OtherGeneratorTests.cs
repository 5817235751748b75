using System.Globalization;
using System.Text;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>No generator sees what another makes, and the analyzer sees all: a pipeline that lacks something is never built in silence.</summary>
public sealed class OtherGeneratorTests
{
    private const string Pipeline = "[Pipeline] public partial class P { Load All { get; } = new(); [From(nameof(All))] Use Used { get; } = new(); } ";

    public static TheoryData<string, string, string, string> Cases => new()
    {
        { "[Row] public partial record Item(int Id); [Source] public class Load { public IEnumerable<Item> Read() => []; } [Step] public class Use { public int Process(int id) => id; }",
            "partial record Item { public string Name { get; init; } = \"\"; }", "All", "'All' uses 'Item.Name', which 'Distil.Generators.Tests.Diagnostics.Adding' makes" },
        { "[Row] public partial class Item { public int Id { get; set; } } [Source] public class Load { public IEnumerable<Item> Read() => []; } [Step] public class Use { public int Process(string name) => 1; }",
            "partial class Item { public string Name { get; set; } = \"\"; }", "All", "'Item.Name'" },
        { "[Source] public class Load { public IEnumerable<int> Read() => []; } [Router] public class Use { public Way Route(int load) => default; }",
            "public enum Way { Left, Right }", "Used", "'Used' uses 'Way'" },
        { "[Source] public class Load { public IEnumerable<int> Read() => []; } [Step] public class Use { public List<Made[]> Process(int load) => []; }",
            "[Distil.Row] public record Made(int Size);", "Used", "'Made'" },
        { "[Source] public class Load { public IEnumerable<int> Read() => []; } [Step] public partial class Use { }",
            "partial class Use { public int Process(int load) => load; }", "Used", "'Use.Process'" },
        { "[Source] public class Load { public IEnumerable<int> Read() => []; }",
            "[Distil.Step] public class Use { public int Process(int load) => load; }", "Used", "'[Step]' on 'Use'" },
        { "[Source] public class Load { public IEnumerable<int> Read() => []; } [Step] public partial class Use { public int Process(int load) => load; }",
            "partial class Use { [Distil.RuntimeParameter] public int Size { get; set; } }", "Used", "'Use.Size'" },
        { "[Source] public class Load { public IEnumerable<int> Read() => []; } [Step] public partial class Use { public int Process(int load) => load; public string Fingerprint => \"\"; }",
            "partial class Use : Distil.IFingerprint { }", "Used", "the base 'IFingerprint' of 'Use'" },
        { "[Source] public class Load { public IEnumerable<Item> Read() => []; } [Row] public partial class Item { public int Id { get; set; } } public class More { public string Name { get; set; } = \"\"; } [Step] public class Use { public int Process(int id) => id; }",
            "partial class Item : More { }", "All", "the base 'More' of 'Item'" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_another_generator_makes_is_named(string types, string added, string step, string says)
    {
        foreach (var folder in (string?[])[null, Path.Combine(Path.GetTempPath(), "obj", "generated")])
        {
            var found = await FoundAsync(Pipeline + types, new Adding(added, isFirst: false), folder);
            var error = Assert.Single(found);
            Assert.Equal(("DSTL0020", DiagnosticSeverity.Error), (error.Id, error.Severity));
            Assert.Contains(says, error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Equal(step, error.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(error.Location.SourceSpan));
            Assert.Equal("Source0.cs", error.Location.SourceTree.FilePath);
        }
    }

    /// <summary>What is added before any code is looked at, every generator sees.</summary>
    [Fact]
    public async Task What_is_added_first_is_seen() => Assert.Empty(await FoundAsync(
        Pipeline + "[Source] public class Load { public IEnumerable<int> Read() => []; } [Router] public class Use { public Way Route(int load) => default; }",
        new Adding("public enum Way { Left, Right }", isFirst: true),
        folder: null));

    /// <summary>A member that no step needs, a part that another generator implements, a type that no pipeline knows.</summary>
    [Theory]
    [InlineData("partial class Use { public void Help() { } private int _more; public string Shown => \"\"; partial void Log(int id) { } }")]
    [InlineData("partial record Item { public string Shown => \"\"; public static int Count { get; set; } }")]
    [InlineData("partial class P { public void Help() { } }")]
    [InlineData("public enum Elsewhere { A }")]
    public async Task What_a_pipeline_does_not_use_is_no_mistake(string added) => Assert.Empty(await FoundAsync(
        Pipeline + "[Row] public partial record Item(int Id); [Source] public class Load { public IEnumerable<Item> Read() => []; } "
            + "[Step] public partial class Use { public int Process(int id) { Log(id); return id; } partial void Log(int id); }",
        new Adding(added, isFirst: false),
        folder: null));

    /// <summary>One mistake, one error: one that the analyzer finds by itself is not told in two ways.</summary>
    [Fact]
    public async Task Another_mistake_is_told_alone()
    {
        var found = await FoundAsync(
            Pipeline + "[Row] public partial record Item(int Id); [Source] public class Load { public IEnumerable<Item> Read() => []; } [Step] public class Use { public int Process(string text) => 1; }",
            new Adding("partial record Item { public string Name { get; init; } = \"\"; }", isFirst: false),
            folder: null);
        Assert.Equal(["DSTL0201"], found.Select(diagnostic => diagnostic.Id));
    }

    private static async Task<IReadOnlyList<Diagnostic>> FoundAsync(string source, Adding other, string? folder)
    {
        var compilation = SourceCompilation.Create(source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new DistilGenerator().AsSourceGenerator(), other.AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: false, folder));
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var trouble, TestContext.Current.CancellationToken);
        Assert.Empty(trouble);
        Assert.DoesNotContain(output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return [.. (await AnalyzerHarness.DiagnosticsAsync(output)).Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)];
    }
}

/// <summary>Another generator, which adds one text.</summary>
/// <param name="isFirst">Before it looks at any code.</param>
internal sealed class Adding(string text, bool isFirst) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        if (isFirst)
        {
            context.RegisterPostInitializationOutput(output => output.AddSource("Added.g.cs", SourceText.From("#nullable enable\n" + text, Encoding.UTF8)));
        }
        else
        {
            context.RegisterSourceOutput(context.CompilationProvider, (output, _) => output.AddSource("Added.g.cs", SourceText.From("#nullable enable\n" + text, Encoding.UTF8)));
        }
    }
}
