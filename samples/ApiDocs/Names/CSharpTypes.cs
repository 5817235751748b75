namespace ApiDocs;

/// <summary>How C# writes types that the compiler's documentation spells out.</summary>
internal static class CSharpTypes
{
    /// <summary>The keyword of a type that has one, such as <c>int</c> for <c>System.Int32</c>.</summary>
    public static string? Keyword(string type) => type switch
    {
        "System.Boolean" => "bool",
        "System.Byte" => "byte",
        "System.SByte" => "sbyte",
        "System.Char" => "char",
        "System.Decimal" => "decimal",
        "System.Double" => "double",
        "System.Single" => "float",
        "System.Int32" => "int",
        "System.UInt32" => "uint",
        "System.IntPtr" => "nint",
        "System.UIntPtr" => "nuint",
        "System.Int64" => "long",
        "System.UInt64" => "ulong",
        "System.Int16" => "short",
        "System.UInt16" => "ushort",
        "System.Object" => "object",
        "System.String" => "string",
        "System.Void" => "void",
        _ => null,
    };

    /// <summary>Which part of a dotted name is the outermost type: the parts before it are the namespace.</summary>
    public static int FirstTypePart(string[] parts, TypeNames types)
    {
        string prefix = "";
        for (int i = 0; i < parts.Length; i++)
        {
            prefix = i == 0 ? parts[0] : $"{prefix}.{parts[i]}";
            if (types.Contains(prefix) || parts[i].Contains('`', StringComparison.Ordinal))
            {
                return i;
            }
        }

        return parts.Length - 1;
    }
}
