using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>A <c>[Row]</c> type's own mistake is told once, at the type; where the type lies in another assembly, at its use.</summary>
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

    /// <summary>The analyzer's look at the type itself.</summary>
    public static void ReportAtType(RowShape row, Compilation compilation, DiagnosticBag bag)
    {
        if (row.Problem is { } problem)
        {
            bag.Report(ShapeRules.RowWithoutColumns, SourceLocations.Of(row.Type, compilation), TypeNames.Message(row.Type), problem);
        }
    }
}
