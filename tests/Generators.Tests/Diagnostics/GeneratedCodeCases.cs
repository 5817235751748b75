using static Distil.Generators.Tests.Diagnostics.RuleCase;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>What generated code cannot see, name, or be written in.</summary>
internal static class GeneratedCodeCases
{
    private const string Named = "[Step] public class Shorten { public string Process(string name) => name; } ";
    private const string Observable = "public partial class Person : CommunityToolkit.Mvvm.ComponentModel.ObservableObject { ";

    public static IEnumerable<RuleCase> Cases =>
    [
        new(
            "DSTL0020",
            "[Pipeline] public partial class P { LoadPeople [|All|] { get; } = new(); [From(nameof(All))] Shorten Short { get; } = new(); } " + Named + People
                + $"[Row] {Observable}[CommunityToolkit.Mvvm.ComponentModel.ObservableProperty] private string _name = \"\"; public int Id {{ get; set; }} }}",
            "[Pipeline] public partial class P { LoadPeople All { get; } = new(); [From(nameof(All))] Shorten Short { get; } = new(); } " + Named + People
                + $"[Row] {Observable}public string Name {{ get; set; }} = \"\"; public int Id {{ get; set; }} }}",
            "'All' uses 'Person.Name'", "'CommunityToolkit.Mvvm.SourceGenerators.ObservablePropertyGenerator' makes", "write it by hand") { HasSameRows = false },
        new(
            "DSTL0020",
            "[Pipeline] public partial class P { LoadPeople [|All|] { get; } = new(); } " + People
                + $"[Row] {Observable}[CommunityToolkit.Mvvm.ComponentModel.ObservableProperty] private string _name = \"\"; public int Id {{ get; set; }} }}",
            "[Pipeline] public partial class P { LoadPeople All { get; } = new(); } " + People
                + $"[Row] {Observable}public string Name {{ get; set; }} = \"\"; public int Id {{ get; set; }} }} public partial class Other : CommunityToolkit.Mvvm.ComponentModel.ObservableObject {{ [CommunityToolkit.Mvvm.ComponentModel.ObservableProperty] private string _name = \"\"; }}",
            "'Person.Name'") { HasSameRows = false },
        new(
            "DSTL0021",
            Pipeline("[From(nameof(All)), Leaf([|typeof(Pair)|])] Score Scored { get; } = new();") + "[Row] file record Pair(int Id, double Score);",
            Pipeline("[From(nameof(All)), Leaf(typeof(Pair))] Score Scored { get; } = new();") + "[Row] public record Pair(int Id, double Score);",
            "'Scored' uses 'Pair'", "local to its file"),
        new(
            "DSTL0021",
            "namespace App { [Pipeline] public partial class [|P|] { Load All { get; } = new(); } class @var; }",
            "namespace App { [Pipeline] public partial class P { Load All { get; } = new(); } class variable; namespace Inner { class @var; } }",
            "'P' lies where a type is called 'var'"),
        new(
            "DSTL0021",
            "[Pipeline] public partial class [|P|] : Base { Load All { get; } = new(); } public class Base { protected struct @var; }",
            "[Pipeline] public partial class P : Base { Load All { get; } = new(); } public class Base { protected struct Var; }",
            "'var'"),
        new(
            "DSTL0021",
            Pipeline("[From(nameof(All))] S [|Aged|] { get; } = new();") + "[Obsolete(\"\", true)] public enum Age { Young, Old } [Step, Obsolete] public class S { public Age Process(int id) => default; }",
            Pipeline("[From(nameof(All))] S Aged { get; } = new();") + "[Obsolete] public enum Age { Young, Old } [Step, Obsolete] public class S { public Age Process(int id) => default; }",
            "'Aged' shows 'S' of type 'Age'", "[Obsolete] as an error") { HasSameRows = false },
        new("DSTL0022", "// <LangVersion>11</LangVersion>\n[Pipeline] public partial class [|P|] { Load All { get; } = new(); }", Pipeline(""), "is compiled as C# 11.0", "C# 12.0"),
        new("DSTL0022", "// <LangVersion>10</LangVersion>\n[Pipeline] public partial class [|P|] { Load All { get; } = new(); [From(nameof(All))] Score Scored { get; } = new(); }", "[Pipeline] public partial class P { Load All { get; } = new(); [From(nameof(All))] Score Scored { get; } = new(); }", "C# 10.0"),
    ];

    private static string People => "[Source] public class LoadPeople { public IEnumerable<Person> Read() => new Person[] { }; } ";
}
