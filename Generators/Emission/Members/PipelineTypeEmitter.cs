using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Members;

/// <summary>The implementation of <c>IPipeline</c>: how the class is described and made.</summary>
internal static class PipelineTypeEmitter
{
    /// <summary>What stands behind the class's name: the interface, unless the class is abstract.</summary>
    public static string Base(EmissionContext context) => context.Model.Creation is null ? "" : " : " + Interface(context);

    public static void Emit(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        if (model.Creation is not { } creation)
        {
            return;
        }

        w.Gap();
        w.Line(CSharpTypes.GeneratedCode);
        if (model.UsesObsolete)
        {
            w.Line(CSharpTypes.Obsolete);
        }

        var property = $"static {CSharpTypes.Engine}PipelineType<{context.Pipeline}> {Interface(context)}.Type";
        if (model.HasErrors)
        {
            w.Line($"{property} => {ResultEmitter.Throw(model)}");
            return;
        }

        w.Line($"{property} {{ get; }} = new {CSharpTypes.Engine}PipelineType<{context.Pipeline}, {context.Result}>(");
        using (w.Indented())
        {
            var define = $"static pipeline => new {context.Definition}(pipeline), ";
            if (creation.Fault is { } fault)
            {
                w.Line($"{define}{Names.Literal(fault)});");
                return;
            }

            w.Line($"{define}[{string.Join(", ", creation.Arguments.Where(argument => argument.IsValue).Select(Value))}],");
            w.Line($"static arguments => new {context.Pipeline}({string.Join(", ", creation.Arguments.Select(Argument))}));");
        }
    }

    private static string Interface(EmissionContext context) => $"global::Distil.IPipeline<{context.Pipeline}>";

    private static string Value(ConstructorArgumentModel argument)
    {
        var members = new List<string>();
        if (argument.Default is { } value)
        {
            members.Add("Default = " + value);
        }

        if (argument.Summary is { } summary)
        {
            members.Add("Summary = " + Names.Literal(summary));
        }

        return $"new {CSharpTypes.Engine}ConstructorValue<{argument.Type}>({Names.Literal(argument.Name)})"
            + (members.Count == 0 ? "" : $" {{ {string.Join(", ", members)} }}");
    }

    private static string Argument(ConstructorArgumentModel argument)
    {
        var name = Names.Literal(argument.Name);
        if (argument.IsValue)
        {
            return $"arguments.Value<{argument.Type}>({name})";
        }

        var orDefault = argument.IsOptional ? "OrDefault" : "";
        return argument.Key is { } key
            ? $"arguments.Keyed{orDefault}<{argument.Type}>({name}, {key})"
            : $"arguments.Service{orDefault}<{argument.Type}>({name})";
    }
}
