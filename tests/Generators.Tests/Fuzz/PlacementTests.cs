namespace Distil.Generators.Tests.Fuzz;

/// <summary>A pipeline may stand anywhere and be called anything: it runs, or an error says why not; it is never passed over in silence.</summary>
public sealed class PlacementTests
{
    private const string Types = """

        namespace Given
        {
            [Row] public record Item(int Id, string Text);
            [Source] public class Load { public IEnumerable<Item> Read() => [new(1, "a")]; }
            [Source] public class Load<T> { [return: Column("id")] public IEnumerable<T> Read() => [default!]; }
            [Step] public class Use { public int Process(int id) => id + 1; }
            [Step] public class Same<T> { [return: Column("same")] public T Process(T id) => id; }
            [Step] public class Count<T> { [return: Column("count")] public int Process(T id) => 1; }
        }
        """;

    private const string Body = "{ Load All { get; } = new(); [From(nameof(All))] Use Used { get; } = new(); }";
    private const string Runs = "Id=1 Text=a Use=2";

    [Theory]
    [InlineData("[Pipeline] public sealed partial class P " + Body, Runs)]
    [InlineData("[Pipeline] partial class P " + Body, Runs)]
    [InlineData("namespace A.B.C { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("namespace @class.@namespace.@event { [Pipeline] public partial class @class " + Body + " }", Runs)]
    [InlineData("namespace System.Collections { [Pipeline] public partial class Distil " + Body + " }", Runs)]
    [InlineData("namespace N { namespace global { [Pipeline] public partial class @global " + Body + " } }", Runs)]
    [InlineData("public partial class Outer { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public partial class Outer { [Pipeline] private partial class P " + Body + " }", Runs)]
    [InlineData("public abstract partial class Outer { [Pipeline] protected internal sealed partial class P " + Body + " }", Runs)]
    [InlineData("public partial class Outer { [Pipeline] private protected partial class P " + Body + " }", Runs)]
    [InlineData("public static partial class Outer { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public partial struct Outer { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public readonly partial struct Outer { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public ref partial struct Outer { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public partial record Outer(int X) { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public partial record struct Outer(int X) { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public partial interface IOuter { [Pipeline] public partial class P " + Body + " }", Runs)]
    [InlineData("public partial class A { public partial struct B { public partial record C { [Pipeline] internal partial class P " + Body + " } } }", Runs)]
    [InlineData("public partial class @new<T> where T : struct { [Pipeline] public partial class @operator " + Body + " }", Runs)]
    [InlineData("[Pipeline] public partial class P<T> " + Body, Runs)]
    [InlineData("[Pipeline] public partial class P<T> where T : IComparable<T> { Load<T> All { get; } = new(); [From(nameof(All))] Same<T> Copy { get; } = new(); }", "error DSTL0212")]
    [InlineData("public partial class Outer<T> { [Pipeline] public partial class P<U> { Load<T> All { get; } = new(); [From(nameof(All)), Drop(\"id\")] Count<T> Copy { get; } = new(); } }", "Count=1")]
    [InlineData("[Pipeline] public sealed partial record P " + Body, Runs)]
    [InlineData("[Pipeline] public sealed partial record P(int X = 1) { public P() : this(2) { } Load All { get; } = new(); [From(nameof(All))] Use Used { get; } = new(); }", Runs)]
    [InlineData("[Pipeline] public abstract partial class P " + Body + " public sealed class Q : P;", Runs)]
    [InlineData("[Pipeline] public static partial class P { }", "error DSTL0017")]
    [InlineData("[Pipeline] file partial class P " + Body, "error DSTL0017")]
    [InlineData("file partial class Outer { [Pipeline] public partial class P " + Body + " }", "error DSTL0017")]
    [InlineData("[Pipeline] public partial struct P { }", "error CS0592")]
    [InlineData("[Pipeline] public partial interface P { }", "error CS0592")]
    [InlineData("[Pipeline] public class P " + Body, "error DSTL0001")]
    [InlineData("public class Outer { [Pipeline] public partial class P " + Body + " }", "error DSTL0002")]
    [InlineData("[Pipeline] public partial class P { }", "error DSTL0018")]
    [InlineData("[Pipeline] public partial class P " + Body + " public partial class P { public int More => 1; }", Runs)]
    [InlineData("public partial class P " + Body + " [Pipeline] public partial class P { }", Runs)]
    [InlineData("[Pipeline] public partial class Größe { Load Überall { get; } = new(); [From(nameof(Überall))] Use Straße { get; } = new(); }", Runs)]
    [InlineData("[Pipeline] public partial class 名前 { Load 全部 { get; } = new(); [From(nameof(全部)), OutputMapping(\"use\", \"数\")] Use 使用 { get; } = new(); }", "Id=1 Text=a 数=2")]
    [InlineData("[Pipeline] public partial class _ { Load __ { get; } = new(); [From(nameof(__))] Use ___ { get; } = new(); }", "error DSTL0019")]
    [InlineData("[Pipeline] public partial class __ { Load _ { get; } = new(); }", "*")]
    [InlineData("[Pipeline] public partial class _1 { Load _2 { get; } = new(); [From(nameof(_2))] Use _3 { get; } = new(); }", Runs)]
    [InlineData("[Pipeline] public partial class P { Load @event { get; } = new(); [From(nameof(@event)), OutputMapping(\"use\", \"class\"), OutputMapping(\"use2\", \"x\")] Use @class { get; } = new(); }", "error DSTL0206")]
    [InlineData("[Pipeline] public partial class P { Load @event { get; } = new(); [From(nameof(@event)), OutputMapping(\"use\", \"class\")] Use @class { get; } = new(); }", "Class=2 Id=1 Text=a")]
    [InlineData("[Pipeline] public partial class P { Load I { get; } = new(); [From(nameof(I))] Use i { get; } = new(); }", "error DSTL0019")]
    [InlineData("[Pipeline] public partial class P { Load P_ { get; } = new(); [From(nameof(P_))] Use run { get; } = new(); }", "error DSTL0011")]
    [InlineData("[Pipeline] public partial class P { [From(nameof(B))] Use A { get; } = new(); Load B { get; } = new(); }", Runs)]
    [InlineData("public abstract class Base { public abstract Task RunAsync(RunOptions? options, CancellationToken ct); } [Pipeline] public partial class P : Base " + Body, "error CS0534")]
    [InlineData("public abstract class Base { public abstract void UsedRow(); } [Pipeline] public partial class P : Base " + Body, "error CS0534")]
    [InlineData("public abstract class Base { public abstract int Graph { get; } } [Pipeline] public partial class P : Base { public override int Graph => 1; Load All { get; } = new(); }", "error DSTL0011")]
    [InlineData("public abstract class Base { public abstract int Graph { get; } } public abstract class Middle : Base { public override int Graph => 1; } [Pipeline] public partial class P : Middle " + Body, Runs)]
    [InlineData("[Pipeline] public partial class P<Result> " + Body, "error DSTL0011")]
    [InlineData("public partial interface IOuter<out T> { [Pipeline] public partial class P " + Body + " }", "error CS8427")]
    [InlineData("public partial interface IOuter<T, in U, out V> { public partial class Inner { [Pipeline] public partial class P " + Body + " } }", "error CS8427")]
    [InlineData("public partial class Outer<T> { public partial interface IInner<in U> { [Pipeline] public partial class P " + Body + " } }", "error CS8427")]
    public async Task It_runs_or_an_error_says_why_not(string pipeline, string expected)
    {
        var text = await Ran.AsTextAsync("using Given;\n" + pipeline + Types);
        Assert.True(expected == "*" ? text.Length > 0 : text.Split('\n')[0] == expected, text);
        Assert.True(text.Split('\n').Length <= 2, "The compiler says more than one thing: " + text);
    }
}
