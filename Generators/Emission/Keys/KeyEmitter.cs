using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Json;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Keys;

/// <summary>The code for values of which keys are made: expressions that write them, and the methods that they call.</summary>
internal sealed class KeyEmitter
{
    private readonly PipelineModel _model;
    private readonly JsonEmitter _json;
    private readonly IndentedWriter _w;
    private readonly Dictionary<string, KeyTypeModel> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly string _class;

    /// <param name="types">The names that are taken in the pipeline class.</param>
    public KeyEmitter(PipelineModel model, JsonEmitter json, NameScope types, IndentedWriter writer)
    {
        _model = model;
        _json = json;
        _w = writer;
        var words = new NameScope();
        foreach (var type in model.KeyTypes)
        {
            _types[type.Key] = type;
            if (type.Kind is not (KeyTypeKind.Value or KeyTypeKind.Enum or KeyTypeKind.Context))
            {
                _methods[type.Key] = words.Take(Names.OfType(type.Key));
            }
        }

        _class = _methods.Count > 0 ? types.Take("KeyValues") : "";
    }

    /// <summary>An expression that writes a value to <c>key</c>.</summary>
    public string Write(string type, string value) => _types[type] switch
    {
        { Kind: KeyTypeKind.Value } => $"key.Write({value})",
        { Kind: KeyTypeKind.Enum, Element: var integer } => $"key.Write(({integer}){value})",
        { Kind: KeyTypeKind.Context, Element: { } property } =>
            $"key.WriteValue({value}, {_model.JsonContext}.Default.{Names.Escape(property)})",
        _ => $"{_class}.{_methods[type]}(key, {value})",
    };

    /// <summary>The methods that write what is made of several values.</summary>
    public void EmitHelpers()
    {
        if (_methods.Count == 0)
        {
            return;
        }

        _w.Gap();
        _w.Line("// Values as the data of which a key is made.");
        using var helpers = _w.Block($"private static class {_class}");
        _json.Oblivious(EmitMethods);
    }

    private void EmitMethods()
    {
        foreach (var type in _model.KeyTypes.Where(type => _methods.ContainsKey(type.Key)))
        {
            _w.Gap();
            using var method = _w.Block($"public static void {_methods[type.Key]}({CSharpTypes.KeyWriter} key, {type.Type} value)");
            EmitWrite(type);
        }
    }

    private void EmitWrite(KeyTypeModel type)
    {
        switch (type.Kind)
        {
            case KeyTypeKind.Nullable:
                _w.Line($"if (key.WritePresence(value.HasValue)) {Write(type.Element!, "value.GetValueOrDefault()")};");
                break;
            case KeyTypeKind.Array or KeyTypeKind.List:
                _w.Line($"if (!key.WriteLength(value?.{(type.Kind == KeyTypeKind.Array ? "Length" : "Count")})) return;");
                _w.Line($"foreach (var item in value) {Write(type.Element!, "item")};");
                break;
            case KeyTypeKind.Sequence:
                _w.Line("if (!key.WritePresence(value is not null)) return;");
                _w.Line($"foreach (var item in value) {{ key.WritePresence(true); {Write(type.Element!, "item")}; }}");
                _w.Line("key.WritePresence(false);");
                break;
            default:
                if (type.IsReference)
                {
                    _w.Line("if (!key.WritePresence(value is not null)) return;");
                }

                foreach (var member in type.Members)
                {
                    _w.Line(Write(member.Type, "value." + member.Name) + ";");
                }

                break;
        }
    }
}
