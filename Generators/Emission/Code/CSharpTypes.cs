namespace Distil.Generators.Emission.Code;

/// <summary>Types as C# text.</summary>
internal static class CSharpTypes
{
    public const string Engine = "global::Distil.Engine.";
    public const string Task = "global::System.Threading.Tasks.Task";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string Exception = "global::System.Exception";
    public const string InvalidOperationException = "global::System.InvalidOperationException";
    public const string Generic = "global::System.Collections.Generic.";
    public const string RunOptions = "global::Distil.RunOptions";
    public const string Writer = "global::System.Text.Json.Utf8JsonWriter";
    public const string Reader = "global::System.Text.Json.Utf8JsonReader";
    /// <summary>The option of a reader that checks members for which null is not allowed.</summary>
    public const string Strict = "strict: true";

    /// <summary>The option of a reader that takes values as a data set holds them, without checks.</summary>
    public const string AsWritten = "strict: false";

    public const string Bytes = "global::System.ReadOnlySpan<byte>";
    public const string JsonCell = Engine + "RawJson";
    public const string JsonCells = Engine + "RawJsonColumn";
    public const string KeyWriter = Engine + "KeyWriter";
    public const string JsonRowWriter = Engine + "JsonRowWriter";
    public const string JsonShape = Engine + "JsonShape";
    public const string JsonColumns = Engine + "JsonColumns";
    public const string JsonMember = Engine + "JsonMember";
    public const string JsonMemberRules = Engine + "JsonMemberRules";
    public const string JsonObjectReader = Engine + "JsonObjectReader";
    public const string JsonValueReader = Engine + "JsonValueReader";

    private static readonly string s_version = typeof(CSharpTypes).Assembly.GetName().Version.ToString(3);

    /// <summary>The attribute of a generated type or member.</summary>
    public static string GeneratedCode { get; } =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"Distil.Generators\", \"{s_version}\")]";

    /// <summary>
    /// Types say what may be null, and the compiler follows no values: that takes it as long as a third of all that it does with such code,
    /// for warnings that are switched off. It must be told: where only annotations are enabled, it follows values if the project has it do
    /// so. The tests enable both.
    /// </summary>
    public const string Annotated = "#nullable enable annotations\n#nullable disable warnings";

    /// <summary>
    /// The attribute of a method that is compiled with optimization before its first call, so that a first run is not slower than the next.
    /// </summary>
    public const string OptimizedAtOnce = "[" + MethodImpl + "(" + MethodImpl + "Options.AggressiveOptimization)]";

    private const string MethodImpl = "global::System.Runtime.CompilerServices.MethodImpl";

    /// <summary>The attribute of a generated type that uses obsolete members.</summary>
    public const string Obsolete = "[global::System.Obsolete]";

    /// <summary>An array of the type: of <c>int[,]</c> it is <c>int[][,]</c>.</summary>
    public static string ArrayOf(string type)
    {
        var ranks = RankStart(type);
        return type.Substring(0, ranks) + "[]" + type.Substring(ranks);
    }

    /// <summary>An expression that makes an array of the type.</summary>
    /// <summary>Whether a type, which is not nullable, is a tuple.</summary>
    public static bool IsTuple(string type) => !type.EndsWith("?", StringComparison.Ordinal)
        && (type.StartsWith("(", StringComparison.Ordinal) || type.StartsWith("global::System.ValueTuple<", StringComparison.Ordinal));

    /// <summary>How many items a tuple has.</summary>
    public static int Items(string tuple)
    {
        var depth = 0;
        var items = 1;
        foreach (var letter in tuple)
        {
            depth += letter is '<' or '(' or '[' ? 1 : letter is '>' or ')' or ']' ? -1 : 0;
            items += letter == ',' && depth == 1 ? 1 : 0;
        }

        return items;
    }

    public static string NewArray(string type, string length)
    {
        if (type.Contains("]?"))
        {
            return $"global::System.GC.AllocateArray<{type}>({length})";
        }

        var ranks = RankStart(type);
        return $"new {type.Substring(0, ranks)}[{length}]{type.Substring(ranks)}";
    }

    /// <summary>The type with a mark that null is a value of it.</summary>
    public static string Nullable(string type) => type.EndsWith("?", StringComparison.Ordinal) ? type : type + "?";

    /// <summary>The type without the mark.</summary>
    public static string NotNullable(string type) =>
        type.EndsWith("?", StringComparison.Ordinal) ? type.Substring(0, type.Length - 1) : type;

    /// <summary>Where the array's brackets begin at the end of the type; its length if it is no array.</summary>
    private static int RankStart(string type)
    {
        var start = type.Length;
        while (start > 0 && type[start - 1] == ']')
        {
            start = type.LastIndexOf('[', start - 1);
        }

        return start;
    }
}
