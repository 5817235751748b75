using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Caching;

/// <summary>What runs again after an edit: nothing but what the edit is about.</summary>
public sealed class NamedEditTests
{
    public static TheoryData<string, string, string, string> EditsThatChangeNoPipeline => new()
    {
        { "a method body in an unrelated file", "Other.cs", "number * 2", "number + number" },
        { "half a statement in an unrelated file", "Other.cs", "return result;", "return resu" },
        { "a comment", "AlphaSteps.cs", "// Shouts.", "// Shouts, at the top of its voice." },
        { "a comment in the pipeline's file", "Alpha.cs", "// The first pipeline.", "// The very first pipeline." },
        { "the body of a step's method", "AlphaSteps.cs", "return upper + Ending;", "return Ending + upper;" },
        { "a local renamed in a step's method", "AlphaSteps.cs", "var upper = text.ToUpperInvariant();\n        return upper + Ending;", "var loudly = text.ToUpperInvariant();\n        return loudly + Ending;" },
        { "an expression body of a step's method", "AlphaSteps.cs", "Task.FromResult(loud)", "Task.FromResult(loud + \"?\")" },
        { "a helper method in a step class", "AlphaSteps.cs", "    // Shouts.", "    private static int Help() => 1;\n\n    // Shouts." },
        { "the body of a method of the pipeline class", "Alpha.cs", "\"alpha\"", "\"the first\"" },
        { "blank lines above the pipeline", "Alpha.cs", "namespace App;", "\n\n\nnamespace App;\n\n" },
        { "blank lines between steps", "Alpha.cs", "    [From(nameof(Loud))]", "\n\n    [From(nameof(Loud))]" },
        { "a property's layout", "Alpha.cs", "[From(nameof(All))] Shout", "[From( nameof( All ) )]\n    Shout" },
        { "a member of an unrelated class", "Other.cs", "public static int Twice", "public int Count { get; } = 3;\n\n    public static int Twice" },
        { "a type in an unrelated file", "Other.cs", "public static class Other", "public sealed class Another;\n\npublic static class Other" },
        { "a using", "AlphaSteps.cs", "namespace App;", "using System.Text;\n\nnamespace App;" },
        { "a using in the pipeline's file", "Alpha.cs", "namespace App;", "using System.Text;\n\nnamespace App;" },
        { "the body of a base's member", "Bases.cs", "\"!\"", "\"?\"" },
    };

    public static TheoryData<string, string, string, string, string> EditsThatChangeAlpha => new()
    {
        { "a setting on the pipeline's property", "Alpha.cs", "[From(nameof(Loud))]", "[From(nameof(Loud)), Step(Concurrency = 3)]", "up to 3 calls" },
        { "a step more", "Alpha.cs", "    public string Describe", "    [From(nameof(All))] Pass Copy { get; } = new();\n    public string Describe", "class CopyRow" },
        { "a step's column", "AlphaSteps.cs", "Column(\"answer\")", "Column(\"reply\")", "Reply" },
        { "the name of a step's parameter and its column", "AlphaSteps.cs", "ProcessAsync(string loud) => Task.FromResult(loud)", "ProcessAsync(string text) => Task.FromResult(text)", "\"text\"" },
        { "a runtime parameter more", "AlphaSteps.cs", "[RuntimeParameter] public int Tokens", "[RuntimeParameter] public string? Prefix { get; set; }\n    [RuntimeParameter] public int Tokens", "Prefix" },
        { "a runtime parameter of a base in another file", "Bases.cs", "protected string Ending", "[RuntimeParameter] public int Times { get; set; } protected string Ending", "Times" },
        { "a property of the row", "Rows.cs", "string Text)", "string Text, string? Hint)", "Hint" },
        { "a property of the row's base in another file", "Bases.cs", "record Numbered(int Id);", "record Numbered(int Id) { public bool IsOdd { get; init; } }", "IsOdd" },
        { "the value that a runtime parameter begins with", "AlphaSteps.cs", "= 5;", "= 6;", "Default = \"6\"" },
        { "a runtime parameter that becomes a secret", "AlphaSteps.cs", "[RuntimeParameter] public int Tokens", "[RuntimeParameter(Secret = true)] public int Tokens", "secret: true" },
        { "an argument that the source is made with", "Alpha.cs", "Alpha\n{\n    Load All { get; } = new();", "Alpha(int times)\n{\n    Load All { get; } = times > 0 ? new() : new();", "\"times\"" },
        { "what is said of a runtime parameter", "AlphaSteps.cs", "[RuntimeParameter] public int Tokens", "/// <summary>How many tokens.</summary>\n    [RuntimeParameter] public int Tokens", "How many tokens" },
    };

    [Theory]
    [MemberData(nameof(EditsThatChangeNoPipeline))]
    public void Nothing_is_planned_or_printed_again_after_an_edit_of(string what, string path, string old, string with)
    {
        var project = new EditedProject();
        var after = project.After(compilation => EditedProject.Type(compilation, path, old, with));
        Assert.All(after, pipeline => AssertKept(what, project.Before[pipeline.Key], pipeline.Value));
    }

