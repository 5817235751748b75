using Distil.Generators.Tests.Snapshots;

namespace Distil.Generators.Tests.Emission;

/// <summary>A pipeline may inherit members under the names that generated ones have: these hide them, and say so where C# wants it said.</summary>
public sealed class InheritedNameTests
{
    private const string Types = """

        [Row] public sealed record Item(string Text);
        [Source] public sealed class Load { public IEnumerable<Item> Read() => [new("a")]; }
        [Step] public sealed class Ask { [RuntimeParameter] public int Depth { get; set; } [return: Column("asked")] public async Task<string> ProcessAsync(string text, CancellationToken ct) => text; }
        """;

    private const string Body = "{ Load All { get; } = new(); [From(nameof(All))] Ask Asked { get; } = new(); }";

    [Theory]
    [InlineData("public class Result { } public class Graph { } public class Parameters { } public class RunAsync { } public class StreamAsync { } public class AskedRow { }")]
    [InlineData("public int Result; public int Graph; public int Parameters; public int RunAsync; public int StreamAsync; public int AskedRow;")]
    [InlineData("public static int Result => 1; public virtual int Graph => 1; public event Action? Parameters { add { } remove { } } public const int RunAsync = 1; protected int AskedRow { get; set; }")]
    [InlineData("public void Result() { } public static void Graph(int a) { } public void Parameters<U>() { } public void AskedRow() { }")]
    [InlineData("public class Result<U> { } public class Parameters<U> { } public interface AskedRow<U> { } public delegate void RunAsync<U>();")]
    [InlineData("public Task RunAsync(RunOptions? options, CancellationToken ct) => Task.CompletedTask; public virtual void StreamAsync(RunOptions options, CancellationToken ct) { }")]
    [InlineData("public Task RunAsync() => Task.CompletedTask; public Task RunAsync(RunOptions options) => Task.CompletedTask; public void StreamAsync(ref RunOptions options, CancellationToken ct) { } public void RunAsync<U>(RunOptions options, CancellationToken ct) { }")]
    [InlineData("private class Result { } private int Graph => 1; private protected class Parameters { } internal class AskedRow { } private void RunAsync(RunOptions? options, CancellationToken ct) { }")]
    [InlineData("public class Definition { } protected class AskedStage { } public int AllToAskedBatch; public void IntoAskedBatch() { } public class AskedAnswers { } public class JsonValues { } public class AskedLeaf { } public class AskedDataBatch { }")]
    public void A_base_class_can_have_any_member(string members)
    {
        new Generated($"[Pipeline] public partial class P : Base {Body} public class Base {{ {members} }}" + Types).Compiles().IsWhole();
        new Generated($"[Pipeline] public partial class P : Middle {Body} public class Middle : Base<int>; public class Base<T> {{ {members} }}" + Types).Compiles().IsWhole();
        new Generated($"[Pipeline] public partial record P : Base {Body} public record Base {{ {members} }}" + Types).Compiles().IsWhole();
    }

    /// <summary>A private member is seen by what is nested in its class.</summary>
    [Theory]
    [InlineData("private class Result { } private int Graph => 1; private class Parameters { } private const int AskedRow = 1; private void RunAsync(RunOptions? options, CancellationToken ct) { }")]
    [InlineData("private class Definition { } private class AskedStage { } private class AskedAnswers { }")]
    public void A_pipeline_can_derive_from_the_type_around_it(string members) =>
        new Generated($"public partial class Outer {{ {members} [Pipeline] public partial class P : Outer {Body} }}" + Types).Compiles().IsWhole();

    [Theory]
    [InlineData("[Pipeline] public partial class Base " + Body)]
    [InlineData("[Pipeline] public partial class Base { Load All { get; } = new(); }")]
    [InlineData("[Pipeline] public partial class Base { Load All { get; } = new(); [From(nameof(All))] Ask Left { get; } = new(); [From(nameof(All))] Ask Asked { get; } = new(); }")]
    [InlineData("[Pipeline] public partial class Base { Load All { get; } = new(); [From(nameof(All)), Leaf(typeof(Item))] Pass Asked { get; } = new(); }")]
    [InlineData("public partial class Base : First; [Pipeline] public partial class First " + Body)]
    [InlineData("[Pipeline] public partial class Base : First { Load All { get; } = new(); } [Pipeline] public partial class First " + Body)]
    [InlineData("[Pipeline] public partial class Base { Hidden All { get; } = new(); [Source] private sealed class Hidden { public IEnumerable<Secret> Read() => []; } [Row] private sealed record Secret(string Text); }")]
    public void A_base_class_can_be_a_pipeline(string bases) =>
        new Generated("[Pipeline] public partial class P : Base { Load Own { get; } = new(); [From(nameof(Own))] Ask Asked { get; } = new(); [From(nameof(Own))] Ask Other { get; } = new(); } " + bases + Types)
            .Compiles().IsWhole();

    [Fact]
    public void An_abstract_member_stays_where_nothing_of_its_name_is_generated() => new Generated($$"""
        public abstract class Base { public abstract void RunAsync(int times); public abstract int StreamAsync { get; } }
        [Pipeline] public abstract partial class P : Base { Load All { get; } = new(); [From(nameof(All))] Ask Left { get; } = new(); [From(nameof(All))] Ask Right { get; } = new(); }
        {{Types}}
        """).Compiles().IsWhole();

    [Theory]
    [InlineData("[Pipeline] public partial class P<Definition> " + Body)]
    [InlineData("public partial class Outer<AskedStage, Definition> { [Pipeline] public partial class P<AskedAnswers> " + Body + " }")]
    public void A_type_parameter_can_have_the_name_of_a_class_that_nobody_sees(string pipeline) => new Generated(pipeline + Types).Compiles().IsWhole();
}
