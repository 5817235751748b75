using Distil.Generators.Emission.Code;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Json;

/// <summary>The code for values in files: statements that write them, expressions that read them, and the methods that both need.</summary>
internal sealed partial class JsonEmitter
{
    private const string Half = "global::System.Half";

    private readonly PipelineModel _model;
    private readonly IndentedWriter _w;
    private readonly Dictionary<string, JsonTypeModel> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly string _class;

    /// <param name="types">The names that are taken in the pipeline class.</param>
    public JsonEmitter(PipelineModel model, NameScope types, IndentedWriter writer)
    {
        _model = model;
        _w = writer;
        _class = types.Take("JsonValues");
        var words = new NameScope();
        foreach (var type in model.JsonTypes)
        {
            _types[type.Key] = type;
            if (NeedsMethods(type))
            {
                _methods[type.Key] = words.Take(Names.OfType(type.Key));
            }
        }
    }

    /// <summary>A statement that writes a value to <c>writer</c>.</summary>
    public string Write(string key, string value)
    {
        var type = _types[key];
        return type.Kind switch
        {
            JsonKind.Text => $"{CSharpTypes.JsonColumns}.WriteText(writer, {value});",
            JsonKind.Boolean => $"writer.WriteBooleanValue({value});",
            JsonKind.Char => $"{CSharpTypes.JsonColumns}.WriteChar(writer, {value});",
            JsonKind.Number when IsFractional(type.Type) => $"{CSharpTypes.JsonColumns}.WriteNumber(writer, {value});",
            JsonKind.Number when type.Type == "nint" => $"writer.WriteNumberValue((long){value});",
            JsonKind.Number when type.Type == "nuint" => $"writer.WriteNumberValue((ulong){value});",
            JsonKind.Number => $"writer.WriteNumberValue({value});",
            JsonKind.DateTimeOffset or JsonKind.Guid => $"writer.WriteStringValue({value});",
            JsonKind.DateTime or JsonKind.DateOnly or JsonKind.TimeOnly or JsonKind.TimeSpan =>
                $"{CSharpTypes.JsonColumns}.Write{type.Kind}(writer, {value});",
            JsonKind.Bytes => $"{CSharpTypes.JsonColumns}.WriteBytes(writer, {value});",
            _ => $"{_class}.Write{_methods[key]}(writer, {value});",
        };
    }

    public string TypeOf(string key) => _types[key].Type;

    public bool IsReference(string key) => _types[key].IsReference;

    /// <summary>A statement that writes a value straight to a line; null: values of the type need a writer.</summary>
    public string? WriteLine(string key, string value) => _types[key] switch
    {
        { Kind: JsonKind.Text } => $"line.WriteText({value});",
        { Kind: JsonKind.Boolean } => $"line.WriteBoolean({value});",
        { Kind: JsonKind.Number, Type: not ("nint" or "nuint" or Half) } => $"line.WriteNumber({value});",
        _ => null,
    };

    /// <summary>Prints what writes a value to <c>line</c>, with a local <c>writer</c> where values of the type need one.</summary>
    public void EmitLine(string key, string value)
    {
        if (WriteLine(key, value) is { } write)
        {
            _w.Line(write);
            return;
        }

        _w.Line("writer = line.BeginValue();");
        _w.Line(Write(key, value));
        _w.Line("line.EndValue();");
    }

    /// <summary>A statement that copies the value on which <c>reader</c> stands to <c>writer</c>.</summary>
    public string Copy(string key) => _types[key].Kind == JsonKind.Text
        ? $"{CSharpTypes.JsonColumns}.CopyText(writer, ref reader);"
        : Write(key, Read(key, CSharpTypes.Strict));

