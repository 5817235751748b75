namespace ApiDocs;

/// <summary>The names of operators: the metadata's and C#'s.</summary>
internal static class Operators
{
    /// <summary>Whether a method is an operator.</summary>
    public static bool Is(string method) => method.StartsWith("op_", StringComparison.Ordinal);

    /// <summary>The operator as C# declares it; a conversion needs its result type.</summary>
    public static string Name(string method, string? result)
    {
        string name = method["op_".Length..];
        string isChecked = "";
        if (name.StartsWith("Checked", StringComparison.Ordinal))
        {
            name = name["Checked".Length..];
            isChecked = "checked ";
        }

        return name switch
        {
            "Implicit" => $"implicit operator {isChecked}{result}",
            "Explicit" => $"explicit operator {isChecked}{result}",
            _ => $"operator {isChecked}{Symbol(name)}",
        };
    }

    private static string Symbol(string name) => name switch
    {
        "Addition" or "UnaryPlus" => "+",
        "Subtraction" or "UnaryNegation" => "-",
        "Multiply" => "*",
        "Division" => "/",
        "Modulus" => "%",
        "Increment" => "++",
        "Decrement" => "--",
        "Equality" => "==",
        "Inequality" => "!=",
        "LessThan" => "<",
        "LessThanOrEqual" => "<=",
        "GreaterThan" => ">",
        "GreaterThanOrEqual" => ">=",
        "BitwiseAnd" => "&",
        "BitwiseOr" => "|",
        "ExclusiveOr" => "^",
        "OnesComplement" => "~",
        "LogicalNot" => "!",
        "LeftShift" => "<<",
        "RightShift" => ">>",
        "UnsignedRightShift" => ">>>",
        "True" => "true",
        "False" => "false",
        _ => name,
    };
}
