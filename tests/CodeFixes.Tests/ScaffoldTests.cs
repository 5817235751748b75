using Distil.CodeFixes.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Tests;

public sealed class ScaffoldTests
{
    [Fact]
    public Task A_step_takes_the_columns_that_reach_it_and_gives_what_those_below_need() => CodeFix.VerifyAsync(
        "DSTL0005",
        """
        namespace App;

        [Step]
        public sealed class Judge
        {
            private readonly string _rubric = "";
        }

        [Filter] public sealed class GoodEnough { public bool Keep(double score, string? rationale) => score > 0.5; }

        [Pipeline] partial class P
        {
            Load All { get; } = new();
            [From(nameof(All))] Embed Embedded { get; } = new();
            [From(nameof(Embedded))] Judge Verdict { get; } = new();
            [From(nameof(Verdict))] GoodEnough Kept { get; } = new();
        }
        """,
        """
        namespace App;

        [Step]
        public sealed class Judge
        {
            private readonly string _rubric = "";

            public (double Score, string? Rationale) Process(int id, string text, float[] embed) => throw new NotImplementedException();
        }

        [Filter] public sealed class GoodEnough { public bool Keep(double score, string? rationale) => score > 0.5; }

        [Pipeline] partial class P
        {
            Load All { get; } = new();
            [From(nameof(All))] Embed Embedded { get; } = new();
            [From(nameof(Embedded))] Judge Verdict { get; } = new();
            [From(nameof(Verdict))] GoodEnough Kept { get; } = new();
        }
        """,
        "Add the method 'Process' to 'Judge'");

    [Theory]
    [InlineData("[Step]", "ProcessBatch", "public IReadOnlyList<string> ProcessBatch(IReadOnlyList<int> id, IReadOnlyList<string> text) => throw new NotImplementedException();")]
    [InlineData("[Step]", "ProcessAll", "public IReadOnlyList<string> ProcessAll(IReadOnlyList<int> id, IReadOnlyList<string> text) => throw new NotImplementedException();")]
    [InlineData("[Filter]", "Keep", "public bool Keep(int id, string text) => throw new NotImplementedException();")]
    [InlineData("[Filter]", "KeepBatch", "public IReadOnlyList<bool> KeepBatch(IReadOnlyList<int> id, IReadOnlyList<string> text) => throw new NotImplementedException();")]
    [InlineData("[Expand]", "Expand", "public IEnumerable<string> Expand(int id, string text) => throw new NotImplementedException();")]
    [InlineData("[Sink]", "Write", "public void Write(int id, string text) => throw new NotImplementedException();")]
    [InlineData("[Sink]", "WriteBatch", "public void WriteBatch(IReadOnlyList<int> id, IReadOnlyList<string> text) => throw new NotImplementedException();")]
    public Task A_class_gets_the_method_of_its_kind(string kind, string method, string text) => CodeFix.VerifyAsync(
        "DSTL0005",
        kind + " public class New;\n" + Use,
        kind + " public class New\n{\n    " + text + "\n}\n" + Use,
        $"Add the method '{method}' to 'New'");

    [Fact]
    public Task A_source_makes_what_is_read_below() => CodeFix.VerifyAsync(
        "DSTL0005",
        "class Outer\r\n{\r\n    [Source] public class New { }\r\n}\r\n[Pipeline] partial class P { Outer.New A { get; } = new(); [From(nameof(A))] Good B { get; } = new(); }\r\n",
        "class Outer\r\n{\r\n    [Source] public class New\r\n    {\r\n        [return: Column(\"score\")] public IEnumerable<double> Read() => throw new NotImplementedException();\r\n    }\r\n}\r\n[Pipeline] partial class P { Outer.New A { get; } = new(); [From(nameof(A))] Good B { get; } = new(); }\r\n",
        "Add the method 'Read' to 'New'");

    [Fact]
    public Task A_router_returns_the_enum_that_its_edges_speak_of() => CodeFix.VerifyAsync(
        "DSTL0005",
        "[Router] public class New\n{\n}\n" + Routed,
        "[Router] public class New\n{\n    public Way Route(int id, string text) => throw new NotImplementedException();\n}\n" + Routed,
        "Add the method 'Route' to 'New'");

