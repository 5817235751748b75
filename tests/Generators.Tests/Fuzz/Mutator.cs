using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators.Tests.Fuzz;

/// <summary>Breaks source as typing, pasting and renaming break it. The same seed breaks it the same way.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] s_odd =
    [
        "null", "0", "-1", "int.MaxValue", "int.MinValue", "1e308", "double.NaN", "-0.5", "\"\"", "\" \"", "\"\\0\"", "\"a b\"", "\"1\"", "\"text\"", "\"🎉\"",
        "'x'", "true", "default", "typeof(int)", "typeof(List<>)", "typeof(void)", "typeof(object)", "new string[0]", "new[] { \"a\", \"a\" }", "(DayOfWeek)77",
        "nameof(Console)", "new object?[] { null }", "(string)null!",
    ];

    private static readonly string[] s_words =
    [
        "static", "partial", "abstract", "file", "ref", "in", "params", "readonly", "record", "struct", "class", "interface", "required", "init", "set",
        "dynamic", "void", "string?", "int?", "Task<int>", "IEnumerable<int>", "object", "int[]", "(int, int)", "(int A, int B)", "unsafe", "async", "private", "protected", "virtual", "const", "field",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The source with one, seldom two or three, changes.</summary>
    public string Mutate(string source)
    {
        for (var changes = _random.Next(4) switch { 0 => 2, 1 => _random.Next(1, 4), _ => 1 }; changes > 0; changes--)
        {
            source = Change(source);
        }

        return source;
    }

    private string Change(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        var tokens = root.DescendantTokens().Where(token => token.Span.Length > 0).ToList();
        if (tokens.Count < 2)
        {
            return source;
        }

        var token = Pick(tokens);
        switch (_random.Next(12))
        {
            case 0:
                return Replace(source, token.Span, "");

            case 1:
                return Replace(source, token.Span, token.Text + " " + token.Text);

            case 2:
                var other = Pick(tokens);
                var (first, second) = token.SpanStart <= other.SpanStart ? (token, other) : (other, token);
                return first == second ? source : Replace(Replace(source, second.Span, first.Text), first.Span, second.Text);

            case 3 or 4:
                var identifiers = tokens.Where(candidate => candidate.IsKind(SyntaxKind.IdentifierToken)).ToList();
                return identifiers.Count == 0 ? source : Replace(source, Pick(identifiers).Span, Pick(identifiers).Text);

            case 5 or 6:
                var arguments = root.DescendantNodes().OfType<AttributeArgumentSyntax>().Select(argument => argument.Expression).ToList();
                return arguments.Count == 0 ? source : Replace(source, Pick(arguments).Span, Pick(s_odd));

            case 7:
                var members = root.DescendantNodes().Where(node => node is MemberDeclarationSyntax or ParameterSyntax or AttributeSyntax or EnumMemberDeclarationSyntax).ToList();
                return members.Count == 0 ? source : Twice(source, Pick(members));

            case 8:
                var parts = root.DescendantNodes().Where(node => node is MemberDeclarationSyntax or UsingDirectiveSyntax or AttributeListSyntax or ParameterListSyntax or AccessorListSyntax or BaseListSyntax).ToList();
                return parts.Count == 0 ? source : Replace(source, Pick(parts).Span, "");

            case 9:
                return Replace(source, new TextSpan(token.SpanStart, 0), Pick(s_words) + " ");

            case 10:
                var types = root.DescendantNodes().OfType<TypeSyntax>().ToList();
                return types.Count == 0 ? source : Replace(source, Pick(types).Span, _random.Next(2) == 0 ? Pick(s_words) : Pick(types).ToString());

            default:
                var attributes = root.DescendantNodes().OfType<AttributeSyntax>().ToList();
                return attributes.Count == 0 ? source : Replace(source, Pick(attributes).Span, Pick(attributes).ToString());
        }
    }

    private static string Twice(string source, SyntaxNode node)
    {
        var separator = node is ParameterSyntax or AttributeSyntax or EnumMemberDeclarationSyntax ? ", " : " ";
        return source.Insert(node.Span.End, separator + node);
    }

    private static string Replace(string source, TextSpan span, string text) => source.Remove(span.Start, span.Length).Insert(span.Start, text);

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
