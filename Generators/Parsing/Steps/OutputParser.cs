using Distil.Generators.Diagnostics;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Reads the columns of one result of a step.</summary>
internal static class OutputParser
{
    public static IReadOnlyList<OutputShape>? Parse(
        StepShape step, IMethodSymbol method, ITypeSymbol type, Location? location, Compilation compilation, DiagnosticBag bag)
    {
        var name = step.Name + "." + method.Name;
        if (type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || type.IsAnonymousType)
        {
            bag.Report(ShapeRules.WrongReturn, location, name, TypeNames.Message(type), "a type that can be stored");
            return null;
        }

        if (SymbolEqualityComparer.Default.Equals(type, method.ReturnType))
        {
            type = NullFlow.Returned(method);
        }

        var isNullable = WellKnownTypes.IsNullableValue(type, out var underlying)
            || type.NullableAnnotation == NullableAnnotation.Annotated;
        var isRow = WellKnownTypes.IsRow(underlying);
        var isTuple = underlying is INamedTypeSymbol { IsTupleType: true };
        if (isNullable && (isRow || isTuple))
        {
            bag.Report(
                ShapeRules.WrongReturn,
                location,
                name,
                TypeNames.Message(type),
                "an answer that is not null, if need be with members that are");
            return null;
        }

        IReadOnlyList<OutputShape>? outputs;
        if (isRow)
        {
            var row = RowParser.Parse((INamedTypeSymbol)underlying, compilation);
            if (row.Problem is not null)
            {
                RowProblems.Report(row, location, compilation, bag);
                return null;
            }

            RowProblems.ReportFileName(row, location, compilation, bag);
            outputs = row.Members
                .Select(member => new OutputShape(member.Name, "." + Names.Escape(member.Name), member.GivenType, row.FileOf(member)))
                .ToList();
        }
        else
        {
            outputs = isTuple
                ? Tuple((INamedTypeSymbol)underlying, name, location, bag)
                : Single(step, method, type, location, bag);
        }

        if (outputs is not null && outputs.Any(output => WellKnownTypes.IsUnknown(output.Type)))
        {
            bag.MarkBroken();
            return null;
        }

        return outputs is null || HasTwins(outputs, name, location, bag) ? null : outputs;
    }

    private static List<OutputShape>? Tuple(INamedTypeSymbol tuple, string name, Location? location, DiagnosticBag bag)
    {
        var outputs = new List<OutputShape>();
        for (var i = 0; i < tuple.TupleElements.Length; i++)
        {
            var element = tuple.TupleElements[i];
            if (!element.IsExplicitlyNamedTupleElement)
            {
                bag.Report(
                    ShapeRules.UnnamedTupleElement,
                    location,
                    additional: null,
                    [name, i + 1, TypeNames.Message(element.Type)],
                    FixData.Empty.With(FixProperties.Element, i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                return null;
            }

            outputs.Add(new OutputShape(element.Name, $".Item{i + 1}", element.Type, FileRules.None));
        }

        return outputs;
    }

    private static List<OutputShape>? Single(StepShape step, IMethodSymbol method, ITypeSymbol type, Location? location, DiagnosticBag bag)
    {
        var attribute = method
            .GetReturnTypeAttributes()
            .FirstOrDefault(candidate => WellKnownTypes.IsDistil(candidate.AttributeClass, "ColumnAttribute"));
        if (attribute is null)
        {
            return [new OutputShape(step.Name, "", type, FileRules.None)];
        }

        var name = attribute.ConstructorArguments is [{ Value: string given }] ? given : null;
        if (Names.IsColumnName(name))
        {
            return [new OutputShape(name!, "", type, FileRules.None)];
        }

        bag.Report(ColumnRules.InvalidColumnName, SourceLocations.OfArgument(attribute, 0) ?? location, step.Name, name ?? "null");
        return null;
    }

    private static bool HasTwins(IReadOnlyList<OutputShape> outputs, string name, Location? location, DiagnosticBag bag)
    {
        var twins = outputs.GroupBy(output => Names.Key(output.Name), StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any());
        if (twins is null)
        {
            return false;
        }

        bag.Report(
            ColumnRules.SameColumnTwice,
            location,
            name,
            Names.Pascal(twins.First().Name),
            string.Join(" and ", twins.Select(output => $"'{output.Name}'")));
        return true;
    }
}
