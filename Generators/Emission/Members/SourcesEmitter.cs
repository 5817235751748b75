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
    private const string Key = CSharpTypes.Engine + "KeyWriter";

    private readonly EmissionContext _context;
    private readonly Dictionary<string, KeyTypeModel> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly string _class;

    public SourcesEmitter(EmissionContext context)
    {
        _context = context;
        _class = Types.Count > 0 ? context.Types.Take("RowKeys") : "";
        var words = new NameScope();
        foreach (var type in Types)
        {
            _types[type.Key] = type;
            if (type.Kind is KeyTypeKind.Nullable or KeyTypeKind.Array or KeyTypeKind.List or KeyTypeKind.Row)
            {
                _methods[type.Key] = words.Take(Names.OfType(type.Key));
            }
        }
    }

    private EquatableArray<KeyTypeModel> Types => _context.Model.KeyTypes;

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
                ? $"sources.Rows({name}, {property}, static (key, row) => {Write(type, "row")});"
                : $"sources.UnknownRows({name}, {Names.Literal(source.RowKey.Unknown!)});");
        }
    }

    /// <summary>The methods that write what is made of several values.</summary>
    public void EmitWriters()
    {
        if (_methods.Count == 0)
        {
            return;
        }

        var w = _context.Writer;
        w.Gap();
        w.Line("// Rows as the data of which a key is made.");
        using var writers = w.Block($"private static class {_class}");
        foreach (var type in Types.Where(type => _methods.ContainsKey(type.Key)))
        {
            w.Gap();
            using var method = w.Block($"public static void {_methods[type.Key]}({Key} key, {type.Type} value)");
            EmitWrite(type);
        }
    }

    private void EmitWrite(KeyTypeModel type)
    {
        var w = _context.Writer;
        switch (type.Kind)
        {
            case KeyTypeKind.Nullable:
                w.Line($"if (key.WritePresence(value.HasValue)) {Write(type.Element!, "value.GetValueOrDefault()")};");
                break;
            case KeyTypeKind.Array or KeyTypeKind.List:
                w.Line($"if (!key.WriteLength(value?.{(type.Kind == KeyTypeKind.Array ? "Length" : "Count")})) return;");
                w.Line($"foreach (var item in value) {Write(type.Element!, "item")};");
                break;
            default:
                if (type.IsReference)
                {
                    w.Line("if (!key.WritePresence(value is not null)) return;");
                }

                foreach (var member in type.Members)
                {
                    w.Line(Write(member.Type, "value." + member.Name) + ";");
                }

                break;
        }
    }

    /// <summary>An expression that writes a value.</summary>
    private string Write(string key, string value) => _types[key] switch
    {
        { Kind: KeyTypeKind.Value } => $"key.Write({value})",
        { Kind: KeyTypeKind.Enum, Element: var integer } => $"key.Write(({integer}){value})",
        _ => $"{_class}.{_methods[key]}(key, {value})",
    };
}
