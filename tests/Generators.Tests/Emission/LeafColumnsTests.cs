using System.Text.RegularExpressions;
using Distil.Generators.Parsing.Symbols;
using Distil.Generators.Tests.Diagnostics;
using Distil.Generators.Tests.Parsing;

namespace Distil.Generators.Tests.Emission;

/// <summary>What is said of a data set's columns is what its rows have: not all that reaches the leaf, and of the types of the rows.</summary>
public sealed partial class LeafColumnsTests
{
    private const string Steps = """
        [Row] public sealed record Wide(long Id, double? Length);
        """;

    [Theory]
    [InlineData("Leaf(typeof(Wide))", "Id (long, made by All), Length (double?, made by A)", "Id long All, Length double? A")]
    [InlineData("Keep(\"length\")", "Length (int, made by A)", "Length int A")]
    [InlineData("Drop(\"text\")", "Id (int, made by All), Length (int, made by A)", "Id int All, Length int A")]
    [InlineData("Drop(\"text\"), Leaf(typeof(Wide))", "Id (long, made by All), Length (double?, made by A)", "Id long All, Length double? A")]
    [InlineData("Leaf(typeof(Item))", "Id (int, made by All), Text (string, made by All)", "Id int All, Text string All")]
    [InlineData("Step(OnError = OnError.Null), Leaf(typeof(Wide))", "Id (long, made by All), Length (double?, made by A)", "Id long All, Length double? A")]
    public void Columns_are_those_of_the_rows(string attributes, string documented, string defined)
    {
        var compilation = SourceCompilation.CreateWithGenerated(RuleCase.Pipeline($"[From(nameof(All)), {attributes}] Length A {{ get; }} = new();") + Steps + RuleCase.Steps);
        var code = compilation.SyntaxTrees.Last(GeneratedTypes.IsGenerated).ToString();
        var comment = Whitespace().Replace(Comment().Replace(code, " "), " ");
        Assert.Contains($"<para>Out: the data set A (<c>Length</c>) has {Names().Replace(documented, "<c>$1</c> (")}.</para>", comment, StringComparison.Ordinal);
        var columns = Columns().Matches(code[code.IndexOf("LeafDefinition[] Leaves", StringComparison.Ordinal)..]);
        Assert.Equal(defined, string.Join(", ", columns.Select(column => $"{column.Groups[1]} {column.Groups[2]} {column.Groups[3]}")));
    }

    [GeneratedRegex(@"\r?\n *///? *")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"(\w+) \(")]
    private static partial Regex Names();

    [GeneratedRegex(@"new\(""(\w+)"", ""\w+"", ""([^""]+)"", ""(\w+)""\)")]
    private static partial Regex Columns();
}
