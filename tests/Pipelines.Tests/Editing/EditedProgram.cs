using System.Collections.Concurrent;
using Distil.Pipelines.Tests.Graphs;

namespace Distil.Pipelines.Tests.Editing;

/// <summary>A program with a pipeline that is edited: <c>All</c>, a cheap step <c>Marked</c>, and durable steps.</summary>
/// <param name="Steps">The durable steps, in declared order.</param>
internal sealed record EditedProgram(IReadOnlyList<EditedStep> Steps)
{
    private static readonly ConcurrentDictionary<string, EditedRunner> s_compiled = new(StringComparer.Ordinal);

    /// <summary>The type of the pipeline.</summary>
    public string Type { get; init; } = "Edited";

    /// <summary>What the helper says, that all steps use and no <c>DependsOn</c> names.</summary>
    public int Helper { get; init; } = 1;

    /// <summary>Whether the helper stands in a project of its own.</summary>
    public bool HasOtherProject { get; init; }

    /// <summary>By the id of a row of the source: the text that a cheap step gives it instead of its own.</summary>
    public (string Id, string Text) Seen { get; init; }

    private string HelperText => $$"""
        namespace App
        {
            public static class Helper { public static string Code => "{{Helper}}"; }
        }

        """;

    private string Text => $$"""
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Distil;
        using Distil.Pipelines.Tests.Editing;

        namespace App;

        {{string.Concat(Steps.DistinctBy(static step => step.Class).Select(static step => step.Declaration))}}
        [Step] public sealed class Mark
        {
            public (string Mark, string Seen) Process(string id, string text) =>
                (id + Helper.Code, id.EndsWith("-{{Seen.Id ?? "none"}}") ? "{{Seen.Text}}" : text);
        }

        [Pipeline] public sealed partial class {{Type}}(IReadOnlyList<EditItem> rows, EditCalls calls)
        {
            Rows<EditItem> All { get; } = Rows.From(rows);
            [From(nameof(All))] Mark Marked { get; } = new();
        {{string.Concat(Steps.Select(static step => step.Property))}}
        }

        public static class Runner
        {
            public static async Task<PipelineResult> RunAsync(IReadOnlyList<EditItem> rows, EditCalls calls, RunOptions options) =>
                await new {{Type}}(rows, calls).RunAsync(options);
        }
        """;

    /// <summary>Compiles the program, or gives what was compiled of the same text.</summary>
    public EditedRunner Compile() => s_compiled.GetOrAdd(HelperText + HasOtherProject + Text, _ =>
    {
        var assembly = HasOtherProject
            ? GraphCompiler.LoadTogether(("Helpers", HelperText), ("Edited", Text))
            : GraphCompiler.Load("Edited", ("Edited.cs", Text), ("Helper.cs", HelperText));
        return assembly.GetType("App.Runner", throwOnError: true)!.GetMethod("RunAsync")!.CreateDelegate<EditedRunner>();
    });

    /// <summary>The program with one step edited.</summary>
    public EditedProgram With(string step, Func<EditedStep, EditedStep> edit)
    {
        Assert.Contains(Steps, one => one.Name == step);
        return this with { Steps = [.. Steps.Select(one => one.Name == step ? edit(one) : one)] };
    }
}

/// <summary>Runs a program that was compiled.</summary>
internal delegate Task<PipelineResult> EditedRunner(IReadOnlyList<EditItem> rows, EditCalls calls, RunOptions options);
