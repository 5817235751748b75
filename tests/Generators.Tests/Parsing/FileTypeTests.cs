using Distil.Generators.Model;

namespace Distil.Generators.Tests.Parsing;

public sealed class FileTypeTests
{
    [Theory]
    [InlineData("string?", "Text")]
    [InlineData("bool", "Boolean")]
    [InlineData("char", "Char")]
    [InlineData("ulong", "Number")]
    [InlineData("decimal", "Number")]
    [InlineData("DayOfWeek", "Enum")]
    [InlineData("DateTime", "DateTime")]
    [InlineData("DateTimeOffset", "DateTimeOffset")]
    [InlineData("DateOnly", "DateOnly")]
    [InlineData("TimeOnly", "TimeOnly")]
    [InlineData("TimeSpan", "TimeSpan")]
    [InlineData("Guid", "Guid")]
    [InlineData("byte[]", "Bytes")]
    [InlineData("int?", "Nullable of int")]
    [InlineData("string?[]", "Array of string")]
    [InlineData("IReadOnlyList<double>", "List of double")]
    [InlineData("List<Guid?>", "List of global::System.Guid?")]
    [InlineData("IEnumerable<int>", "List of int")]
    public void Each_type_has_its_form(string type, string expected)
    {
        var model = Parse($"[Row] public record Item({type} Value);");
        var leaf = Assert.Single(model.Leaves).Members[0];
        var json = model.JsonTypes.Single(candidate => candidate.Key == leaf.JsonType);
        Assert.Equal(expected, json.Kind + (json.Element is null ? "" : " of " + json.Element));
        Assert.True(json.Element is null || model.JsonTypes.Any(candidate => candidate.Key == json.Element));
    }

    [Fact]
    public void A_row_names_its_members_types_and_may_hold_its_own()
    {
        var model = Parse("""
            [Row] public record Item(Node Root);
            [Row] public class Node(string text_value) { public string Text_Value { get; } = text_value; public string text_value => ""; public List<Node>? Children { get; init; } }
            """);
        var node = model.JsonTypes.Single(type => type.Key == "global::Node");
        Assert.Equal(JsonKind.Row, node.Kind);
        Assert.Equal(["text_value text_value string", "Children children global::System.Collections.Generic.List<global::Node>"], node.Members.Select(member => $"{member.Name} {member.FileName} {member.JsonType}"));
        Assert.Equal([true, false], node.Members.Select(member => member.InConstructor));
    }

    [Fact]
    public async Task A_column_that_no_file_can_hold_is_told_at_the_source_that_reads_it()
    {
        var found = await AnalyzerHarness.VerifyAsync("DSTL0212", """
        [Row] public record Item(string Text, Version Version);
        [Pipeline] public partial class P
        {
            JsonLines<Item> [|In|] { get; } = JsonLines.Read<Item>("items");
        }
        """);
        Assert.Equal("The column 'Version' of type 'Version' reaches a file ('In' reads it from files), and that cannot be written; expected a number, text, boolean, enum, date, Guid, byte array, a list of these, a [Row], or a type listed with [JsonSerializable] on the context of [Pipeline(Json = ...)]", found[0].GetMessage());
    }

    [Fact]
    public async Task Lines_of_a_type_that_is_no_row_are_told_at_the_source()
    {
        var found = await AnalyzerHarness.VerifyAsync("DSTL0008", """
        [Pipeline] public partial class P
        {
            [|JsonLines<int>|] In { get; } = JsonLines.Read<int>("items");
        }
        """);
        Assert.Equal("'JsonLines.Read' returns 'JsonRows<int>'; expected JsonRows of a [Row] type, whose properties are the members of a line", found[0].GetMessage());
    }

