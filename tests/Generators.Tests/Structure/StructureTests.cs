using System.Text.RegularExpressions;
using Distil.Generators.Tests.Docs;

namespace Distil.Generators.Tests.Structure;

/// <summary>A part of the repository whose folders have an order.</summary>
/// <param name="Folder">From the root of the repository.</param>
/// <param name="Namespace">What the namespaces of its folders begin with; null: they are not those of the folders.</param>
/// <param name="Apart">Folders below it that are projects of their own.</param>
/// <param name="Forbidden">Pairs of folders, with all below them, of which neither names the other, wherever they stand in the order.</param>
public sealed record Root(string Folder, string? Namespace, string[] Apart, (string, string)[] Forbidden)
{
    public override string ToString() => Folder;
}

/// <summary>
/// The folders show the architecture: each names only those below it in the order that <c>docs/how-it-works.md</c> gives, none holds more
/// than a reader can survey, and no line is longer than the screen.
/// </summary>
public sealed partial class StructureTests
{
    private const int MostFiles = 24;
    private const int MostColumns = 140;

    private static readonly Root[] s_roots =
    [
        new("Generators", "Distil.Generators", ["CodeFixes"], [("Parsing", "Planning"), ("Parsing", "Emission"), ("Planning", "Emission")]),
        new("Generators/CodeFixes", "Distil.CodeFixes", [], []),
        new("Runtime/Core", null, [], []),
        new("Runtime/Console", null, [], []),
        new("Attributes", null, [], []),
    ];

    public static TheoryData<Root> Roots => [.. s_roots];

    [Theory]
    [MemberData(nameof(Roots))]
    public void A_folder_uses_only_what_stands_before_it_in_the_documented_order(Root root)
    {
        var order = Order(root.Folder);
        var folders = new SourceFolders(root.Folder, root.Apart);
        Assert.Equal(
            folders.Files.Select(SourceFolders.Folder).Distinct().Order(StringComparer.Ordinal), order.Order(StringComparer.Ordinal));
        var references = folders.References(TestContext.Current.CancellationToken);
        Assert.NotEmpty(references);
        var wrong = references.Where(reference => IsWrong(reference, order, root)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void A_reference_against_the_order_is_found()
    {
        var root = s_roots[0];
        var references = new SourceFolders(root.Folder, root.Apart).References(TestContext.Current.CancellationToken);
        Assert.Contains(references, reference => IsWrong(reference, Enumerable.Reverse(Order(root.Folder)).ToList(), root));
        Assert.Contains(
            references, reference => IsWrong(reference, Order(root.Folder), root with { Forbidden = [("Planning", "Model")] }));
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public void A_folder_holds_few_files(Root root) => Assert.All(
        new SourceFolders(root.Folder, root.Apart).Files.GroupBy(SourceFolders.Folder),
        folder => Assert.True(folder.Count() <= MostFiles, folder.Key));

    [Theory]
    [MemberData(nameof(Roots))]
    public void A_line_fits_the_screen(Root root)
    {
        var folders = new SourceFolders(root.Folder, root.Apart);
        var tooLong = folders.Files
            .SelectMany(file => folders.Text(file).Split('\n').Select((line, index) => (Where: $"{file}:{index + 1}", line.Length)))
            .Where(line => line.Length > MostColumns)
            .ToList();
        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public void A_namespace_is_that_of_its_folder(Root root)
    {
        var folders = new SourceFolders(root.Folder, root.Apart);
        Assert.All(root.Namespace is null ? [] : folders.Files.Where(file => SourceFolders.Folder(file) != "."), file => Assert.All(
            folders.Namespaces(file), space => Assert.Equal($"{root.Namespace}.{SourceFolders.Folder(file).Replace('/', '.')}", space)));
    }

    private static bool IsWrong(Reference reference, List<string> order, Root root)
    {
        var (from, to) = (SourceFolders.Folder(reference.From), SourceFolders.Folder(reference.To));
        return order.IndexOf(from) < order.IndexOf(to)
            || root.Forbidden.Any(pair => (IsIn(from, pair.Item1) && IsIn(to, pair.Item2)) || (IsIn(from, pair.Item2) && IsIn(to, pair.Item1)));
    }

    private static bool IsIn(string folder, string outer) => folder == outer || folder.StartsWith(outer + "/", StringComparison.Ordinal);

    /// <summary>The folders in the order of the table that the page marks with <c>folders: …</c>.</summary>
    private static List<string> Order(string root)
    {
        var page = Repository.Read("docs/how-it-works.md");
        var start = page.IndexOf($"<!-- folders: {root} -->", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/how-it-works.md has no table of the folders of {root}.");
        var table = page[start..].Split("\n\n")[0];
        return [.. Row().Matches(table).Select(row => row.Groups["folder"].Value)];
    }

    [GeneratedRegex(@"^\| `(?<folder>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
