using Distil.Generators.Model;

namespace Distil.Generators.Tests.Parsing;

public sealed class DeclarationTests
{
    private const string Steps = "[Row] public record Item(int Id); [Source] public class Load { public IEnumerable<Item> Read() => []; }";
    private const string All = "Load All { get; } = new();";

    [Fact]
    public void Types_around_the_pipeline_are_reopened()
    {
        var model = GeneratorHarness.Parse(Steps + $$"""
            namespace My.App
            {
                public partial interface IOuter<T> { public partial record struct @in { internal partial record Deep { [Pipeline] public partial class P<U> { {{All}} } } } }
            }
            """);
        Assert.Equal("My.App", model.Namespace);
        Assert.Equal(["interface IOuter<T>", "record struct @in", "record Deep"], model.ContainingTypes.Select(type => $"{type.Keyword} {type.Name}"));
        Assert.Equal(new TypeDeclarationModel("class", "P<U>", "P"), model.Declaration);
        Assert.Equal("My.App.IOuter-1+in+Deep+P-1.g.cs", model.HintName);
        Assert.False(model.HasHosting);
    }

    [Theory]
    [InlineData("public record Item(int Id);", "public partial class P", "public")]
    [InlineData("internal record Item(int Id);", "internal partial class P", "public")]
    [InlineData("public record Item(int Id);", "internal partial class P", "public")]
    public void Members_are_as_visible_as_their_types(string row, string pipeline, string expected)
    {
        var model = GeneratorHarness.Parse($"[Row] {row} [Source] class Load {{ public IEnumerable<Item> Read() => []; }} [Pipeline] {pipeline} {{ [Leaf(typeof(Item))] {All} }}");
        Assert.Equal(expected, model.MemberAccessibility);
        Assert.True(model.HasHosting);
    }

    [Fact]
    public void An_internal_type_in_a_public_pipeline_makes_the_members_internal()
    {
        var model = GeneratorHarness.Parse($"enum Way {{ Left }} [Row] record Item(Way[] Ways); [Source] class Load {{ public IEnumerable<Item> Read() => []; }} [Pipeline] public partial class P {{ {All} }}");
        Assert.Equal("internal", model.MemberAccessibility);
    }

    [Fact]
    public void A_private_type_that_the_pipelines_callers_see_hides_nothing()
    {
        const string Nested = "[Row] record Item(Way[] Ways); enum Way { Left } [Source] class Load { public IEnumerable<Item> Read() => []; }";
        Assert.Equal("public", GeneratorHarness.Parse($"partial class Tests {{ {Nested} [Pipeline] partial class P {{ {All} }} }}").MemberAccessibility);
        Assert.Equal("private", GeneratorHarness.Parse($"partial class Tests {{ {Nested} [Pipeline] public partial class P {{ {All} }} }}").MemberAccessibility);
        Assert.False(GeneratorHarness.Parse($"partial class Tests {{ {Nested} [Pipeline] partial class P {{ {All} }} }}").HasHosting);
    }

    [Fact]
    public void Steps_of_a_class_in_two_files_stand_in_the_order_of_the_files_names()
    {
        var model = GeneratorHarness.Parse(
            Steps + "[Pipeline] public partial class P { Load B { get; } = new(); Load A { get; } = new(); public int Size => 1; public static int Count { get; } = 1; int _field; }",
            "public partial class P { Load C { get; } = new(); }");
        Assert.Equal(["B", "A", "C"], model.Steps.Select(step => step.Name));
    }

    [Fact]
    public void Models_of_the_same_source_are_equal() =>
        Assert.Equal(GeneratorHarness.Parse(GoldenSample.Source), GeneratorHarness.Parse(GoldenSample.Source));
}
