using Distil.Generators.Diagnostics;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>A <c>[Row]</c> type's own mistake is reported once, at the type; where the type lies in another assembly, at its use.</summary>
internal static class RowProblems
{
    public static void Report(RowShape row, Location? use, Compilation compilation, DiagnosticBag bag)
    {
        if (row.Problem is null)
        {
            return;
        }

        bag.MarkBroken();
        if (!SourceLocations.IsHere(row.Type, compilation))
        {
            bag.Report(ShapeRules.RowWithoutColumns, use, TypeNames.Message(row.Type), row.Problem);
        }
    }

    /// <summary>Reports an invalid name in files, as <see cref="Report"/> does.</summary>
    public static void ReportFileName(RowShape row, Location? use, Compilation compilation, DiagnosticBag bag)
    {
        if (row.FileName is null)
        {
            return;
        }

        bag.MarkBroken();
        if (!SourceLocations.IsHere(row.Type, compilation))
        {
            ReportFileName(row, row.FileName, use, bag);
        }
    }

    /// <summary>Parses the type for the analyzer.</summary>
    public static void ReportAtType(RowShape row, Compilation compilation, DiagnosticBag bag)
    {
        if (row.Problem is { } problem)
        {
            bag.Report(ShapeRules.RowWithoutColumns, SourceLocations.Of(row.Type, compilation), TypeNames.Message(row.Type), problem);
        }

        if (row.FileName is { } name)
        {
            var attribute = FileRules.NameAttribute(name.Member.Property);
            var location = attribute is null ? null : SourceLocations.OfArgument(attribute, 0);
            ReportFileName(row, name, location ?? SourceLocations.Of(row.Type, compilation), bag);
        }

        foreach (var member in row.Members.Where(member => SourceLocations.IsHere(member.Property, compilation)))
        {
            ReportWithoutEffect(row, member, location: null, bag);
        }
    }

    /// <summary>
    /// Names the attributes of members that have no effect here, where the type lies in another assembly and is not looked at.
    /// </summary>
    public static void ReportWithoutEffect(RowShape row, Location? use, Compilation compilation, DiagnosticBag bag)
    {
        foreach (var member in row.Members.Where(member => !SourceLocations.IsHere(member.Property, compilation)))
        {
            ReportWithoutEffect(row, member, use, bag);
        }
    }

    private static void ReportWithoutEffect(RowShape row, RowMember member, Location? location, DiagnosticBag bag)
    {
        foreach (var attribute in FileRules.WithoutEffect(member.Property))
        {
            var name = attribute.AttributeClass!.Name;
            bag.Report(
                ColumnRules.JsonAttribute,
                location ?? SourceLocations.Of(attribute),
                name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name,
                TypeNames.Message(row.Type) + "." + member.Name);
        }
    }

    private static void ReportFileName(RowShape row, FileNameProblem problem, Location? location, DiagnosticBag bag) => bag.Report(
        ColumnRules.FileName, location, $"{TypeNames.Message(row.Type)}.{problem.Member.Name}", problem.Name, problem.Why(row.Type));
}
