using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Members;

/// <summary>
/// What the engine is told of the sources, so that it knows whether they are those of an earlier run: arguments of the constructor, and how
/// rows that are in memory are compared.
/// </summary>
internal sealed class SourcesEmitter
{
    private readonly EmissionContext _context;

    public SourcesEmitter(EmissionContext context) => _context = context;

    private bool HasArguments => _context.Model.Steps.Any(static step => step.ConstructorParameters.Count > 0);

    /// <summary>A field of the pipeline, for its constructor's parameters are seen by what is declared in it alone.</summary>
    public void EmitArguments()
    {
        if (!HasArguments)
        {
            return;
        }

        var w = _context.Writer;
        w.Gap();
        w.Line("// Arguments of the constructor on which sources depend: a run is resumed with the same ones.");
        w.Line(CSharpTypes.GeneratedCode);
        w.Line($"private readonly {CSharpTypes.Engine}SourceArgument[] {_context.SourceArguments} =");
        w.Line("[");
        using (w.Indented())
        {
            foreach (var step in _context.Model.Steps)
            {
                foreach (var parameter in step.ConstructorParameters)
                {
                    w.Line($"new({Names.Literal(step.Name)}, {Names.Literal(parameter)}, {Names.Escape(parameter)}),");
                }
            }
        }

        w.Line("];");
    }

    /// <summary>The method of the definition; nothing where there is nothing to say.</summary>
    public void EmitDescription()
    {
        var sources = _context.Model.Steps.Where(static step => step.RowKey is not null).ToList();
        if (sources.Count == 0 && !HasArguments)
        {
            return;
        }

        var w = _context.Writer;
        w.Gap();
        using var describe = w.Block($"public override void Describe({CSharpTypes.Engine}SourceDescriptions sources)");
        if (HasArguments)
        {
            w.Line($"sources.Arguments(pipeline.{_context.SourceArguments});");
        }

        foreach (var source in sources)
        {
            var (name, property) = (Names.Literal(source.Name), "pipeline." + Names.Escape(source.Name));
            w.Line(source.RowKey!.Type is { } type
                ? $"sources.Rows({name}, {property}, static (key, row) => {_context.Keys.Write(type, "row")});"
                : $"sources.UnknownRows({name}, {Names.Literal(source.RowKey.Unknown!)});");
        }
    }
}
