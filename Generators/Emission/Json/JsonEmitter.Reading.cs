using Distil.Generators.Emission.Code;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Json;

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
            JsonKind.Enum =>
                $"{CSharpTypes.JsonValueReader}.ReadEnum<{type.Type}>(ref reader, isFlags: {(type.IsFlags ? "true" : "false")})",
            JsonKind.Context => $"{CSharpTypes.JsonValueReader}.ReadValue(ref reader, {ContextProperty(type)})",
            JsonKind.Nullable or JsonKind.Array or JsonKind.List or JsonKind.Row => $"{_class}.Read{_methods[key]}(ref reader, {strict})",
            _ => $"{CSharpTypes.JsonValueReader}.Read{type.Kind}(ref reader)",
        };
    }

    /// <summary>Declares the members of a row as a field that <see cref="ReadObject"/> uses.</summary>
    /// <param name="field">The field's name.</param>
    public void DeclareMembers(string field, IReadOnlyList<JsonMemberModel> members)
    {
        _w.Line($"private static readonly {CSharpTypes.JsonMember}[] {field} =");
        _w.Line("[");
        using (_w.Indented())
        {
            foreach (var member in members)
            {
                _w.Line(Member(member, member.IsRead, allowsNull: member.IsNullable || member.Default == "default") + ",");
            }
        }

        _w.Line("];");
        _w.Gap();
    }

    /// <summary>The expression that describes a member to the engine.</summary>
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

        if (member.MayBeMissing)
        {
            rules.Add(CSharpTypes.JsonMemberRules + ".Missing");
        }

        if (!member.IsRead)
        {
            rules.Add(CSharpTypes.JsonMemberRules + ".Ignored");
        }
        else if (member.IsExact)
        {
            rules.Add(CSharpTypes.JsonMemberRules + ".Exact");
        }

        var expected = member.IsRead
            ? Expected(member.JsonType) + (member.IsNullable ? " or null" : "")
            : "a default, since [JsonIgnore] leaves it out of files";
        return $"new {CSharpTypes.JsonMember}({Names.Literal(member.FileName)}, {Names.Literal(expected)}, "
            + (rules.Count == 0 ? CSharpTypes.JsonMemberRules + ".None" : string.Join(" | ", rules)) + ")";
    }

    /// <summary>
    /// Statements that read an object on whose start <c>reader</c> stands, and return it. Members that are not known are passed over.
    /// </summary>
    /// <param name="field">The field that <see cref="DeclareMembers"/> declared for the same members.</param>
    /// <param name="strict">What is passed on about members that must have a value.</param>
    /// <param name="canCopy">A <c>with</c> expression copies the row.</param>
    public void ReadObject(string type, IReadOnlyList<JsonMemberModel> members, string field, string strict, bool canCopy = false)
    {
        var locals = new NameScope("reader", "writer", "value", "strict", "read", "member", "made");
        var all = members.Select((member, index) => ReadMember(member, index, locals.Take(Names.Camel(member.Name)), strict)).ToList();
        foreach (var (member, local) in all.Where(item => item.Model.IsRead).Select(item => (item.Model, item.Local)))
        {
            var given = member.Default ?? "default";
            _w.Line($"{member.JsonType} {local} = "
                + $"{(given != "default" && IsOmitted(member, strict) ? $"strict ? {given} : default" : given)};");
        }

        _w.Line($"var read = new {CSharpTypes.JsonObjectReader}(ref reader, {field}, {strict});");
        using (_w.Block($"while (read.Next(ref reader, out {(members.Any(member => member.IsRead) ? "var member" : "_")}))"))
        {
            if (members.Any(member => member.IsRead))
            {
                using var cases = _w.Block("switch (member)");
                for (var i = 0; i < all.Count; i++)
                {
                    if (!members[i].IsRead)
                    {
                        continue;
                    }

                    _w.Line($"case {i}: {all[i].Local} = {Read(members[i].JsonType, strict)}; break;");
                }
            }
        }

        _w.Gap();
        new RowMaking(_w, type, canCopy).Emit(all);
    }

    private static ReadMember ReadMember(JsonMemberModel member, int index, string local, string strict) => new(
        member,
        local,
        IsOmitted(member, strict) ? $"(!strict || read.Has({index}))" : $"read.Has({index})",
        $"read.NoDefault(ref reader, {index})");

    /// <summary>
    /// What we left out when we wrote it was null, or the default of its type; what another left out has the default of its row.
    /// </summary>
    private static bool IsOmitted(JsonMemberModel member, string strict) =>
        strict == "strict" && member.Omits is Omission.WhenNull or Omission.WhenDefault;

    private string MembersOf(JsonTypeModel type) => "MembersOf" + _methods[type.Key];

    private void EmitRead(JsonTypeModel type)
    {
        if (type.IsReference || type.Kind == JsonKind.Nullable)
        {
            using (_w.Block("if (reader.TokenType == global::System.Text.Json.JsonTokenType.Null)"))
            {
                _w.Line("return null;");
            }

            _w.Gap();
        }

        switch (type.Kind)
        {
            case JsonKind.Nullable:
                _w.Line($"return {Read(type.Element!, "strict")};");
                break;
            case JsonKind.Array or JsonKind.List:
                _w.Line($"{CSharpTypes.JsonValueReader}.StartArray(ref reader, {Names.Literal(Expected(type.Key))});");
                _w.Line($"var items = new {CSharpTypes.Generic}List<{_types[type.Element!].Type}>();");
                using (_w.Block($"while ({CSharpTypes.JsonValueReader}.NextItem(ref reader))"))
                {
                    _w.Line($"items.Add({Read(type.Element!, "strict")});");
                }

                _w.Gap();
                _w.Line(type.Kind == JsonKind.Array ? "return items.ToArray();"
                    : type.Type.StartsWith(CSharpTypes.Generic + "IReadOnly", StringComparison.Ordinal)
                        || type.Type.StartsWith(
                            CSharpTypes.Generic + "IEnumerable", StringComparison.Ordinal) ? "return items.AsReadOnly();"
                    : "return items;");
                break;
            default:
                ReadObject(type.Type, type.Members, MembersOf(type), "strict", type.CanCopy);
                break;
        }
    }
}
