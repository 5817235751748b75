using System.Text;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>Writes code that uses all that a user sees of a pipeline: runs, results, rows with their members, parameters, the graph.</summary>
internal static class UsageWriter
{
    /// <summary>Uses the pipelines of a wrong source as the right one would let it: what the generator made of that says which members there are.</summary>
    public static string Write(string wrong, string right, bool withColumns)
    {
        var given = SourceCompilation.Create(wrong);
        var made = SourceCompilation.CreateWithGenerated(right);
        var text = new StringBuilder();
        foreach (var pipeline in Pipelines(given))
        {
            var model = made.GetTypeByMetadataName(pipeline.MetadataName);
            if (model is not null && model.GetTypeMembers("Result").Length > 0)
            {
                Write(pipeline, model, withColumns, text);
            }
        }

        if (text.Length == 0)
        {
            WritePipelineOf(given, text);
        }

        return text.ToString();
    }

    private static IEnumerable<INamedTypeSymbol> Pipelines(Compilation compilation) =>
        compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(WellKnownTypes.IsPipeline);

    private static void Write(INamedTypeSymbol pipeline, INamedTypeSymbol model, bool withColumns, StringBuilder text)
    {
        var name = pipeline.Name;
        text.AppendLine($"internal static class Use{name}");
        text.AppendLine("{");
        text.AppendLine($"    public static async Task Run({name} pipeline, CancellationToken ct)");
        text.AppendLine("    {");
        text.AppendLine($"        var parameters = new {name}.Parameters();");
        foreach (var step in Properties(model.GetTypeMembers("Parameters")[0]).Where(step => pipeline.GetMembers(step.Name).Length > 0))
        {
            foreach (var parameter in Properties((INamedTypeSymbol)step.Type))
            {
                text.AppendLine($"        parameters.{step.Name}.{parameter.Name} = default;");
            }
        }

        if (pipeline.GetMembers("RunAsync").Length > 0)
        {
            // The user's own.
            text.AppendLine("        await Task.Yield(); } }");
            return;
        }

        text.AppendLine("        var result = await pipeline.RunAsync(new RunOptions { Parameters = parameters }, ct);");
        text.AppendLine("        Console.WriteLine($\"{result.Status} {result.Elapsed}\");");
        if (pipeline.GetMembers("Graph").Length == 0)
        {
            text.AppendLine($"        Console.WriteLine({name}.Graph.ToMermaid());");
        }

        var leaves = Properties(model.GetTypeMembers("Result")[0]).Where(leaf => pipeline.GetMembers(leaf.Name).OfType<IPropertySymbol>().Any()).ToList();
        foreach (var leaf in leaves)
        {
            var row = (INamedTypeSymbol)((INamedTypeSymbol)leaf.Type).TypeArguments[0];
            text.AppendLine($"        foreach (var row in result.{leaf.Name})");
            text.AppendLine("        {");
            var isOwn = row.ContainingType is null;
            var members = isOwn ? pipeline.ContainingAssembly.GetTypeByMetadataName(row.MetadataName) is { } own ? Properties(own) : [] : withColumns ? Properties(row) : [];
            foreach (var member in members)
            {
                text.AppendLine($"            Console.WriteLine(row.{member.Name});");
            }

            text.AppendLine("        }");
        }

        if (model.GetMembers("StreamAsync").Length > 0 && leaves.Count == 1)
        {
            text.AppendLine("        await foreach (var row in pipeline.StreamAsync(null, ct)) Console.WriteLine(row);");
        }

        text.AppendLine("    }");
        text.AppendLine("}");
    }

    /// <summary>A case without a pipeline is about a step: a pipeline that has it.</summary>
    private static void WritePipelineOf(Compilation given, StringBuilder text)
    {
        var step = given.GetSymbolsWithName("S", SymbolFilter.Type).OfType<INamedTypeSymbol>().FirstOrDefault();
        if (step is null || step.Arity > 0 || StepKinds.Of(step) is not [var (kind, _), ..] || !step.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 0))
        {
            return;
        }

        var edge = kind == Model.StepKind.Source ? "" : "[From(nameof(All))] ";
        text.AppendLine($"[Pipeline] public partial class Q {{ Load All {{ get; }} = new(); {edge}S One {{ get; }} = new(); {edge}S Two {{ get; }} = new(); }}");
        text.AppendLine("internal static class UseQ { public static async Task Run(Q pipeline) { var result = await pipeline.RunAsync(new RunOptions { Parameters = new Q.Parameters() }); Console.WriteLine($\"{result.Status} {Q.Graph}\"); } }");
    }

    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(property => !property.IsStatic && property.DeclaredAccessibility == Accessibility.Public && property.Name != "EqualityContract");
}