    /// <summary>What no step reads travels as it stood in the file; what one reads, or meets another type, does not.</summary>
    [Theory]
    [InlineData("[From(nameof(All))] Pass Out { get; } = new();", "Text,Hint,Count,Flag,Numbers")]
    [InlineData("[From(nameof(All))] Use Out { get; } = new();", "Hint,Count,Flag,Numbers")]
    [InlineData("[From(nameof(All))] Use A { get; } = new(); [From(nameof(All))] Pass B { get; } = new();", "Hint,Count,Flag,Numbers")]
    [InlineData("[From(nameof(All)), Leaf(typeof(Wide))] Pass Out { get; } = new();", "Text,Hint,Flag,Numbers")]
    [InlineData("[From(nameof(All))] HasHint Out { get; } = new();", "Text,Count,Flag,Numbers")]
    [InlineData("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass Out { get; } = new();", "Text,Body,Hint,Count,Flag,Numbers")]
    [InlineData("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new(); [From(nameof(A)), InputMapping(\"text\", \"body\")] Use Out { get; } = new();", "Hint,Count,Flag,Numbers")]
    [InlineData("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new(); [From(nameof(All))] Use Out { get; } = new();", "Hint,Count,Flag,Numbers")]
    [InlineData("Other More { get; } = new(); [Merge(nameof(All), nameof(More))] Pass Out { get; } = new();", "Flag,Flag,Numbers,Numbers")]
    [InlineData("JsonLines<Short> More { get; } = JsonLines.Read<Short>(\"b\"); [Merge(nameof(All), nameof(More))] Pass Out { get; } = new();", "Text,Hint,Count,Flag,Numbers,Text,Flag,Text,Flag,Hint,Count,Numbers")]
    public void Columns_pass_as_json_where_nothing_reads_them(string steps, string expected)
    {
        var model = Generators.Planning.Planner.Complete(GeneratorHarness.Parse($$"""
            [Row] public record Item(string Text, string? Hint, int Count, bool Flag, DateTime Time, int[] Numbers, DateTime[] Times);
            [Row] public record Short(string Text, bool? Flag);
            [Row] public record Wide(string Text, string? Hint, long Count, bool? Flag);
            [Source] public class Other { public IEnumerable<(string Text, int Count, string? Hint)> Read() => []; }
            [Step] public class Use { [return: Column("used")] public int Process(string text) => 0; }
            [Filter] public class HasHint { public bool Keep([NotNullWhen(true)] string? hint) => true; }
            [Pipeline] public partial class P
            {
                JsonLines<Item> All { get; } = JsonLines.Read<Item>("a");
                {{steps}}
            }
            """));
        Assert.Equal(expected.Split(',').Order(), model.Plan.RawJson.Select(id => model.Columns[id].Name).Order());
    }

    /// <summary>An explicit setting is an error there, which the rule's cases show.</summary>
    [Theory]
    [InlineData("", "Stream", false)]
    [InlineData("", "IReadOnlyList<Action>", false)]
    [InlineData("", "byte[]", true)]
    [InlineData(", Step(Durable = true)", "byte[]", true)]
    [InlineData(", Step(Durable = false)", "byte[]", false)]
    public void A_step_is_durable_by_default_where_a_file_can_hold_its_columns(string setting, string type, bool isDurable)
    {
        var model = GeneratorHarness.Parse($$"""
            [Source] public class Load { [return: Column("id")] public IEnumerable<int> Read() => []; }
            [Step] public class Fetch { [return: Column("body")] public Task<{{type}}> ProcessAsync(int id) => null!; }
            [Step] public class Size { [return: Column("size")] public Task<long> ProcessAsync({{type}} body) => null!; }
            [Step] public class Half { [return: Column("half")] public Task<long> ProcessAsync(long size) => null!; }
            [Pipeline] public partial class P
            {
                Load All { get; } = new();
                [From(nameof(All)){{setting}}] Fetch Fetched { get; } = new();
                [From(nameof(Fetched)), Drop("body"){{setting}}] Size Sized { get; } = new();
                [From(nameof(Sized))] Half Halved { get; } = new();
            }
            """);
        Assert.False(model.HasErrors);
        Assert.Equal([isDurable, isDurable, true], model.Steps.Skip(1).Select(step => step.Settings.Durable));
    }

