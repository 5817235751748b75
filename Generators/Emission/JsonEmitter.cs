using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>How values stand in files: statements that write them, expressions that read them, and the methods that both need.</summary>
internal sealed class JsonEmitter
{
    private readonly EmissionContext _context;
    private readonly Dictionary<string, JsonTypeModel> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly string _class;

    public JsonEmitter(EmissionContext context)
    {
        _context = context;
        _class = context.Types.Take("JsonValues");
        var words = new NameScope();
        foreach (var type in context.Model.JsonTypes)
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
            JsonKind.Number => NumberName(type.Type) is "Single" or "Double"
                ? $"{CSharpTypes.JsonColumns}.WriteNumber(writer, {value});"
                : $"writer.WriteNumberValue({(type.Type is "nint" or "nuint" ? $"({(type.Type == "nint" ? "long" : "ulong")})" : "")}{value});",
            JsonKind.DateTime or JsonKind.DateTimeOffset or JsonKind.Guid => $"writer.WriteStringValue({value});",
            JsonKind.DateOnly or JsonKind.TimeOnly or JsonKind.TimeSpan => $"{CSharpTypes.JsonColumns}.Write{type.Kind}(writer, {value});",
            JsonKind.Bytes => $"{CSharpTypes.JsonColumns}.WriteBytes(writer, {value});",
            _ => $"{_class}.Write{_methods[key]}(writer, {value});",
        };
    }

    /// <summary>An expression that reads the value on which <c>reader</c> stands.</summary>
    public string Read(string key)
    {
        var type = _types[key];
        return type.Kind switch
        {
            JsonKind.Text => $"{CSharpTypes.JsonColumns}.ReadText(ref reader)",
            JsonKind.Boolean => "reader.GetBoolean()",
            JsonKind.Number => (type.Type is "nint" or "nuint" ? $"({type.Type})" : "") + $"reader.Get{NumberName(type.Type)}()",
            JsonKind.DateTime or JsonKind.DateTimeOffset or JsonKind.Guid => $"reader.Get{type.Kind}()",
            JsonKind.Char or JsonKind.DateOnly or JsonKind.TimeOnly or JsonKind.TimeSpan => $"{CSharpTypes.JsonColumns}.Read{type.Kind}(ref reader)",
            JsonKind.Bytes => $"{CSharpTypes.JsonColumns}.ReadBytes(ref reader)",
            _ => $"{_class}.Read{_methods[key]}(ref reader)",
        };
    }

    /// <summary>Statements that read an object on whose start <c>reader</c> stands, and return it. Members that are not known are passed over.</summary>
    public void ReadObject(string type, IEnumerable<Member> members)
    {
        var w = _context.Writer;
        var locals = new NameScope("reader", "writer", "value");
        var all = members.Select(member => (Member: member, Local: locals.Take(Names.Camel(member.Name)))).ToList();
        foreach (var (member, local) in all)
        {
            w.Line($"{_types[member.JsonType].Type} {local} = default;");
        }

        using (w.Block("while (reader.Read() && reader.TokenType != global::System.Text.Json.JsonTokenType.EndObject)"))
        {
            var first = true;
            foreach (var (member, local) in all)
            {
                using (w.Block($"{(first ? "" : "else ")}if (reader.ValueTextEquals({Names.Literal(member.FileName)}u8))"))
                {
                    w.Line("reader.Read();");
                    w.Line($"{local} = {Read(member.JsonType)};");
                }

                first = false;
            }

            if (first)
            {
                w.Line("reader.Skip();");
            }
            else
            {
                using (w.Block("else"))
                {
                    w.Line("reader.Skip();");
                }
            }
        }

        w.Gap();
        w.Line($"return {CallEmitter.New(type, all.Select(item => (item.Member.Name, item.Member.InConstructor, item.Local)))};");
    }

    /// <summary>The methods that the statements and expressions call.</summary>
    public void EmitHelpers()
    {
        if (_methods.Count == 0)
        {
            return;
        }

        var w = _context.Writer;
        w.Gap();
        w.Line("// Values as they stand in files.");
        w.Line(CSharpTypes.GeneratedCode);
        using var helpers = w.Block($"private static class {_class}");
        Oblivious(EmitMethods);
    }

    /// <summary>Prints code in which references are neither nullable nor not: what stands in files says nothing about it.</summary>
    public void Oblivious(Action emit)
    {
        _context.Writer.Line("#nullable disable");
        emit();
        _context.Writer.Line("#nullable enable");
    }

    private void EmitMethods()
    {
        var w = _context.Writer;
        foreach (var type in _context.Model.JsonTypes.Where(NeedsMethods))
        {
            w.Gap();
            using (w.Block($"public static void Write{_methods[type.Key]}({CSharpTypes.Writer} writer, {type.Type} value)"))
            {
                EmitWrite(type);
            }

            w.Gap();
            using (w.Block($"public static {type.Type} Read{_methods[type.Key]}(ref {CSharpTypes.Reader} reader)"))
            {
                EmitRead(type);
            }
        }
    }

    private void EmitWrite(JsonTypeModel type)
    {
        var w = _context.Writer;
        if (type.Kind == JsonKind.Context)
        {
            w.Line($"{CSharpTypes.JsonColumns}.WriteValue(writer, value, {ContextProperty(type)});");
            return;
        }

        if (type.IsReference || type.Kind == JsonKind.Nullable)
        {
            using (w.Block("if (value is null)"))
            {
                w.Line("writer.WriteNullValue();");
                w.Line("return;");
            }

            w.Gap();
        }

        switch (type.Kind)
        {
            case JsonKind.Enum:
                using (w.Block("switch (value)"))
                {
                    foreach (var member in type.EnumMembers)
                    {
                        w.Line($"case {type.Type}.{Names.Escape(member)}:");
                        using (w.Indented())
                        {
                            w.Line($"writer.WriteStringValue({Names.Literal(member)}u8);");
                            w.Line("break;");
                        }
                    }

                    w.Line("default:");
                    using (w.Indented())
                    {
                        w.Line($"{CSharpTypes.JsonColumns}.WriteEnum(writer, value);");
                        w.Line("break;");
                    }
                }

                break;
            case JsonKind.Nullable:
                w.Line(Write(type.Element!, "value.GetValueOrDefault()"));
                break;
            case JsonKind.Array or JsonKind.List:
                w.Line("writer.WriteStartArray();");
                using (w.Block("foreach (var item in value)"))
                {
                    w.Line(Write(type.Element!, "item"));
                }

                w.Gap();
                w.Line("writer.WriteEndArray();");
                break;
            default:
                w.Line("writer.WriteStartObject();");
                foreach (var member in type.Members)
                {
                    w.Line($"writer.WritePropertyName({Names.Literal(member.FileName)}u8);");
                    w.Line(Write(member.JsonType, "value." + Names.Escape(member.Name)));
                }

                w.Line("writer.WriteEndObject();");
                break;
        }
    }

    private void EmitRead(JsonTypeModel type)
    {
        var w = _context.Writer;
        if (type.Kind == JsonKind.Context)
        {
            w.Line($"return {CSharpTypes.JsonColumns}.ReadValue(ref reader, {ContextProperty(type)});");
            return;
        }

        if (type.IsReference || type.Kind == JsonKind.Nullable)
        {
            using (w.Block("if (reader.TokenType == global::System.Text.Json.JsonTokenType.Null)"))
            {
                w.Line("return null;");
            }

            w.Gap();
        }

        switch (type.Kind)
        {
            case JsonKind.Enum:
                foreach (var member in type.EnumMembers)
                {
                    using (w.Block($"if (reader.ValueTextEquals({Names.Literal(member)}u8))"))
                    {
                        w.Line($"return {type.Type}.{Names.Escape(member)};");
                    }

                    w.Gap();
                }

                w.Line($"return {CSharpTypes.JsonColumns}.ReadEnum<{type.Type}>(ref reader);");
                break;
            case JsonKind.Nullable:
                w.Line($"return {Read(type.Element!)};");
                break;
            case JsonKind.Array or JsonKind.List:
                w.Line($"var items = new {CSharpTypes.Generic}List<{_types[type.Element!].Type}>();");
                using (w.Block("while (reader.Read() && reader.TokenType != global::System.Text.Json.JsonTokenType.EndArray)"))
                {
                    w.Line($"items.Add({Read(type.Element!)});");
                }

                w.Gap();
                w.Line(type.Kind == JsonKind.Array ? "return items.ToArray();" : "return items;");
                break;
            default:
                ReadObject(type.Type, type.Members.Select(member => new Member(
                    member.Parameter ?? member.Name, member.FileName, member.JsonType, member.InConstructor)));
                break;
        }
    }

    private string ContextProperty(JsonTypeModel type) => $"{_context.Model.JsonContext}.Default.{Names.Escape(type.ContextProperty!)}";

    private static bool NeedsMethods(JsonTypeModel type) =>
        type.Kind is JsonKind.Enum or JsonKind.Nullable or JsonKind.Array or JsonKind.List or JsonKind.Row or JsonKind.Context;

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

    /// <summary>A member of an object that is read.</summary>
    internal sealed record Member(string Name, string FileName, string JsonType, bool InConstructor);
}
