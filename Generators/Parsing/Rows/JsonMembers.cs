using System.Globalization;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Parsing.Rows;

/// <summary>How the members of a <c>[Row]</c> type stand in files.</summary>
internal static class JsonMembers
{
    public static JsonMemberModel Of(RowMember member) => new(
        member.Name,
        member.File.NameOf(member.Name),
        TypeNames.Key(member.Type),
        Conversions.IsNullable(member.Type) || (member.Type.IsReferenceType && !Conversions.MustHaveValue(member.Type)),
        member.InConstructor,
        member.Parameter?.Name,
        member.MayBeLeftOut,
        member is { IsOptional: true, Parameter: { HasExplicitDefaultValue: true } parameter } ? Default(parameter) : null,
        member.File.Name is not null,
        member.File.Omits,
        member.File.IsRead)
    {
        IsInitOnly = member.Property.SetMethod is null or { IsInitOnly: true },
        Proof = ProofOf(member),
    };

    private static DefaultProof ProofOf(RowMember member) =>
        !member.MayBeLeftOut || member.InConstructor ? DefaultProof.None
        : Conversions.MustHaveValue(member.Type) ? DefaultProof.NotNull
        : member is { Default: RowDefault.Unknown, Type.IsValueType: true }
            && !Conversions.IsNullable(member.Type) ? DefaultProof.NotDefault
        : DefaultProof.None;

    private static string Default(IParameterSymbol parameter) => parameter.ExplicitDefaultValue switch
    {
        null => "default",
        bool value => value ? "true" : "false",
        string value => SymbolDisplay.FormatLiteral(value, quote: true),
        char value => SymbolDisplay.FormatLiteral(value, quote: true),
        double value => double.IsNaN(value) ? "double.NaN"
            : double.IsInfinity(value) ? (value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity")
            : value.ToString("R", CultureInfo.InvariantCulture) + "d",
        float value => float.IsNaN(value) ? "float.NaN"
            : float.IsInfinity(value) ? (value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity")
            : value.ToString("R", CultureInfo.InvariantCulture) + "f",
        decimal value => value.ToString(CultureInfo.InvariantCulture) + "m",
        IFormattable value => $"unchecked(({TypeNames.Key(parameter.Type)})({value.ToString(null, CultureInfo.InvariantCulture)}))",
        _ => "default",
    };
}