    [Fact]
    public void Enum_values_of_two_names_stand_once()
    {
        var model = Parse("public enum Way { Left, Right, Links = 0 } [Row] public record Item(Way Value);");
        Assert.Equal(["Left", "Right"], model.JsonTypes.Single(type => type.Kind == JsonKind.Enum).EnumMembers);
    }

    [Fact]
    public void Other_types_go_through_the_users_context()
    {
        var model = Parse(
            """
            [System.Text.Json.Serialization.JsonSerializable(typeof(Uri))]
            [System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, int?>))]
            [System.Text.Json.Serialization.JsonSerializable(typeof(Version), TypeInfoPropertyName = "Ver")]
            public abstract class MyContext : System.Text.Json.Serialization.JsonSerializerContext { protected MyContext() : base(null) { } }
            [Row] public record Item(Uri? Link, Dictionary<string, int?> Counts, Version[] Versions);
            """,
            "(Json = typeof(MyContext))");
        Assert.Equal("global::MyContext", model.JsonContext);
        Assert.Equal(
            ["DictionaryStringNullableInt32", "Uri", "Ver"],
            model.JsonTypes.Where(type => type.Kind == JsonKind.Context).Select(type => type.ContextProperty).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_durable_step_takes_and_makes_is_in_the_table_too()
    {
        var model = GeneratorHarness.Parse("""
            [Row] public record Item(int Id, DateOnly Day);
            [Source] public class Load { public IEnumerable<Item> Read() => []; }
            [Step] public class Ask { public Task<Guid> ProcessAsync(DateOnly day) => null!; }
            [Sink] public class Out { public void Write(Guid ask) { } }
            [Pipeline] public partial class P { Load All { get; } = new(); [From(nameof(All))] Ask Asked { get; } = new(); [From(nameof(Asked))] Out Done { get; } = new(); }
            """);
        Assert.Equal(["global::System.DateOnly", "global::System.Guid"], model.JsonTypes.Select(type => type.Key));
    }

    [Fact]
    public void A_leaf_of_the_users_own_type_is_made_from_its_columns()
    {
        var model = GeneratorHarness.Parse("""
            [Row] public record Item(int Id, string Text, int Size);
            [Row] public record Out(long id, string? Text) { public required int SIZE { get; init; } public string Note { get; init; } = ""; }
            [Source] public class Load { public IEnumerable<Item> Read() => []; }
            [Pipeline] public partial class P { [Leaf(typeof(Out))] Load All { get; } = new(); }
            """);
        var leaf = Assert.Single(model.Leaves);
        Assert.True(leaf.IsUserType);
        Assert.Equal("global::Out", leaf.RowType);
        Assert.Equal(["id True Id long", "Text True Text string", "SIZE False Size int"], leaf.Members.Select(member => $"{member.Name} {member.InConstructor} {model.Columns[member.Column].Name} {member.JsonType}"));
    }

    [Theory]
    [InlineData("XMLDoc", "xml_doc")]
    [InlineData("Text2Go", "text2_go")]
    [InlineData("ABTest", "ab_test")]
    [InlineData("id", "id")]
    [InlineData("Q1Q2", "q1_q2")]
    [InlineData("IOStream", "io_stream")]
    public void Names_in_files_are_those_of_the_platforms_policy(string name, string expected)
    {
        Assert.Equal(expected, System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(Generators.Naming.Names.Pascal(name)));
        Assert.Equal(expected, Generators.Naming.Names.Snake(Generators.Naming.Names.Pascal(name)));
    }

    private static PipelineModel Parse(string types, string arguments = "") => GeneratorHarness.Parse(
        types + $"[Source] public class Load {{ public IEnumerable<Item> Read() => []; }} [Pipeline{arguments}] public partial class P {{ Load All {{ get; }} = new(); }}");
}
