using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Members;

/// <summary>The extension method that makes a pipeline a service of the host.</summary>
internal static class HostingEmitter
{
    public static void Emit(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        var types = model.ContainingTypes.Append(model.Declaration).ToList();
        var pipeline = "global::"
            + (model.Namespace is null ? "" : EscapeAll(model.Namespace) + ".")
            + string.Join(".", types.Select(type => type.Name));
        var word = string.Concat(types.Select(type => type.Identifier));
        const string services = "global::Microsoft.Extensions.DependencyInjection.IServiceCollection";
        const string provider = "global::System.IServiceProvider";

        w.Gap();
        w.Summary($"Runs <see cref=\"{pipeline}\"/> as a service of the host.");
        w.Line(CSharpTypes.GeneratedCode);
        if (context.Model.IsObsolete)
        {
            w.Line(CSharpTypes.Obsolete);
        }

        var accessibility = model.IsPublic ? model.MemberAccessibility : "internal";
        using var type = w.Block($"{accessibility} static class {word}ServiceCollectionExtensions");
        w.Summary(
            $"Adds <see cref=\"{pipeline}\"/> to the host, which runs it when it starts and stops it gracefully.",
            Docs.SameEnds($"{pipeline}.{context.Result}"));
        w.Line("/// <param name=\"services\">The host's services.</param>");
        var isMade = model.Creation is not null;
        w.Line("/// <param name=\"create\">Makes the pipeline"
            + (isMade ? "; null: it is made from the configuration and the services.</param>" : ".</param>"));
        w.Line("/// <param name=\"options\">How it runs; null: in memory, with the defaults.</param>");
        w.Line("/// <returns>Says more of how it runs.</returns>");
        w.Line($"public static global::Distil.HostedPipelineBuilder Add{model.Declaration.Identifier}(");
        using (w.Indented())
        {
            w.Line($"this {services} services,");
            w.Line($"global::System.Func<{provider}, {pipeline}>{(isMade ? "? create = null" : " create")},");
            w.Line($"global::System.Func<{provider}, {CSharpTypes.RunOptions}>? options = null) =>");
            w.Line($"{CSharpTypes.Engine}PipelineHosting.Add(services, create, options"
                + (isMade ? ");" : $", static (pipeline, options, ct) => pipeline.{context.Run}(options, ct));"));
        }
    }

    private static string EscapeAll(string name) => string.Join(".", name.Split('.').Select(Names.Escape));
}