    /// <summary>
    /// The expression of the shape that checks whether raw JSON is as a data set would write it; null if the type has none.
    /// </summary>
    public string? Shape(string key)
    {
        var type = _types[key];
        return (type.Kind, type.Type) switch
        {
            (JsonKind.Nullable, _) => Shape(type.Element!),
            (JsonKind.Text or JsonKind.Boolean, _) => $"{CSharpTypes.JsonShape}.{type.Kind}",
            (JsonKind.Guid, _) => CSharpTypes.JsonShape + ".GuidText",
            (JsonKind.Number, "double" or "float" or "decimal") => $"{CSharpTypes.JsonShape}.{NumberName(type.Type)}Number",
            (JsonKind.Number, "ulong") => CSharpTypes.JsonShape + ".WholeNumber(0, long.MaxValue)",
            (JsonKind.Number, not ("nint" or "nuint" or Half)) =>
                $"{CSharpTypes.JsonShape}.WholeNumber({type.Type}.MinValue, {type.Type}.MaxValue)",
            (JsonKind.Enum, _) => $"{CSharpTypes.JsonShape}.Names({string.Join(", ", type.EnumMembers.Select(Names.Literal))})",
            (JsonKind.Array or JsonKind.List, _) => Shape(type.Element!) is { } element
                ? $"{CSharpTypes.JsonShape}.List({element}, allowsNull: {(AllowsNull(_types[type.Element!]) ? "true" : "false")})"
                : null,
            _ => null,
        };
    }

    /// <summary>Whether null in a list is read, and written again.</summary>
    private static bool AllowsNull(JsonTypeModel element) => element.IsReference || element.Kind == JsonKind.Nullable;

    /// <summary>The method of a scanner that reads values of the type, and what it gives; null: there is none.</summary>
    public (string Method, string Type)? Scan(string key) => _types[key] switch
    {
        { Kind: JsonKind.Nullable } type => Scan(type.Element!),
        { Kind: JsonKind.Text } => ("Text", "string"),
        { Kind: JsonKind.Boolean } => ("Boolean", "bool"),
        { Kind: JsonKind.Number, Type: not ("nint" or "nuint" or Half) } type => ("Number", type.Type),
        _ => null,
    };

    /// <summary>The name of the type of a value, for messages.</summary>
    public string Expected(string key)
    {
        var type = _types[key];
        return type.Kind switch
        {
            JsonKind.Text => "text",
            JsonKind.Boolean => "true or false",
            JsonKind.Char => "text of one character",
            JsonKind.Number => $"a {(IsFractional(type.Type) ? "" : "whole ")}number ({Names.Last(type.Type)})",
            JsonKind.Enum => type.EnumMembers.Count is > 0 and <= 12
                ? $"{(type.IsFlags ? "one or more" : "one")} of the names {string.Join(", ", type.EnumMembers)}"
                : $"{(type.IsFlags ? "names" : "a name")} of the enum {Names.Last(type.Type)}",
            JsonKind.DateTime or JsonKind.DateTimeOffset => "a date and time such as \"2024-12-31T23:59:59Z\"",
            JsonKind.DateOnly => "a date such as \"2024-12-31\"",
            JsonKind.TimeOnly => "a time such as \"23:59:59\"",
            JsonKind.TimeSpan => "a span of time such as \"1.02:03:04\"",
            JsonKind.Guid => "a GUID",
            JsonKind.Bytes => "base64 text",
            JsonKind.Nullable => Expected(type.Element!),
            JsonKind.Array or JsonKind.List => $"an array ({Expected(type.Element!)} each)",
            JsonKind.Row => "an object",
            _ => $"a value of {Names.Last(type.Type)}",
        };
    }

    /// <summary>The methods that the statements and expressions call.</summary>
    public void EmitHelpers()
    {
        if (_methods.Count == 0)
        {
            return;
        }

        _w.Gap();
        _w.Line("// Values as they stand in files.");
        using var helpers = _w.Block($"private static class {_class}");
        Oblivious(EmitMethods);
    }

    /// <summary>Prints code with nullable annotations off, since files do not say what may be null.</summary>
    public void Oblivious(Action emit)
    {
        _w.Line("#nullable disable");
        emit();
        _w.Line(CSharpTypes.Annotated);
    }

    private void EmitMethods()
    {
        foreach (var type in _model.JsonTypes.Where(type => type.Kind == JsonKind.Row))
        {
            DeclareMembers(MembersOf(type), type.Members);
        }

        foreach (var type in _model.JsonTypes.Where(NeedsMethods))
        {
            _w.Gap();
            using (_w.Block($"public static void Write{_methods[type.Key]}({CSharpTypes.Writer} writer, {type.Type} value)"))
            {
                EmitWrite(type);
            }

            if (type.Kind is JsonKind.Enum or JsonKind.Context)
            {
                continue;
            }

            _w.Gap();
            using (_w.Block($"public static {type.Type} Read{_methods[type.Key]}(ref {CSharpTypes.Reader} reader, bool strict)"))
            {
                EmitRead(type);
            }
        }
    }