    [Theory]
    [MemberData(nameof(EditsThatChangeAlpha))]
    public void One_pipeline_alone_is_made_again_after_an_edit_of(string what, string path, string old, string with, string expected)
    {
        var project = new EditedProject();
        var after = project.After(compilation => EditedProject.Type(compilation, path, old, with));
        Assert.Equal((what, IncrementalStepRunReason.Modified), (what, after["Alpha"].ModelReason));
        Assert.Equal((what, IncrementalStepRunReason.Modified), (what, after["Alpha"].OutputReason));
        Assert.NotEqual(project.Before["Alpha"].Text, after["Alpha"].Text);
        Assert.Contains(expected, after["Alpha"].Text, StringComparison.Ordinal);
        AssertKept(what, project.Before["Beta"], after["Beta"]);
    }

    [Fact]
    public void An_edit_of_another_pipeline_makes_that_one_again_alone()
    {
        var project = new EditedProject();
        var after = project.After(compilation => EditedProject.Type(compilation, "Beta.cs", "BatchSize = 10", "BatchSize = 20"));
        AssertKept("another pipeline", project.Before["Alpha"], after["Alpha"]);
        Assert.Equal(IncrementalStepRunReason.Modified, after["Beta"].OutputReason);
    }

    [Fact]
    public void A_file_more_or_less_makes_nothing_again()
    {
        var project = new EditedProject();
        var more = CSharpSyntaxTree.ParseText(
            "namespace App; public sealed class More { public int Process(int id) => id; }",
            (CSharpParseOptions)project.Compilation.SyntaxTrees[0].Options,
            "More.cs",
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(project.After(compilation => compilation.AddSyntaxTrees(more)), run => AssertKept("a file more", project.Before[run.Key], run.Value));

        project = new EditedProject();
        var less = project.Compilation.SyntaxTrees.Single(tree => tree.FilePath == "Other.cs");
        Assert.All(project.After(compilation => compilation.RemoveSyntaxTrees(less)), run => AssertKept("a file less", project.Before[run.Key], run.Value));
    }

    [Fact]
    public void One_edit_after_another_is_seen_for_what_it_is()
    {
        var project = new EditedProject();
        var after = project.After(compilation => EditedProject.Type(compilation, "AlphaSteps.cs", "return upper + Ending;", "return upper;"));
        AssertKept("a body", project.Before["Alpha"], after["Alpha"]);
        after = project.After(compilation => EditedProject.Type(
            EditedProject.Type(compilation, "AlphaSteps.cs", "return upper + Ending;", "return upper;"), "AlphaSteps.cs", "Column(\"answer\")", "Column(\"reply\")"));
        Assert.Contains("Reply", after["Alpha"].Text, StringComparison.Ordinal);
        var changed = after["Alpha"];
        after = project.After(compilation => EditedProject.Type(compilation, "AlphaSteps.cs", "Column(\"answer\")", "Column(\"reply\")"));
        AssertKept("a body, back", changed, after["Alpha"]);
    }

    [Fact]
    public void A_body_that_is_closed_too_early_is_no_edit_of_a_body()
    {
        var project = new EditedProject();
        var after = project.After(compilation => EditedProject.Type(
            compilation, "AlphaSteps.cs", "        return upper + Ending;", "        return upper; }\n    [RuntimeParameter] public int More { get; set; }\n    public void Rest() {"));
        Assert.Contains("More", after["Alpha"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_referenced_assembly_more_makes_nothing_again()
    {
        var project = new EditedProject();
        var library = SourceCompilation.Create("Library", [], "namespace Library; public sealed class Thing;").ToMetadataReference();
        Assert.All(project.After(compilation => compilation.AddReferences(library)), run => AssertKept("a reference", project.Before[run.Key], run.Value));
    }

    [Fact]
    public void An_edit_that_is_taken_back_gives_the_first_text_again()
    {
        var project = new EditedProject();
        var changed = project.After(compilation => EditedProject.Type(compilation, "Rows.cs", "string Text)", "string Text, int Age)"));
        Assert.NotEqual(project.Before["Alpha"].Text, changed["Alpha"].Text);
        var back = project.After(compilation => compilation);
        Assert.Equal(project.Before["Alpha"].Text, back["Alpha"].Text);
        Assert.Equal(project.Before["Alpha"].Model, back["Alpha"].Model);
        Assert.Equal(IncrementalStepRunReason.Cached, back["Beta"].OutputReason);
    }

    [Fact]
    public void A_mistake_in_one_pipeline_leaves_the_other_alone()
    {
        var project = new EditedProject();
        var after = project.After(compilation => EditedProject.Type(compilation, "Alpha.cs", "nameof(Loud)", "\"Loudly\""));
        Assert.True(after["Alpha"].Model.HasErrors);
        AssertKept("a mistake elsewhere", project.Before["Beta"], after["Beta"]);
    }

    [Fact]
    public void The_same_compilation_again_does_not_even_parse()
    {
        var project = new EditedProject();
        Assert.All(project.After(compilation => compilation).Values, run =>
        {
            Assert.Equal(IncrementalStepRunReason.Cached, run.ModelReason);
            Assert.Equal(IncrementalStepRunReason.Cached, run.OutputReason);
        });
    }

    /// <summary>
    /// The parser has looked again, since any file can change what a name means, and found a model that equals the first: the
    /// driver goes on with the first, and neither plans nor prints.
    /// </summary>
    private static void AssertKept(string what, PipelineRun before, PipelineRun after)
    {
        Assert.Equal((what, IncrementalStepRunReason.Unchanged), (what, after.ModelReason));
        Assert.Equal((what, IncrementalStepRunReason.Cached), (what, after.OutputReason));
        Assert.Same(before.Model, after.Model);
        Assert.Equal(before.Text, after.Text);
    }
}
