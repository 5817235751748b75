using System.Collections;
using System.Globalization;
using System.Reflection;
using Distil.Generators.Tests.Emission;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Fuzz;

/// <summary>What comes of a source: the rows of its pipeline, run, or the errors that say why it has none.</summary>
internal static class Ran
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <returns>The rows of each leaf, <c>a=1 b=x | a=2 b=y</c>; or <c>error</c> and the ids of all errors.</returns>
    public static async Task<string> AsTextAsync(string source)
    {
        var given = SourceCompilation.Create("Ran" + Guid.NewGuid().ToString("N"), [], source);
        var compilation = given.WithOptions(given.Options.WithOverflowChecks(true).WithAllowUnsafe(true));
        CSharpGeneratorDriver
            .Create([new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var trouble);
        Assert.Empty(trouble);
        var told = await AnalyzerHarness.DiagnosticsAsync(output);
        var errors = output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Concat(told.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)).ToList();
        if (errors.Count > 0)
        {
            var own = errors.Where(error => error.Id.StartsWith("CS", StringComparison.Ordinal)).Select(error => error.ToString());
            return "error " + string.Join(" ", errors.Select(error => error.Id).Distinct()) + string.Concat(own.Select(error => "\n" + error));
        }

        // A warning in generated code is an error in many a project.
        var warnings = output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);
        Assert.Empty(warnings);
        return await RunAsync(Compiling.Load(output));
    }

    private static async Task<string> RunAsync(Assembly assembly)
    {
        var pipeline = assembly.GetTypes().Single(type => type.GetCustomAttributes().Any(attribute => attribute is PipelineAttribute) && !type.Name.StartsWith("Unused", StringComparison.Ordinal));
        pipeline = pipeline.ContainsGenericParameters ? pipeline.MakeGenericType([.. pipeline.GetGenericArguments().Select(_ => typeof(int))]) : pipeline;
        var concrete = pipeline.IsAbstract ? assembly.GetTypes().First(type => type.BaseType == pipeline) : pipeline;
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var instance = Activator.CreateInstance(concrete, All, null, null, null)!;
        var run = pipeline.GetMethods(All).Single(method => method.Name == "RunAsync");
        var task = (Task)run.Invoke(instance, [new RunOptions { HandleSignals = false }, CancellationToken.None])!;
        await task.WaitAsync(s_limit);
        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        return string.Join(" ; ", result.GetType()
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Select(leaf => string.Join(" | ", ((IEnumerable)leaf.GetValue(result)!).Cast<object>().Select(Row))));
    }

    private static string Row(object row) => string.Join(" ", row.GetType()
        .GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0)
        .OrderBy(property => property.Name, StringComparer.Ordinal)
        .Select(property => $"{property.Name}={Value(property.GetValue(row))}"));

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable items => "[" + string.Join(",", items.Cast<object?>().Select(Value)) + "]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
