using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators.Tests.Fuzz;

/// <summary>A right source with one thing in it made wrong.</summary>
/// <param name="Kind">What sort of mistake it is.</param>
/// <param name="Where">The line, as it is written now.</param>
/// <param name="Source">The whole source.</param>
/// <param name="KeepsNames">Code that uses the pipeline has no reason to change.</param>
internal sealed record Mistake(string Kind, string Where, string Source, bool KeepsNames);

/// <summary>Makes, one after the other, each mistake that the pages of the rules describe at each place of a source where it can be made.</summary>
internal sealed class Mistakes
{
    private static readonly string[] s_edges = ["From", "Merge", "Zip"];
    private static readonly string[] s_kinds = ["Source", "Step", "Filter", "Expand", "Router", "Sink"];

    private readonly string _source;
    private readonly List<TypeDeclarationSyntax> _types;
    private readonly List<Mistake> _found = [];
    private bool _keepsNames;

    private Mistakes(string source)
    {
        _source = source;
        _types = [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()];
    }

    /// <param name="source">What is right.</param>
    /// <param name="own">The names of the types in which mistakes are made.</param>
    public static IReadOnlyList<Mistake> Of(string source, IReadOnlySet<string> own)
    {
        var mistakes = new Mistakes(source);
        foreach (var type in mistakes._types.Where(type => own.Contains(type.Identifier.Text)))
        {
            if (Attributes(type).Any(attribute => Name(attribute) == "Pipeline"))
            {
                mistakes.OfPipeline(type);
            }
            else if (Attributes(type).Any(attribute => Name(attribute) == "Row"))
            {
                mistakes.OfRow(type);
            }
            else if (KindOf(type) is { } kind)
            {
                mistakes.OfStep(type, kind);
            }
        }

        return [.. mistakes._found.DistinctBy(mistake => mistake.Source)];
    }

    /// <summary>The source with step methods that do nothing, so that a column can change its name and nothing else is wrong then.</summary>
    public static string WithoutBodies(string source)
    {
        var edits = new List<(TextSpan Span, string Text)>();
        foreach (var method in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            if (method.Parent is TypeDeclarationSyntax type && KindOf(type) is not null && (method.Body ?? (SyntaxNode?)method.ExpressionBody) is { } body)
            {
                edits.Add(method.Body is null ? (body.Span, "=> throw null!") : (body.Span, "=> throw null!;"));
                edits.AddRange(method.Modifiers.Where(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword)).Select(modifier => (modifier.FullSpan, "")));
            }
        }

