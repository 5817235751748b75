using System.Globalization;
using System.Text;

namespace ApiDocs;

/// <summary>
/// Reads the names by which the compiler's documentation knows members (<c>M:System.Array.Resize``1(``0[]@,System.Int32)</c>; the C#
/// specification, annex D.4.2, "ID string format") and writes them as a C# programmer does: <c>System.Array.Resize&lt;T&gt;(T[], int)</c>.
/// A by-reference parameter is written without <c>ref</c>, as the name does not tell it from <c>out</c> and <c>in</c>.
/// </summary>
/// <param name="types">The documented types.</param>
/// <param name="methodParameters">The names of the type parameters of the method that is read, where they are known.</param>
public sealed class IdReader(TypeNames types, IReadOnlyList<string> methodParameters)
{
    /// <summary>The kind of a member and its full name.</summary>
    public MemberName Member(string id)
    {
        string body = id[2..];
        if (id[0] == 'T')
        {
            return new MemberName(MemberKind.Type, TypePath(body, full: true, out _));
        }

        (string type, string member, string? parameters, string? result) = Split(body);
        MemberKind kind = id[0] switch
        {
            'P' => MemberKind.Property,
            'F' => MemberKind.Field,
            'E' => MemberKind.Event,
            _ when member is "#ctor" or "#cctor" => MemberKind.Constructor,
            _ when Operators.Is(member) => MemberKind.Operator,
            _ => MemberKind.Method,
        };
        return new MemberName(kind, Render(type, member, parameters, result, full: true, isMethod: id[0] == 'M'));
    }

    /// <summary>A reference to a member in the middle of a text: without the namespace.</summary>
    public string Reference(string cref)
    {
        int colon = cref.IndexOf(':', StringComparison.Ordinal);
        string prefix = colon < 0 ? "" : cref[..colon];
        string body = cref[(colon + 1)..];
        switch (prefix)
        {
            case "T":
                return CSharpTypes.Keyword(body) ?? TypePath(body, full: false, out _);
            case "M" or "P" or "F" or "E" when body.Contains('.', StringComparison.Ordinal):
                (string type, string member, string? parameters, string? result) = Split(body);
                return Render(type, member, parameters, result, full: false, isMethod: prefix == "M");
            case "O" or "Overload" when body.Contains('.', StringComparison.Ordinal):
                (type, member, _, _) = Split(body);
                return Render(type, member, null, null, full: false, isMethod: false);
            default:
                return body; // A namespace, or a name that the compiler could not resolve.
        }
    }

    private static (string Type, string Member, string? Parameters, string? Result) Split(string body)
    {
        string? result = null;
        int tilde = body.IndexOf('~', StringComparison.Ordinal);
        if (tilde >= 0)
        {
            (body, result) = (body[..tilde], body[(tilde + 1)..]);
        }

        string? parameters = null;
        int open = body.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0)
        {
            (body, parameters) = (body[..open], body[(open + 1)..^1]);
        }

        // An explicit implementation has its interface in the name, with # and @ instead of dots and commas: no dot to stumble over.
        int dot = body.LastIndexOf('.');
        return dot < 0 ? ("", body, parameters, result) : (body[..dot], body[(dot + 1)..], parameters, result);
    }

    private string Render(string type, string member, string? parameters, string? result, bool full, bool isMethod)
    {
        string owner = TypePath(type, full, out IReadOnlyList<string> typeParameters);
        IReadOnlyList<string> own = [];
        int arity = member.IndexOf("``", StringComparison.Ordinal);
        if (arity >= 0)
        {
            int count = int.Parse(member.AsSpan(arity + 2), CultureInfo.InvariantCulture);
            own = methodParameters.Count == count ? methodParameters : TypeNames.Unnamed(count);
            member = member[..arity];
        }

        var signature = new SignatureReader(types, typeParameters, own);
        string arguments = parameters is null ? "" : signature.List(parameters);
        if (member is "#ctor" or "#cctor")
        {
            return $"{owner}({arguments})";
        }

        if (!isMethod)
        {
            return parameters is null ? $"{owner}.{Explicit(member)}" : $"{owner}.{Indexer(member)}[{arguments}]";
        }

        string name = Operators.Is(member)
            ? Operators.Name(member, result is null ? null : signature.List(result))
            : Explicit(member) + (own.Count == 0 ? "" : $"<{string.Join(", ", own)}>");
        return $"{owner}.{name}({arguments})";
    }

    /// <summary>A type's path, with its type parameters; gives all of them, outer types' first, as signatures count them.</summary>
    private string TypePath(string path, bool full, out IReadOnlyList<string> typeParameters)
    {
        string[] parts = path.Split('.');
        int first = full ? 0 : CSharpTypes.FirstTypePart(parts, types);
        List<string> all = [];
        var text = new StringBuilder();
        int length = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            length += parts[i].Length + 1;
            string part = parts[i];
            int tick = part.IndexOf('`', StringComparison.Ordinal);
            if (tick >= 0 && int.TryParse(part.AsSpan(tick + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            {
                IReadOnlyList<string> own = types.ParametersOf(path[..length], count);
                all.AddRange(own);
                part = $"{part[..tick]}<{string.Join(", ", own)}>";
            }

            if (i >= first)
            {
                text.Append(text.Length == 0 ? "" : ".").Append(part);
            }
        }

        typeParameters = all;
        return text.ToString();
    }

    // IList.Item, implemented explicitly, is IList.this; others are this, whatever their name.
    private static string Indexer(string member)
    {
        string name = Explicit(member);
        int dot = name.LastIndexOf('.');
        return dot < 0 ? "this" : $"{name[..dot]}.this";
    }

    private static string Explicit(string member)
    {
        if (!member.Contains('#', StringComparison.Ordinal))
        {
            return member;
        }

        // System#Collections#ICollection#CopyTo: the interface's namespace says nothing that a reader needs.
        int generic = member.IndexOf('{', StringComparison.Ordinal);
        int last = member.LastIndexOf('#');
        string name = member[(last + 1)..];
        string contract = member[..(generic >= 0 ? generic : last)];
        contract = contract[(contract.LastIndexOf('#') + 1)..];
        return $"{contract}.{name}";
    }
}