    private void EmitWrite(JsonTypeModel type)
    {
        if (type.Kind == JsonKind.Context)
        {
            _w.Line($"{CSharpTypes.JsonColumns}.WriteValue(writer, value, {ContextProperty(type)});");
            return;
        }

        if (type.IsReference || type.Kind == JsonKind.Nullable)
        {
            using (_w.Block("if (value is null)"))
            {
                _w.Line("writer.WriteNullValue();");
                _w.Line("return;");
            }

            _w.Gap();
        }

        switch (type.Kind)
        {
            case JsonKind.Enum:
                EmitWriteEnum(type);
                break;
            case JsonKind.Nullable:
                _w.Line(Write(type.Element!, "value.GetValueOrDefault()"));
                break;
            case JsonKind.Array or JsonKind.List:
                _w.Line($"{CSharpTypes.JsonColumns}.StartArray(writer);");
                using (_w.Block("foreach (var item in value)"))
                {
                    _w.Line(Write(type.Element!, "item"));
                }

                _w.Gap();
                _w.Line("writer.WriteEndArray();");
                break;
            default:
                _w.Line($"{CSharpTypes.JsonColumns}.StartObject(writer);");
                foreach (var member in type.Members)
                {
                    EmitWriteMember(member);
                }

                _w.Line("writer.WriteEndObject();");
                break;
        }
    }

    private void EmitWriteEnum(JsonTypeModel type)
    {
        using var cases = _w.Block("switch (value)");
        foreach (var member in type.EnumMembers)
        {
            _w.Line($"case {type.Type}.{Names.Escape(member)}: writer.WriteStringValue({Names.Literal(member)}u8); break;");
        }

        _w.Line("default:");
        using (_w.Indented())
        {
            _w.Line($"{CSharpTypes.JsonColumns}.WriteEnum(writer, value);");
            _w.Line("break;");
        }
    }

    private void EmitWriteMember(JsonMemberModel member)
    {
        var value = "value." + Names.Escape(member.Name);
        if (member.Omits == Omission.Always)
        {
            return;
        }

        using (Where(IsWritten(member.Omits, member.JsonType, value)))
        {
            _w.Line($"writer.WritePropertyName({Names.Literal(member.FileName)}u8);");
            _w.Line(Write(member.JsonType, value));
        }
    }

    /// <summary>A block that runs where a condition holds; null: always, without a block.</summary>
    public IDisposable? Where(string? condition) => condition is null ? null : _w.Block($"if ({condition})");

    /// <summary>When a value is written; null: always.</summary>
    public string? IsWritten(Omission omits, string key, string value)
    {
        var canBeNull = _types[key].IsReference || _types[key].Kind == JsonKind.Nullable;
        return omits switch
        {
            Omission.WhenNull or Omission.WhenDefault when canBeNull => $"{value} is not null",
            Omission.WhenDefault => $"!{CSharpTypes.Generic}EqualityComparer<{key}>.Default.Equals({value}, default)",
            _ => null,
        };
    }

    private string ContextProperty(JsonTypeModel type) => $"{_model.JsonContext}.Default.{Names.Escape(type.ContextProperty!)}";

    private static bool NeedsMethods(JsonTypeModel type) =>
        type.Kind is JsonKind.Enum or JsonKind.Nullable or JsonKind.Array or JsonKind.List or JsonKind.Row or JsonKind.Context;

    private static bool IsFractional(string type) => type is "float" or "double" or "decimal" or Half;

    private static string NumberName(string type) => type switch
    {
        "byte" => "Byte",
        "sbyte" => "SByte",
        "short" => "Int16",
        "ushort" => "UInt16",
        "int" => "Int32",
        "uint" => "UInt32",
        "long" or "nint" => "Int64",
        "ulong" or "nuint" => "UInt64",
        "float" => "Single",
        "double" => "Double",
        "decimal" => "Decimal",
        _ => Names.Last(type),
    };
}
