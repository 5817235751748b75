using Distil.CodeFixes.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Tests;

public sealed class NameTests
{
    [Theory]
    [InlineData("DSTL0101", "[From(\"Al\")] Score Scored { get; } = new();", "[From(nameof(All))] Score Scored { get; } = new();", "Change to 'All'")]
    [InlineData(
        "DSTL0101",
        "[Merge(nameof(All), /* two */ right)] Pass Scored { get; } = new(); const string right = \"Othr\";",
        "[Merge(nameof(All), /* two */ nameof(Other))] Pass Scored { get; } = new(); const string right = \"Othr\";",
        "Change to 'Other'")]
    [InlineData("DSTL0101", "[Zip(nameof(All), right: nameof(LoadOther))] Score Scored { get; } = new();", "[Zip(nameof(All), right: nameof(Other))] Score Scored { get; } = new();", "Change to 'Other'")]
    [InlineData(
        "DSTL0201",
        "[From(nameof(All)), InputMapping(\"text\", \"txt\")] Score Scored { get; } = new();",
        "[From(nameof(All)), InputMapping(\"text\", \"text\")] Score Scored { get; } = new();",
        "Change to 'text'")]
    [InlineData(
        "DSTL0205",
        "[From(nameof(All)), InputMapping(\"txt\", \"text\")] Score Scored { get; } = new();",
        "[From(nameof(All)), InputMapping(\"text\", \"text\")] Score Scored { get; } = new();",
        "Change to 'text'")]
    [InlineData(
        "DSTL0206",
        "[From(nameof(All)), OutputMapping(member: \"Scor\", \"points\")] Score Scored { get; } = new();",
        "[From(nameof(All)), OutputMapping(member: \"Score\", \"points\")] Score Scored { get; } = new();",
        "Change to 'Score'")]
    [InlineData("DSTL0209", "[From(nameof(All)), Keep(\"id\", \"txt\")] Some Kept { get; } = new();", "[From(nameof(All)), Keep(\"id\", \"text\")] Some Kept { get; } = new();", "Change to 'text'")]
    [InlineData("DSTL0209", "[From(nameof(All)), Drop(\"Txt\")] Some Kept { get; } = new();", "[From(nameof(All)), Drop(\"Text\")] Some Kept { get; } = new();", "Change to 'Text'")]
    [InlineData(
        "DSTL0302",
        "[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Side.Lef)] Score A { get; } = new(); [From(nameof(R), When = Way.Right), From(nameof(R), When = Way.Status)] Score B { get; } = new(); enum Side { Lef }",
        "[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Way.Left)] Score A { get; } = new(); [From(nameof(R), When = Way.Right), From(nameof(R), When = Way.Status)] Score B { get; } = new(); enum Side { Lef }",
        "Change to 'Left'")]
    [InlineData(
        "DSTL0309",
        "[From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Length B { get; } = new(); [From(nameof(A), nameof(B)), Gather(\"scor\", into: \"scores\")] Some C { get; } = new();",
        "[From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Length B { get; } = new(); [From(nameof(A), nameof(B)), Gather(\"score\", into: \"scores\")] Some C { get; } = new();",
        "Change to 'score'")]
    public Task A_misspelt_name_becomes_the_nearest(string id, string wrong, string right, string title) =>
        CodeFix.VerifyAsync(id, Pipeline(wrong), Pipeline(right), title);

    [Fact]
    public async Task Where_no_name_is_near_nothing_is_offered() =>
        Assert.Empty(await CodeFix.TitlesAsync("DSTL0101", Pipeline("[From(\"Elsewhere\")] Score Scored { get; } = new();")));

    [Fact]
    public Task All_misspelt_names_of_a_document_are_replaced() => CodeFix.VerifyAllAsync(
        "DSTL0209",
        FixAllScope.Document,
        (
            "A.cs",
            Pipeline("[From(nameof(All)), Keep(\"i\", \"txt\")] Some A { get; } = new();\r\n    [From(nameof(All)), Drop(\"texts\")]\r\n    Some B { get; } = new();"),
            Pipeline("[From(nameof(All)), Keep(\"id\", \"text\")] Some A { get; } = new();\r\n    [From(nameof(All)), Drop(\"text\")]\r\n    Some B { get; } = new();")));

    [Theory]
    [InlineData("DSTL0201", "[From(nameof(All))] Misread A { get; } = new();", "[From(nameof(All)), InputMapping(\"txt\", \"text\")] Misread A { get; } = new();")]
    [InlineData("DSTL0201", "[From(nameof(All))]\n    [Step(Concurrency = 2)]\n    Misread A { get; } = new();", "[From(nameof(All))]\n    [Step(Concurrency = 2)]\n    [InputMapping(\"txt\", \"text\")]\n    Misread A { get; } = new();")]
    [InlineData("DSTL0216", "[From(nameof(All))] Guess A { get; } = new();", "[From(nameof(All)), InputMapping(\"txt\", \"text\")] Guess A { get; } = new();")]
    public Task A_parameter_is_mapped_to_the_nearest_column(string id, string wrong, string right) =>
        CodeFix.VerifyAsync(id, Pipeline(wrong), Pipeline(right), "Map the parameter 'txt' to the column 'text'");

    [Fact]
    public Task All_parameters_are_mapped() => CodeFix.VerifyAllAsync(
        "DSTL0201",
        FixAllScope.Solution,
        ("A.cs", Pipeline("[From(nameof(All))] Twice A { get; } = new();") + Twice, Pipeline("[From(nameof(All)), InputMapping(\"txt\", \"text\"), InputMapping(\"idd\", \"id\")] Twice A { get; } = new();") + Twice),
        ("B.cs", Pipeline("[From(nameof(All))] Misread A { get; } = new();", "Q"), Pipeline("[From(nameof(All)), InputMapping(\"txt\", \"text\")] Misread A { get; } = new();", "Q")));

    [Fact]
    public Task A_row_is_mapped_to_the_column_of_its_name() => CodeFix.VerifyAsync(
        "DSTL0204",
        Pipeline("[From(nameof(All))] MakePair M { get; } = new(); [From(nameof(M))] Take T { get; } = new();") + Pairs,
        Pipeline("[From(nameof(All))] MakePair M { get; } = new(); [From(nameof(M)), InputMapping(\"pair\", \"pair\")] Take T { get; } = new();") + Pairs,
        "Map the parameter 'pair' to the column 'pair'");

    private const string Pairs = """
        [Row] public record Pair(int Id, string Text);
        [Row] public record Made(Pair Pair);
        [Step] public class MakePair { public Made Process(int id) => new(new(id, "")); }
        [Step] public class Take { public int Process(Pair pair) => 1; }
        """;

    private const string Twice = "[Step] public class Twice { public int Process(string txt, int idd) => 1; }";

    private static string Pipeline(string properties, string name = "P") =>
        $"[Pipeline] public partial class {name}\n{{\n    Load All {{ get; }} = new(); LoadOther Other {{ get; }} = new();\n    {properties}\n}}\n";
}
