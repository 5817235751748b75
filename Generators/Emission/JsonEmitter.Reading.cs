using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <content>Expressions and statements that read values.</content>
internal sealed partial class JsonEmitter
{
    /// <summary>An expression that reads the value on which <c>reader</c> stands.</summary>
    /// <param name="strict">What is passed on about members of rows in it that must have a value.</param>
    public string Read(string key, string strict)
    {
        var type = _types[key];
        return type.Kind switch
        {
            JsonKind.Number => type.Type is "nint" or "nuint"
                ? $"checked(({type.Type}){CSharpTypes.JsonValueReader}.Read{NumberName(type.Type)}(ref reader))"
                : $"{CSharpTypes.JsonValueReader}.Read{NumberName(type.Type)}(ref reader)",
            JsonKind.Enum => $"{CSharpTypes.JsonValueReader}.ReadEnum<{type.Type}>(ref reader, isFlags: {(type.IsFlags ? "true" : "false")})",
            JsonKind.Context => $"{CSharpTypes.JsonValueReader}.ReadValue(ref reader, {ContextProperty(type)})",
            JsonKind.Nullable or JsonKind.Array or JsonKind.List or JsonKind.Row => $"{_class}.Read{_methods[key]}(ref reader, {strict})",
            _ => $"{CSharpTypes.JsonValueReader}.Read{type.Kind}(ref reader)",
        };
    }

    /// <summary>The members of a row, as a field that <see cref="ReadObject"/> refers to.</summary>
    /// <param name="field">The field's name.</param>
    public void DeclareMembers(string field, IReadOnlyList<JsonMemberModel> members)
    {
        var w = _context.Writer;
        w.Line($"private static readonly {CSharpTypes.JsonMember}[] {field} =");
        w.Line("[");
        using (w.Indented())
        {
            foreach (var member in members)
            {
                w.Line(Member(member, isRead: true, allowsNull: member.IsNullable || member.Default == "default") + ",");
            }
        }

        w.Line("];");
        w.Gap();
    }

    /// <summary>An expression that tells the engine of a member.</summary>
    public string Member(JsonMemberModel member, bool isRead, bool allowsNull)
    {
        var rules = new List<string>();
        if (isRead)
        {
            rules.Add(CSharpTypes.JsonMemberRules + ".Read");
        }

        if (allowsNull)
        {
            rules.Add(CSharpTypes.JsonMemberRules + ".Null");
        }

        if (member.IsOptional || member.IsNullable)
        {
            rules.Add(CSharpTypes.JsonMemberRules + ".Missing");
        }

        var expected = Expected(member.JsonType) + (member.IsNullable ? " or null" : "");
        return $"new {CSharpTypes.JsonMember}({Names.Literal(member.FileName)}, {Names.Literal(expected)}, "
            + (rules.Count == 0 ? CSharpTypes.JsonMemberRules + ".None" : string.Join(" | ", rules)) + ")";
    }

    /// <summary>Statements that read an object on whose start <c>reader</c> stands, and return it. Members that are not known are passed over.</summary>
    /// <param name="field">The field that <see cref="DeclareMembers"/> declared for the same members.</param>
    /// <param name="strict">What is passed on about members that must have a value.</param>
    public void ReadObject(string type, IReadOnlyList<JsonMemberModel> members, string field, string strict)
    {
        var w = _context.Writer;
        var locals = new NameScope("reader", "writer", "value", "strict", "read", "member");
        var all = members.Select(member => (Member: member, Local: locals.Take(Names.Camel(member.Name)))).ToList();
        foreach (var (member, local) in all)
        {
            w.Line($"{_types[member.JsonType].Type} {local} = {member.Default ?? "default"};");
        }

        w.Line($"var read = new {CSharpTypes.JsonObjectReader}(ref reader, {field}, {strict});");
        using (w.Block($"while (read.Next(ref reader, out {(all.Count == 0 ? "_" : "var member")}))"))
        {
            if (all.Count > 0)
            {
                using var cases = w.Block("switch (member)");
                for (var i = 0; i < all.Count; i++)
                {
                    w.Line($"case {i}:");
                    using (w.Indented())
                    {
                        w.Line($"{all[i].Local} = {Read(all[i].Member.JsonType, strict)};");
                        w.Line("break;");
                    }
                }
            }
        }

        w.Gap();
        for (var i = 0; i < all.Count; i++)
        {
            if (!IsInitialised(all[i].Member))
            {
                continue;
            }

            using (w.Block($"if (!read.Has({i}))"))
            {
                w.Line($"{all[i].Local} = {New(type, all.Where(other => !IsInitialised(other.Member)))}.{Names.Escape(all[i].Member.Name)};");
            }

            w.Gap();
        }

        w.Line($"return {New(type, all)};");
    }

    private static bool IsInitialised(JsonMemberModel member) => member is { IsOptional: true, Default: null };

    private static string New(string type, IEnumerable<(JsonMemberModel Member, string Local)> members) =>
        CallEmitter.New(type, members.Select(member => (member.Member.Target, member.Member.InConstructor, member.Local)));

    private string MembersOf(JsonTypeModel type) => "MembersOf" + _methods[type.Key];

    private void EmitRead(JsonTypeModel type)
    {
        var w = _context.Writer;
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
            case JsonKind.Nullable:
                w.Line($"return {Read(type.Element!, "strict")};");
                break;
            case JsonKind.Array or JsonKind.List:
                w.Line($"{CSharpTypes.JsonValueReader}.StartArray(ref reader, {Names.Literal(Expected(type.Key))});");
                w.Line($"var items = new {CSharpTypes.Generic}List<{_types[type.Element!].Type}>();");
                using (w.Block($"while ({CSharpTypes.JsonValueReader}.NextItem(ref reader))"))
                {
                    w.Line($"items.Add({Read(type.Element!, "strict")});");
                }

                w.Gap();
                w.Line(type.Kind == JsonKind.Array ? "return items.ToArray();"
                    : type.Type.StartsWith(CSharpTypes.Generic + "IReadOnly", StringComparison.Ordinal)
                        || type.Type.StartsWith(CSharpTypes.Generic + "IEnumerable", StringComparison.Ordinal) ? "return items.AsReadOnly();"
                    : "return items;");
                break;
            default:
                ReadObject(type.Type, type.Members, MembersOf(type), "strict");
                break;
        }
    }
}
