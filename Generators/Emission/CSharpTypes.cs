namespace Distil.Generators.Emission;

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
    public const string JsonColumns = Engine + "JsonColumns";

    private static readonly string s_version = typeof(CSharpTypes).Assembly.GetName().Version.ToString(3);

    /// <summary>What marks a generated type or member.</summary>
    public static string GeneratedCode { get; } =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"Distil.Generators\", \"{s_version}\")]";

    /// <summary>An array of the type: of <c>int[,]</c> it is <c>int[][,]</c>.</summary>
    public static string ArrayOf(string type)
    {
        var ranks = RankStart(type);
        return type.Substring(0, ranks) + "[]" + type.Substring(ranks);
    }

    /// <summary>An expression that makes an array of the type.</summary>
    public static string NewArray(string type, string length)
    {
        if (type.EndsWith("]?", StringComparison.Ordinal))
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

    /// <summary>The element type of an array: of <c>int[][,]</c> it is <c>int[,]</c>.</summary>
    public static string ElementOf(string arrayType)
    {
        var type = NotNullable(arrayType);
        var ranks = RankStart(type);
        return type.Substring(0, ranks) + type.Substring(type.IndexOf(']', ranks) + 1);
    }

    /// <summary>The only type argument of a generic type; null if it has none or several.</summary>
    public static string? ArgumentOf(string type)
    {
        var open = type.IndexOf('<');
        var close = type.LastIndexOf('>');
        if (open < 0 || close < open)
        {
            return null;
        }

        var depth = 0;
        for (var i = open + 1; i < close; i++)
        {
            depth += type[i] is '<' or '(' or '[' ? 1 : type[i] is '>' or ')' or ']' ? -1 : 0;
            if (depth == 0 && type[i] == ',')
            {
                return null;
            }
        }

        return type.Substring(open + 1, close - open - 1);
    }

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
