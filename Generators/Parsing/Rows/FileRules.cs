using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>What <c>[JsonPropertyName]</c> and <c>[JsonIgnore]</c> on a row's member say of files.</summary>
/// <param name="Name">The member's name in files, letter by letter; null: the one that follows from the column's name.</param>
/// <param name="Omits">When it is not written.</param>
/// <param name="IsRead">Whether it is read.</param>
internal sealed record FileRules(string? Name, Omission Omits, bool IsRead)
{
    private const string Space = "System.Text.Json.Serialization";

    public static FileRules None { get; } = new(null, Omission.Never, IsRead: true);

    /// <summary>Whether the member is in no file.</summary>
    public bool IsIgnored => Omits == Omission.Always && !IsRead;

    /// <summary>The name in files of a column with these rules.</summary>
    public string NameOf(string column) => Name ?? Names.Snake(Names.Pascal(column));

    public static FileRules Of(IPropertySymbol property)
    {
        var rules = None;
        foreach (var attribute in property.GetAttributes())
        {
            if (Is(attribute, "JsonPropertyNameAttribute"))
            {
                rules = rules with { Name = attribute.ConstructorArguments is [{ Value: string name }] ? name : null };
            }
            else if (Is(attribute, "JsonIgnoreAttribute"))
            {
                rules = Condition(attribute) switch
                {
                    "Never" => rules,
                    "WhenWritingNull" => rules with { Omits = Omission.WhenNull },
                    "WhenWritingDefault" => rules with { Omits = Omission.WhenDefault },
                    "WhenWriting" => rules with { Omits = Omission.Always },
                    "WhenReading" => rules with { IsRead = false },
                    _ => rules with { Omits = Omission.Always, IsRead = false },
                };
            }
        }

        return rules;
    }

    /// <summary>The attribute that gives the member its name.</summary>
    public static AttributeData? NameAttribute(IPropertySymbol property) =>
        property.GetAttributes().FirstOrDefault(attribute => Is(attribute, "JsonPropertyNameAttribute"));

    /// <summary>The attributes of JSON serialisers that change nothing here.</summary>
    public static IEnumerable<AttributeData> WithoutEffect(IPropertySymbol property) => property.GetAttributes().Where(attribute =>
        IsOfSerialiser(attribute.AttributeClass) && !Is(attribute, "JsonPropertyNameAttribute") && !Is(attribute, "JsonIgnoreAttribute"));

    private static bool IsOfSerialiser(INamedTypeSymbol? attribute)
    {
        for (var type = attribute; type is not null; type = type.BaseType)
        {
            if (WellKnownTypes.Is(type, Space, "JsonAttribute")
                || (type.Name.StartsWith("Json", StringComparison.Ordinal)
                    && type.ContainingNamespace?.ToDisplayString() == "Newtonsoft.Json"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The name of the condition: numbers of the enum's members are the other assembly's.</summary>
    private static string Condition(AttributeData attribute) =>
        NamedArguments.Find(attribute, "Condition") is { Type: { } type, Value: { } value }
            ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => value.Equals(field.ConstantValue))?.Name ?? "Always"
            : "Always";

    private static bool Is(AttributeData attribute, string name) => WellKnownTypes.Is(attribute.AttributeClass, Space, name);
}
