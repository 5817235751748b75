using System.Globalization;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Caching;

/// <summary>What is generated and reported is a function of the source: not of the order of files, the folder, the culture, the thread.</summary>
public sealed class OrderTests
{
    private static readonly (string Path, string Text)[] s_files =
    [
        ("Usings.cs", "global using System; global using System.Collections.Generic; global using System.Threading.Tasks; global using Distil;"),
        ("A.cs", "namespace App; [Pipeline] public sealed partial class Split { Load All { get; } = new(); [From(nameof(All))] Title Titled { get; } = new(); }"),
        ("B.cs", "namespace App; partial class Split { [From(nameof(Titled)), OutputMapping(\"size\", \"INDEX\")] Index Indexed { get; } = new(); [From(nameof(Titled))] Wants Other { get; } = new(); }"),
        ("C.cs", "namespace App; public sealed partial class Split { [From(nameof(Indexed), nameof(Other))] Pass Both { get; } = new(); [From(nameof(All))] Missing Wrong { get; } = new(); public int IHaveThis => 1; }"),
        ("D.cs", "namespace App; [Row] public partial record Item(int Id) { public string Insight { get; init; } = \"\"; }"),
        ("E.cs", "namespace App; public partial record Item { public string? Title { get; init; } }"),
        ("F.cs", "namespace App; [Source] public sealed class Load { public IEnumerable<Item> Read() => []; } [Step] public sealed partial class Title { [RuntimeParameter] public int Limit { get; set; } }"),
        ("G.cs", "namespace App; partial class Title { [RuntimeParameter] public int IMAGE_LIMIT { get; set; } [return: Column(\"TITLE_LINE\")] public string Process(string INSIGHT) => INSIGHT; }"),
        ("H.cs", "namespace App; [Step] public sealed class Index { public (int Size, string Initials) Process(string title_line, int ID) => default; }"),
        ("I.cs", "namespace App; [Step] public sealed class Wants { [return: Column(\"wanted\")] public int Process(string titleLine) => 1; } [Pipeline] public sealed partial class Second { Load In { get; } = new(); }"),
        ("J.cs", "namespace App; [Step] public sealed class Missing { [return: Column(\"missing\")] public int Process(string insigth) => 1; }"),
    ];

    [Fact]
    public async Task The_order_of_files_changes_nothing()
    {
        var expected = await ResultAsync(Compile(s_files, ""));
        Assert.Contains("DSTL0201", expected, StringComparison.Ordinal);
        var random = new Random(1);
        for (var i = 0; i < 12; i++)
        {
            var shuffled = s_files.ToArray();
            random.Shuffle(shuffled);
            Assert.Equal(expected, await ResultAsync(Compile(shuffled, "")));
        }

        Assert.Equal(expected, await ResultAsync(Compile([.. s_files.Reverse()], "")));
    }

    [Fact]
    public async Task A_pipeline_in_several_files_has_its_steps_in_the_files_order_by_name()
    {
        var whole = s_files.Where(file => file.Path is not ("C.cs" or "J.cs")).ToArray();
        var result = await ResultAsync(Compile([.. whole.Reverse()], ""));
        Assert.DoesNotContain("has errors", result, StringComparison.Ordinal);
        var places = new[] { "All: Load", "Titled: Title", "Indexed: Index", "Other: Wants" }.Select(step => result.IndexOf(step, StringComparison.Ordinal)).ToList();
        Assert.All(places, place => Assert.True(place > 0));
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData("/home/someone/project/")]
    [InlineData("C:\\Work\\Some project\\")]
    [InlineData("./")]
    public async Task The_folder_changes_nothing(string folder) =>
        Assert.Equal(await ResultAsync(Compile(s_files, "")), (await ResultAsync(Compile(s_files, folder))).Replace(folder, "", StringComparison.Ordinal));

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task The_culture_changes_nothing(string culture)
    {
        var expected = await ResultAsync(Compile(s_files, ""));
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            // Turkish has a dotless i; others write digits and signs in other ways.
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, await ResultAsync(Compile(s_files, "")));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    [Fact]
    public async Task Several_threads_at_once_give_the_same()
    {
        var expected = await ResultAsync(Compile(s_files, ""));
        var compilation = Compile(s_files, "");
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            () => ResultAsync(i % 2 == 0 ? compilation : Compile(s_files, "")), TestContext.Current.CancellationToken)));
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    private static CSharpCompilation Compile((string Path, string Text)[] files, string folder)
    {
        var compilation = SourceCompilation.Create();
        var options = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        return compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, folder + file.Path)));
    }

    /// <summary>Each generated file in the order of its name, and each diagnostic.</summary>
    private static async Task<string> ResultAsync(CSharpCompilation compilation)
    {
        var result = EditedProject.Driver(compilation).RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        var diagnostics = await AnalyzerHarness.DiagnosticsAsync((Compilation)compilation);
        return string.Join(
            "\n",
            result.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => source.HintName + "\n" + source.SourceText)
                .Concat(diagnostics.Select(diagnostic => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{diagnostic.Location.SourceTree?.FilePath} {diagnostic.Location.SourceSpan} {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}")).Order(StringComparer.Ordinal)));
    }
}
