using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>Prints, for each input of a stage whose rows are held on disk, the class that names its columns, and its declaration.</summary>
internal static class HeldEmitter
{
    private const string Values = CSharpTypes.Engine + "HeldValues.";

    /// <summary>Prints what declares the held inputs.</summary>
    public static void EmitDeclarations(EmissionContext context)
    {
        var w = context.Writer;
        if (context.Held.Count == 0)
        {
            return;
        }

        w.Gap();
        w.Line("// Held: rows that are kept on disk until they are not needed again, if the run has a directory.");
        foreach (var held in context.Held)
        {
            var step = context.Step(held.Stage.Step).Name;
            w.Line($"build.Hold({Names.Literal(step)}, {held.Outlet.Variable}, {held.Reader}, new {held.Class}());");
        }
    }

    /// <summary>Prints the classes.</summary>
    public static void EmitClasses(EmissionContext context)
    {
        var w = context.Writer;
        foreach (var held in context.Held)
        {
            w.Gap();
            using var type = w.Block($"private sealed class {held.Class} : {CSharpTypes.Engine}HeldRows<{held.Outlet.Class}>"
                + $" // Rows that are held for {context.Step(held.Stage.Step).Name}.");
            var header = $"protected override void ForColumns({held.Outlet.Class} rows, in {CSharpTypes.Engine}HeldWork work)";
            if (held.Columns.Count == 0)
            {
                w.Line(header + " { }");
                continue;
            }

            using var work = w.Block(header);
            foreach (var column in held.Columns)
            {
                var value = context.IsRawJson(column) ? "" : ", " + Value(context.Column(column).Held!);
                w.Line($"work.Do(rows.{held.Outlet.Fields[column]}{value});");
            }
        }
    }

    private static string Value(HeldTypeModel type) => type.Kind switch
    {
        HeldKind.Value => $"{Values}Of<{type.Type}>()",
        HeldKind.Enum => $"{Values}Enum<{type.Type}>()",
        _ => $"{Values}{type.Kind}({Value(type.Element!)})",
    };
}
