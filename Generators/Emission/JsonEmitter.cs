using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>How values stand in files: statements that write them, expressions that read them, and the methods that both need.</summary>
internal sealed class JsonEmitter
{
    private const string Half = "global::System.Half";

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
            JsonKind.Number => IsFractional(type.Type)
                ? $"{CSharpTypes.JsonColumns}.WriteNumber(writer, {value});"
                : $"writer.WriteNumberValue({(type.Type is "nint" or "nuint" ? $"({(type.Type == "nint" ? "long" : "ulong")})" : "")}{value});",
            JsonKind.DateTimeOffset or JsonKind.Guid => $"writer.WriteStringValue({value});",
            JsonKind.DateTime or JsonKind.DateOnly or JsonKind.TimeOnly or JsonKind.TimeSpan => $"{CSharpTypes.JsonColumns}.Write{type.Kind}(writer, {value});",
            JsonKind.Bytes => $"{CSharpTypes.JsonColumns}.WriteBytes(writer, {value});",
            _ => $"{_class}.Write{_methods[key]}(writer, {value});",
        };
    }

    /// <summary>An expression that reads the value on which <c>reader</c> stands.</summary>
    /// <param name="strict">What is passed on about members of rows in it that must have a value.</param>
    public string Read(string key, string strict)
    {
        var type = _types[key];
        return type.Kind switch
        {
            JsonKind.Text => $"{CSharpTypes.JsonColumns}.ReadText(ref reader)",
            JsonKind.Boolean => "reader.GetBoolean()",
            JsonKind.Number => IsFractional(type.Type) && type.Type != "decimal"
                ? $"{CSharpTypes.JsonColumns}.Read{NumberName(type.Type)}(ref reader)"
                : (type.Type is "nint" or "nuint" ? $"checked(({type.Type})" : "") + $"reader.Get{NumberName(type.Type)}()" + (type.Type is "nint" or "nuint" ? ")" : ""),
            JsonKind.DateTimeOffset or JsonKind.Guid => $"reader.Get{type.Kind}()",
            JsonKind.Char or JsonKind.DateTime or JsonKind.DateOnly or JsonKind.TimeOnly or JsonKind.TimeSpan => $"{CSharpTypes.JsonColumns}.Read{type.Kind}(ref reader)",
            JsonKind.Bytes => $"{CSharpTypes.JsonColumns}.ReadBytes(ref reader)",
            JsonKind.Enum or JsonKind.Context => $"{_class}.Read{_methods[key]}(ref reader)",
            _ => $"{_class}.Read{_methods[key]}(ref reader, {strict})",
        };
    }

    public string TypeOf(string key) => _types[key].Type;

    /// <summary>A statement that writes a value straight to a line; null: values of the type need a writer.</summary>
    public string? WriteLine(string key, string value) => _types[key] switch
    {
        { Kind: JsonKind.Text } => $"line.WriteText({value});",
        { Kind: JsonKind.Boolean } => $"line.WriteBoolean({value});",
        { Kind: JsonKind.Number, Type: not ("nint" or "nuint" or Half) } => $"line.WriteNumber({value});",
        _ => null,
    };

    /// <summary>A statement that copies the value on which <c>reader</c> stands to <c>writer</c>.</summary>
    public string Copy(string key) => _types[key].Kind == JsonKind.Text
        ? $"{CSharpTypes.JsonColumns}.CopyText(writer, ref reader);"
        : Write(key, Read(key, CSharpTypes.Strict));

    /// <summary>What tells whether a value stands as a data set would write it; null: there is nothing for the type.</summary>
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
            (JsonKind.Number, not ("nint" or "nuint" or Half)) => $"{CSharpTypes.JsonShape}.WholeNumber({type.Type}.MinValue, {type.Type}.MaxValue)",
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

    /// <summary>What stands for a value of the type, in words.</summary>
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
                ? $"one of the names {string.Join(", ", type.EnumMembers)}"
                : $"a name of the enum {Names.Last(type.Type)}",
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

    /// <summary>Statements that read an object on whose start <c>reader</c> stands, and return it. Members that are not known are passed over.</summary>
    /// <param name="strict">What is passed on about members that must have a value.</param>
    public void ReadObject(string type, IReadOnlyList<JsonMemberModel> members, string strict)
    {
        var w = _context.Writer;
        var locals = new NameScope("reader", "writer", "value", "strict");
        var all = members.Select(member => new ReadMember(member, locals.Take(Names.Camel(member.Name)), NeedsFlag(member) ? locals.Take("has" + Names.Pascal(member.Name)) : null)).ToList();
        foreach (var (member, local, flag) in all)
        {
            w.Line($"{_types[member.JsonType].Type} {local} = {member.Default ?? "default"};");
            if (flag is not null)
            {
                w.Line($"var {flag} = false;");
            }
        }

        using (w.Block("while (reader.Read() && reader.TokenType != global::System.Text.Json.JsonTokenType.EndObject)"))
        {
            for (var i = 0; i < all.Count; i++)
            {
                var (member, local, flag) = all[i];
                using (w.Block($"{(i == 0 ? "" : "else ")}if ({CSharpTypes.JsonColumns}.IsName(ref reader, {Names.Literal(member.FileName)}u8))"))
                {
                    w.Line("reader.Read();");
                    w.Line($"{local} = {Read(member.JsonType, strict)};");
                    if (flag is not null)
                    {
                        w.Line($"{flag} = true;");
                    }
                }
            }

            if (all.Count == 0)
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
        foreach (var (member, local, flag) in all)
        {
            EmitCheck(type, all, member, local, flag);
        }

        w.Line($"return {New(type, all)};");
    }

    /// <summary>What follows from a member's not being there, or being null where it may not be.</summary>
    private void EmitCheck(string type, List<ReadMember> all, JsonMemberModel member, string local, string? flag)
    {
        var w = _context.Writer;
        if (IsInitialised(member))
        {
            using (w.Block($"if (!{flag})"))
            {
                w.Line($"{local} = {New(type, all.Where(other => !IsInitialised(other.Model)))}.{Names.Escape(member.Name)};");
            }

            w.Gap();
        }

        var isAbsent = IsReferenceWithValue(member) ? $"{local} is null"
            : flag is not null && !IsInitialised(member) ? "!" + flag
            : null;
        if (isAbsent is not null)
        {
            using (w.Block($"if (strict && {isAbsent})"))
            {
                w.Line($"throw {CSharpTypes.JsonColumns}.NoValue({Names.Literal(member.FileName)});");
            }

            w.Gap();
        }
    }

    private bool NeedsFlag(JsonMemberModel member) =>
        IsInitialised(member) || (!member.IsNullable && !member.IsOptional && !IsReferenceWithValue(member));

    private bool IsReferenceWithValue(JsonMemberModel member) => !member.IsNullable && _types[member.JsonType].IsReference && member.Default != "default";

    private static bool IsInitialised(JsonMemberModel member) => member is { IsOptional: true, Default: null };

    private static string New(string type, IEnumerable<ReadMember> members) =>
        CallEmitter.New(type, members.Select(member => (member.Model.Target, member.Model.InConstructor, member.Local)));

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
            using (w.Block($"public static {type.Type} Read{_methods[type.Key]}(ref {CSharpTypes.Reader} reader{(type.Kind is JsonKind.Enum or JsonKind.Context ? "" : ", bool strict")})"))
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
                w.Line($"{CSharpTypes.JsonColumns}.StartArray(writer);");
                using (w.Block("foreach (var item in value)"))
                {
                    w.Line(Write(type.Element!, "item"));
                }

                w.Gap();
                w.Line("writer.WriteEndArray();");
                break;
            default:
                w.Line($"{CSharpTypes.JsonColumns}.StartObject(writer);");
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
                EmitReadNames(type);

                w.Line($"return {CSharpTypes.JsonColumns}.ReadEnum<{type.Type}>(ref reader, isFlags: {(type.IsFlags ? "true" : "false")});");
                break;
            case JsonKind.Nullable:
                w.Line($"return {Read(type.Element!, "strict")};");
                break;
            case JsonKind.Array or JsonKind.List:
                w.Line($"{CSharpTypes.JsonColumns}.RequireArray(ref reader);");
                w.Line($"var items = new {CSharpTypes.Generic}List<{_types[type.Element!].Type}>();");
                using (w.Block("while (reader.Read() && reader.TokenType != global::System.Text.Json.JsonTokenType.EndArray)"))
                {
                    w.Line($"items.Add({Read(type.Element!, "strict")});");
                }

                w.Gap();
                w.Line(type.Kind == JsonKind.Array ? "return items.ToArray();" : "return items;");
                break;
            default:
                w.Line($"{CSharpTypes.JsonColumns}.RequireObject(ref reader);");
                ReadObject(type.Type, type.Members, "strict");
                break;
        }
    }

    /// <summary>The names of an enum's members, compared without making a string.</summary>
    private void EmitReadNames(JsonTypeModel type)
    {
        if (type.EnumMembers.Count == 0)
        {
            return;
        }

        var w = _context.Writer;
        using (w.Block("if (reader.TokenType == global::System.Text.Json.JsonTokenType.String)"))
        {
            foreach (var member in type.EnumMembers)
            {
                using (w.Block($"if (reader.ValueTextEquals({Names.Literal(member)}u8))"))
                {
                    w.Line($"return {type.Type}.{Names.Escape(member)};");
                }

                w.Gap();
            }
        }

        w.Gap();
    }

    private string ContextProperty(JsonTypeModel type) => $"{_context.Model.JsonContext}.Default.{Names.Escape(type.ContextProperty!)}";

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

    /// <summary>A member of an object while it is read; <paramref name="Flag"/>: the local that says whether it was there.</summary>
    private sealed record ReadMember(JsonMemberModel Model, string Local, string? Flag);
}