        return edits.OrderByDescending(edit => edit.Span.Start).Aggregate(source, (text, edit) => text.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.Text));
    }

    private void OfPipeline(TypeDeclarationSyntax pipeline)
    {
        _keepsNames = true;
        var steps = pipeline.Members.OfType<PropertyDeclarationSyntax>().ToList();
        var reads = steps.ToDictionary(step => step.Identifier.Text, step => Edges(step).SelectMany(Read).ToList());
        foreach (var step in steps)
        {
            OfEdges(step, steps, reads);
            OfNames(step);
            OfSettings(step);
            OfShape(step);
        }

        _keepsNames = false;
        foreach (var modifier in pipeline.Modifiers.Where(modifier => modifier.IsKind(SyntaxKind.PartialKeyword)))
        {
            Make("a pipeline that is not partial", modifier.FullSpan, "");
        }
    }

    private void OfEdges(PropertyDeclarationSyntax step, List<PropertyDeclarationSyntax> steps, Dictionary<string, List<string>> reads)
    {
        var own = step.Identifier.Text;
        var edges = Edges(step).ToList();
        if (edges.Count == 0)
        {
            Make("an edge into a source", Before(step), $"[From(nameof({steps.Last(other => other != step || steps.Count == 1).Identifier.Text}))] ");
            return;
        }

        Make("no edge", step.AttributeLists.Span, Without(step, edges));
        foreach (var edge in edges)
        {
            var arguments = edge.ArgumentList!.Arguments.Where(argument => argument.NameEquals is null).ToList();
            foreach (var argument in arguments)
            {
                Make("an edge to nothing", argument.Expression.Span, "\"Nothing\"");
                Make("an edge to what the compiler does not know", argument.Expression.Span, "nameof(Nowhere)");
                Make("an edge to the step itself", argument.Expression.Span, $"nameof({own})");
                foreach (var below in Below(own, reads))
                {
                    Make("a cycle", edge.Span, Redirected(edge, argument, below));
                }

                if (arguments.Count > 1)
                {
                    Make("a branch twice", argument.Span, $"{argument}, {argument}");
                    Make("a branch less", edge.ArgumentList.Arguments.Span, string.Join(", ", edge.ArgumentList.Arguments.Where(other => other != argument)));
                }

                foreach (var other in steps.Select(other => other.Identifier.Text).Where(other => other != own && !Below(own, reads).Contains(other) && !reads[own].Contains(other)))
                {
                    Make("an edge to another step", edge.Span, Redirected(edge, argument, other));
                }
            }

            Make("an edge without names", edge.ArgumentList.Arguments.Span, "");
            Make("an edge twice", edge.Span, $"{edge}, {edge}");
            if (arguments.Count > 1)
            {
                foreach (var name in s_edges.Where(name => name != Name(edge)))
                {
                    Make("another kind of edge", edge.Name.Span, name);
                }

                Make("two kinds of edges", edge.Span, $"{edge}, {(Name(edge) == "Merge" ? "From" : "Merge")}({string.Join(", ", arguments)})");
            }

            var when = edge.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == "When");
            if (when is null)
            {
                Make("'When' on no router", edge.ArgumentList.Arguments.Span, $"{edge.ArgumentList.Arguments}, When = DayOfWeek.Monday");
                continue;
            }

            Make("'When' of another type", when.Expression.Span, "DayOfWeek.Monday");
            Make("'When' of a number", when.Expression.Span, "7");
            Make("no 'When'", edge.Span, edge.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SeparatedList(arguments))).ToString());
        }
    }

    private void OfNames(PropertyDeclarationSyntax step)
    {
        foreach (var attribute in Attributes(step).Where(attribute => Name(attribute) is "InputMapping" or "OutputMapping" or "Keep" or "Drop" or "Gather"))
        {
            foreach (var argument in attribute.ArgumentList!.Arguments)
            {
                // The other name is that of a column, which code that uses the pipeline knows by it.
                _keepsNames = argument != attribute.ArgumentList.Arguments.Last() || Name(attribute) is not ("OutputMapping" or "Gather");
                Make($"an unknown name in [{Name(attribute)}]", argument.Expression.Span, "\"zzz_zzz\"");
                Make($"a misspelled name in [{Name(attribute)}]", argument.Expression.Span, Misspelled(argument.Expression.ToString()));
                Make($"no name in [{Name(attribute)}]", argument.Expression.Span, "\"1 2\"");
            }

            _keepsNames = false;
            Make($"no [{Name(attribute)}]", step.AttributeLists.Span, Without(step, [attribute]));
            _keepsNames = true;
            Make($"[{Name(attribute)}] twice", attribute.Span, $"{attribute}, {attribute}");
        }

        if (Attributes(step).FirstOrDefault(attribute => Name(attribute) == "Leaf") is { } leaf)
        {
            Make("a leaf type that is no row", leaf.ArgumentList!.Arguments.Span, "typeof(string)");
        }
        else
        {
            Make("a leaf type that is no row", Before(step), "[Leaf(typeof(string))] ");
        }

        Make("[Gather] of nothing", Before(step), "[Gather(\"zzz\", into: \"zzzs\")] ");
        Make("an [InputMapping] of nothing", Before(step), "[InputMapping(\"zzz\", \"zzz\")] ");
        Make("an [OutputMapping] of nothing", Before(step), "[OutputMapping(\"zzz\", \"zzzs\")] ");
        if (!Attributes(step).Any(attribute => Name(attribute) is "Keep" or "Drop"))
        {
            Make("a [Drop] of nothing", Before(step), "[Drop(\"zzz\")] ");
            Make("a [Keep] of nothing", Before(step), "[Keep(\"zzz\")] ");
        }
    }

    private void OfSettings(PropertyDeclarationSyntax step)
    {
        var type = _types.FirstOrDefault(candidate => candidate.Identifier.Text == step.Type.ToString().Split('<')[0]);
        if (type is null || KindOf(type) is not { } kind || Attributes(step).Any(attribute => Name(attribute) == kind))
        {
            return;
        }

        foreach (var setting in (string[])["Concurrency = 0", "Concurrency = 4", "BatchSize = 0", "BatchSize = 10", "Retries = -1", "Timeout = 1", "Timeout = -1", "OnError = OnError.Null", "OnError = OnError.Skip", "OnError = (OnError)9", "Durable = true"])
        {
            Make($"the setting {setting}", Before(step), $"[{kind}({setting})] ");
        }

        Make("the setting NewRows = true", Before(step), "[Step(NewRows = true)] ");
        Make("settings of another kind", Before(step), $"[{(kind == "Sink" ? "Filter" : "Sink")}(Retries = 1)] ");
    }

    private void OfShape(PropertyDeclarationSyntax step)
    {
        if (step.AccessorList is { } accessors)
        {
            Make("a step with a setter", accessors.Span, "{ get; set; }");
        }

        _keepsNames = false;
        var declared = TextSpan.FromBounds(step.Type.SpanStart, step.Span.End);
        Make("a step of a type that is none", declared, $"object {step.Identifier} {{ get; }} = new();");
        Make("a step that lacks its type", declared, $"Nowhere {step.Identifier} {{ get; }} = new();");
        _keepsNames = true;
    }

    private void OfStep(TypeDeclarationSyntax type, string kind)
    {
        _keepsNames = false;
        foreach (var attribute in Attributes(type).Where(attribute => Name(attribute) == kind))
        {
            Make("a class without its kind", ((AttributeListSyntax)attribute.Parent!).Span, "");
            foreach (var other in s_kinds.Where(other => other != kind))
            {
                Make("a class of another kind", attribute.Span, other);
                Make("a class of two kinds", attribute.Span, $"{attribute}, {other}");
            }
        }

        foreach (var method in type.Members.OfType<MethodDeclarationSyntax>().Where(IsStepMethod))
        {
            Make("a method of another name", method.Identifier.Span, "Handle");
            Make("a private method", method.Modifiers.Span, "private");
            var second = method.WithParameterList(method.ParameterList.WithParameters(method.ParameterList.Parameters.Insert(
                0, SyntaxFactory.Parameter(SyntaxFactory.ParseToken("context")).WithType(SyntaxFactory.ParseTypeName("StepContext ")))));
            Make("a second method", new TextSpan(method.Span.End, 0), " " + second);
            Make("a method that returns nothing", method.ReturnType.Span, "void");
            Make("a method that returns an object", method.ReturnType.Span, "object");
            foreach (var parameter in method.ParameterList.Parameters)
            {
                Make("a parameter of another name", parameter.Identifier.Span, parameter.Identifier.Text + "Zzz");
                if (parameter.Type!.ToString() is not ("CancellationToken" or "StepContext"))
                {
                    Make("a parameter of another type", parameter.Type.Span, "Uri");
                }

                Make("a parameter that wants no null, or takes it", parameter.Type.Span, Nullable(parameter.Type));
                if (parameter.Default is null)
                {
                    Make("a parameter by reference", new TextSpan(parameter.Type.SpanStart, 0), "ref ");
                }
            }

            if (method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
            {
                continue;
            }

            Make("a method that returns null", method.ReturnType.Span, Nullable(method.ReturnType));
            foreach (var part in method.ReturnType.DescendantNodesAndSelf().OfType<TypeSyntax>().Where(part => part is PredefinedTypeSyntax or ArrayTypeSyntax))
            {
                if (part.Parent is not NullableTypeSyntax)
                {
                    Make("a column that is null", part.Span, Nullable(part));
                }

                Make("a column of another type", part.Span, "Uri");
            }

            foreach (var tuple in method.ReturnType.DescendantNodesAndSelf().OfType<TupleTypeSyntax>())
            {
                Make("a tuple without names", tuple.Span, "(" + string.Join(", ", tuple.Elements.Select(element => element.Type)) + ")");
                foreach (var element in tuple.Elements)
                {
                    Make("a column of another name", element.Identifier.Span, element.Identifier.Text + "Zzz");
                }
            }

            foreach (var column in method.AttributeLists.SelectMany(list => list.Attributes).Where(attribute => Name(attribute) == "Column"))
            {
                Make("a column of another name", column.ArgumentList!.Arguments.Span, "\"zzz\"");
                Make("a column of no name", column.ArgumentList!.Arguments.Span, "\"1 2\"");
            }
        }
    }

    private void OfRow(TypeDeclarationSyntax type)
    {
        _keepsNames = false;
        foreach (var attribute in Attributes(type).Where(attribute => Name(attribute) == "Row"))
        {
            Make("a row that is not marked", ((AttributeListSyntax)attribute.Parent!).Span, "");
        }

        // Of what other code uses a change would be wrong there, too.
        foreach (var parameter in (type.ParameterList?.Parameters ?? []).Where(parameter => !IsUsed(parameter.Identifier.Text, type)))
        {
            Make("a row's column of another name", parameter.Identifier.Span, parameter.Identifier.Text + "Zzz");
            Make("a row's column of another type", parameter.Type!.Span, "Uri");
            Make("a row's column that is null, or is not", parameter.Type.Span, Nullable(parameter.Type));
        }

        foreach (var property in type.Members.OfType<PropertyDeclarationSyntax>().Where(property => !IsUsed(property.Identifier.Text, type)))
        {
            Make("a row's column of another name", property.Identifier.Span, property.Identifier.Text + "Zzz");
        }
    }

    private bool IsUsed(string member, TypeDeclarationSyntax row) => _types[0].SyntaxTree.GetRoot().DescendantNodes().Any(node => node switch
    {
        IdentifierNameSyntax name => name.Identifier.Text == member && name.Parent is not NameColonSyntax { Parent: SubpatternSyntax },
        ObjectCreationExpressionSyntax created => created.Type.ToString() == row.Identifier.Text,
        _ => false,
    });

    private void Make(string kind, TextSpan span, string text)
    {
        var source = _source.Remove(span.Start, span.Length).Insert(span.Start, text);
        if (source == _source)
        {
            return;
        }

        var first = source.LastIndexOf('\n', Math.Max(0, span.Start - 1)) + 1;
        var last = source.IndexOf('\n', span.Start);
        _found.Add(new Mistake(kind, source[first..(last < 0 ? source.Length : last)].Trim(), source, _keepsNames));
    }

    /// <summary>The edge with another step; without 'When', which would be a second mistake.</summary>
    private static string Redirected(AttributeSyntax edge, AttributeArgumentSyntax argument, string step) =>
        $"{edge.Name}({string.Join(", ", edge.ArgumentList!.Arguments.Where(other => other.NameEquals is null).Select(other => other == argument ? $"nameof({step})" : other.ToString()))})";

    private static TextSpan Before(PropertyDeclarationSyntax step) => new(step.SpanStart, 0);

    private static string Nullable(TypeSyntax type) => type is NullableTypeSyntax nullable ? nullable.ElementType.ToString() : type + "?";

    private static string Misspelled(string literal) => literal.Length > 4 ? literal.Remove(2, 1) : literal;

    private static bool IsStepMethod(MethodDeclarationSyntax method) =>
        method.Identifier.Text is var name && new[] { "Read", "Process", "Keep", "Expand", "Route", "Write" }.Any(verb => name.StartsWith(verb, StringComparison.Ordinal));

    private static string Without(PropertyDeclarationSyntax step, IReadOnlyCollection<AttributeSyntax> gone) => string.Join(" ", step.AttributeLists
        .Select(list => list.Attributes.Where(attribute => !gone.Contains(attribute)).ToList())
        .Where(list => list.Count > 0)
        .Select(list => $"[{string.Join(", ", list)}]"));

    private static HashSet<string> Below(string step, Dictionary<string, List<string>> reads)
    {
        var below = new HashSet<string>();
        for (var count = -1; count < below.Count;)
        {
            count = below.Count;
            below.UnionWith(reads.Where(other => other.Value.Contains(step) || other.Value.Exists(below.Contains)).Select(other => other.Key));
        }

        return below;
    }

    private static IEnumerable<AttributeSyntax> Edges(PropertyDeclarationSyntax step) => Attributes(step).Where(attribute => s_edges.Contains(Name(attribute)));

    private static IEnumerable<string> Read(AttributeSyntax edge) => edge.ArgumentList!.Arguments
        .Where(argument => argument.NameEquals is null)
        .Select(argument => argument.Expression is InvocationExpressionSyntax call ? call.ArgumentList.Arguments[0].ToString() : argument.Expression.ToString().Trim('"'));

    private static string? KindOf(TypeDeclarationSyntax type) => Attributes(type).Select(Name).FirstOrDefault(s_kinds.Contains);

    private static IEnumerable<AttributeSyntax> Attributes(MemberDeclarationSyntax member) => member.AttributeLists.SelectMany(list => list.Attributes);

    private static string Name(AttributeSyntax attribute) => attribute.Name.ToString();
}
