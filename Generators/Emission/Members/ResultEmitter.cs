using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Members;

/// <summary>What the user sees: the run methods, the result, and the row type of each leaf.</summary>
internal static class ResultEmitter
{
    private static readonly string[] s_members =
        [.. NameScope.ObjectMembers, "Status", "Steps", "Errors", "ErrorCount", "Directory", "Elapsed"];

    public static void EmitRun(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        var leaves = model.Leaves;
        w.Summary("Runs the pipeline to its end.", Docs.SameEnds(context.Result));
        w.Line("/// <param name=\"options\">How it runs; null: in memory, with the defaults.</param>");
        w.Line("/// <param name=\"ct\">The hard stop: cancels the calls that have begun.</param>");
        w.Line("/// <returns>What the run gave.</returns>");
        w.Line(CSharpTypes.GeneratedCode);
        w.Line($"{model.MemberAccessibility} {context.New(context.Run)}{CSharpTypes.Task}<{context.Result}> "
            + $"{context.Run}({CSharpTypes.RunOptions}? options = null, {CSharpTypes.CancellationToken} ct = default) =>");
        using (w.Indented())
        {
            w.Line(model.HasErrors
                ? Throw(model)
                : $"{CSharpTypes.Engine}PipelineRunner.RunAsync(new {context.Definition}(this), options, ct);");
        }

        if (!model.HasStream)
        {
            return;
        }

        var row = leaves[leaves.Count - 1].RowType;
        w.Gap();
        w.Summary(
            $"Runs the pipeline and gives the rows of <c>{Docs.Escape(leaves[leaves.Count - 1].Name)}</c> as they come. "
                + "Leaving the loop stops the run.",
            Docs.SameEnds(context.Result));
        w.Line("/// <param name=\"options\">How it runs; null: with the defaults.</param>");
        w.Line("/// <param name=\"ct\">The hard stop: cancels the calls that have begun.</param>");
        w.Line("/// <returns>The rows, in the order of their source.</returns>");
        w.Line(CSharpTypes.GeneratedCode);
        w.Line($"{model.MemberAccessibility} {context.New(context.Stream)}{CSharpTypes.Generic}IAsyncEnumerable<{row}> "
            + $"{context.Stream}({CSharpTypes.RunOptions}? options = null, {CSharpTypes.CancellationToken} ct = default) =>");
        using (w.Indented())
        {
            w.Line(model.HasErrors
                ? Throw(model)
                : $"{CSharpTypes.Engine}PipelineRunner.StreamAsync<Result, {row}>(new {context.Definition}(this), options, ct);");
        }
    }

    public static void EmitResult(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        w.Gap();
        w.Summary([$"What a run of <see cref=\"{Docs.Cref(context.Pipeline)}\"/> gave.", .. Docs.Ends(model)]);
        w.Line(CSharpTypes.GeneratedCode);
        var header = $"{model.MemberAccessibility} {context.New(context.Result)}sealed class {context.Result}";
        using (w.Block($"{header} : global::Distil.PipelineResult"))
        {
            w.Line($"internal {context.Result}({CSharpTypes.Engine}RunOutcome run)");
            using (w.Indented())
            {
                w.Line(": base(run)");
            }

            using (w.Braces())
            {
                foreach (var leaf in model.HasErrors ? Enumerable.Empty<LeafModel>() : model.Leaves)
                {
                    w.Line($"{(leaf.Name == "run" ? "this." : "")}{Names.Escape(leaf.Name)} = run.Dataset<{leaf.RowType}>({leaf.Index});");
                }
            }

            foreach (var leaf in model.Leaves)
            {
                w.Gap();
                w.Summary([
                    $"The rows that left {Docs.Step(model.Steps[leaf.Step])}.",
                    .. Docs.Columns(model, model.Steps[leaf.Step]),
                ]);
                var hides = s_members.Contains(leaf.Name, StringComparer.Ordinal) ? "new " : "";
                w.Line($"public {hides}global::Distil.Dataset<{leaf.RowType}> {Names.Escape(leaf.Name)} "
                    + (model.HasErrors ? $"=> {Throw(model)}" : "{ get; }"));
            }
        }

        foreach (var leaf in model.Leaves.Where(leaf => !leaf.IsUserType))
        {
            EmitRow(context, leaf);
        }
    }

    private static void EmitRow(EmissionContext context, LeafModel leaf)
    {
        var w = context.Writer;
        w.Gap();
        w.Summary($"A row of the data set {Docs.Step(context.Step(leaf.Step))}.");
        w.Line(CSharpTypes.GeneratedCode);
        using var type = w.Block(
            $"{context.Model.MemberAccessibility} {context.New(leaf.RowType)}sealed class {Names.Escape(leaf.RowType)}");
        foreach (var member in leaf.Members)
        {
            var column = context.Column(member.Column);

            // A row of a pipeline with errors has members that it may not have without: nobody has to set them.
            var isRequired = !context.Model.HasErrors;

            // What no file holds is missing in a row that is read back.
            var isWritten = member.Omits != Omission.Always;
            var isNullable = column.IsNullable || (!isWritten && !column.IsValueType);
            var shown = column.Type + (isNullable && !column.IsNullable && !column.Type.EndsWith("?", StringComparison.Ordinal) ? "?" : "");
            var inFiles = isWritten ? $"In files: <c>{Docs.Escape(member.FileName)}</c>." : "In no file.";
            w.Summary($"{Docs.Made(context.Model, column.Id)} {inFiles}");
            var hides = NameScope.ObjectMembers.Contains(member.Name, StringComparer.Ordinal) ? "new " : "";
            w.Line($"public {hides}{(isRequired && isWritten && !isNullable ? "required " : "")}"
                + $"{shown} {Names.Escape(member.Name)} {{ get; init; }}{(isRequired || isNullable ? "" : " = default!;")}");
        }
    }

    /// <summary>What the members of a pipeline with errors do.</summary>
    public static string Throw(PipelineModel model) =>
        $"throw new {CSharpTypes.InvalidOperationException}("
        + Names.Literal($"The pipeline {model.Declaration.Identifier} has errors; see the compiler's diagnostics.")
        + ");";
}