    [Fact]
    public Task A_router_without_edges_gets_an_enum_of_its_own() => CodeFix.VerifyAsync(
        "DSTL0005",
        "[Router] public class New { private int _x = 1; }",
        "[Router] public class New { private int _x = 1; public Way Route() => throw new NotImplementedException(); public enum Way { One, Other } }",
        "Add the method 'Route' to 'New'");

    [Fact]
    public Task A_type_that_is_less_visible_makes_the_method_internal() => CodeFix.VerifyAsync(
        "DSTL0005",
        "[Filter] public class New { }\n" + Hidden,
        "[Filter] public class New\n{\n    internal bool Keep(Mine mine) => throw new NotImplementedException();\n}\n" + Hidden,
        "Add the method 'Keep' to 'New'");

    [Fact]
    public Task Names_are_whole_where_no_using_is_there() => CodeFix.VerifyAsync(
        "DSTL0005",
        "[Filter] public class New { }\n" + Dated,
        "[Filter] public class New\n{\n    public bool Keep(System.Globalization.CultureTypes dated) => throw new NotImplementedException();\n}\n" + Dated,
        "Add the method 'Keep' to 'New'");

    [Fact]
    public async Task What_the_settings_speak_of_is_offered_first()
    {
        Assert.Equal("Add the method 'ProcessAll' to 'New'", (await CodeFix.TitlesAsync("DSTL0005", "[Step(NewRows = true)] class New { }"))[0]);
        Assert.Equal("Add the method 'KeepBatch' to 'New'", (await CodeFix.TitlesAsync("DSTL0005", "[Filter(BatchSize = 8)] class New { }"))[0]);
    }

    /// <summary>A class that several pipelines use takes what all of them have.</summary>
    [Fact]
    public Task All_classes_get_their_methods() => CodeFix.VerifyAllAsync(
        "DSTL0005",
        FixAllScope.Solution,
        (
            "A.cs",
            "[Step] public class One { }\n[Step] public class Two { }\n",
            "[Step] public class One\n{\n    public string Process(int id) => throw new NotImplementedException();\n}\n[Step] public class Two\n{\n    public string Process(int id, string text) => throw new NotImplementedException();\n}\n"),
        (
            "B.cs",
            "[Pipeline] partial class P { Load All { get; } = new(); [From(nameof(All))] One A { get; } = new(); }\n[Pipeline] partial class Q { Load All { get; } = new(); [From(nameof(All))] Two T { get; } = new(); [From(nameof(All)), Drop(\"text\")] Score S { get; } = new(); [From(nameof(S))] One O { get; } = new(); }\n",
            "[Pipeline] partial class P { Load All { get; } = new(); [From(nameof(All))] One A { get; } = new(); }\n[Pipeline] partial class Q { Load All { get; } = new(); [From(nameof(All))] Two T { get; } = new(); [From(nameof(All)), Drop(\"text\")] Score S { get; } = new(); [From(nameof(S))] One O { get; } = new(); }\n"));

    private const string Use = "[Pipeline] partial class P { Load All { get; } = new(); [From(nameof(All))] New Made { get; } = new(); }";

    private const string Routed = "[Pipeline] partial class P { Load All { get; } = new(); [From(nameof(All))] New R { get; } = new(); [From(nameof(R), When = Way.Left), From(nameof(R), When = Way.Right), From(nameof(R), When = Way.Status)] Score A { get; } = new(); }";

    private const string Hidden = "class Mine;\n[Source] class Make { [return: Column(\"mine\")] public IEnumerable<Mine> Read() => []; }\n[Pipeline] partial class P { Make All { get; } = new(); [From(nameof(All)), Drop(\"mine\")] New Made { get; } = new(); }";

    private const string Dated = "[Source] class Dated { public IEnumerable<System.Globalization.CultureTypes> Read() => []; }\n[Pipeline] partial class P { Dated All { get; } = new(); [From(nameof(All))] New Made { get; } = new(); }";
}
