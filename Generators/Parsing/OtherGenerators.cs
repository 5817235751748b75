using Distil.Generators.Diagnostics;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing;

/// <summary>
/// Finds what the analyzer sees of a pipeline and the generator did not: what other generators add to the compilation. Without a word
/// of it the build would be clean, and the pipeline would lack a column or throw when it is run.
/// </summary>
/// <remarks>
/// The compiler gives all that is generated paths of one form, <c>folder/assembly/type/file</c>, and the folder is the same for all
/// generators. What a generator adds before it looks at any code (attributes, as a rule) the others do see. That is whole types, never
/// members of types that the user has begun; so a whole type counts only where this generator came to another result.
/// </remarks>
internal sealed class OtherGenerators
{
    private readonly PipelineContext _context;
    private readonly string _folder;
    private readonly bool _hasFallback;
    private readonly HashSet<ISymbol> _told = new(SymbolEqualityComparer.Default);

    private OtherGenerators(PipelineContext context, SyntaxTree own)
    {
        _context = context;
        _folder = GeneratedTypes.FolderOfAll(own);
        _hasFallback = GeneratedTypes.IsFallback(own);
    }

    /// <summary>Checks, for the analyzer, a pipeline in which it has found no error.</summary>
    public static void Check(PipelineContext context, CancellationToken cancellationToken)
    {
        var own = context.Pipeline.DeclaringSyntaxReferences
            .Select(reference => reference.SyntaxTree)
            .FirstOrDefault(GeneratedTypes.IsGenerated);
        if (own is not null)
        {
            new OtherGenerators(context, own).Check(cancellationToken);
        }
    }

    private void Check(CancellationToken cancellationToken)
    {
        var others = _context.Compilation.SyntaxTrees.Where(IsOfAnother).ToList();
        if (others.Count == 0)
        {
            // What was generated is older than what was written, as it can be in an editor.
            return;
        }

        foreach (var step in _context.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(step);
        }

        if (_told.Count == 0 && _hasFallback && HasModel(_context.Pipeline, _context.Compilation, out _, cancellationToken))
        {
            _context.Bag.Report(
                ShapeRules.MadeByAnother,
                _context.Location(_context.Pipeline),
                _context.Pipeline.Name,
                "what another generator makes",
                Without(others, cancellationToken) ?? "the pipeline was compiled with errors and throws when it is run");
        }
    }

    /// <summary>Reports what the step's generated code would use and cannot: one symbol of each type, where a step first uses it.</summary>
    private void Check(StepNode step)
    {
        foreach (var (symbol, what) in Foreign(step))
        {
            if (_told.Add(symbol as INamedTypeSymbol ?? symbol.ContainingType))
            {
                _context.Bag.Report(
                    ShapeRules.MadeByAnother,
                    step.Location,
                    Written(symbol),
                    [step.Name, what, "write it by hand, or move it to a project that this one refers to"]);
            }
        }
    }

    private IEnumerable<(ISymbol Symbol, string What)> Foreign(StepNode step)
    {
        var type = step.Shape.Type.OriginalDefinition;
        if (step.Shape.Attribute is { } attribute && IsOfAnother(attribute))
        {
            var maker = Maker(attribute.ApplicationSyntaxReference!);
            yield return (type, $"'[{step.Shape.KindName}]' on '{TypeNames.Message(type)}', which {maker} makes");
        }

        foreach (var symbol in UsedSymbols.Of(step))
        {
            if (symbol is INamedTypeSymbol named && Base(named) is { } @base)
            {
                var (added, part) = @base;
                yield return (symbol, $"the base '{TypeNames.Message(added)}' of '{TypeNames.Message(named)}', which {Maker(part)} adds");
            }

            // Of a property's accessors nothing is to be said that is not said of the property.
            if (symbol is not IMethodSymbol { AssociatedSymbol: not null } && IsMissed(symbol) && IsUsed(symbol, step))
            {
                yield return (symbol, $"'{Name(symbol)}', which {Maker(symbol.DeclaringSyntaxReferences[0])} makes");
            }
        }
    }

    /// <summary>Whether this generator did not see the symbol.</summary>
    private bool IsMissed(ISymbol symbol)
    {
        var parts = symbol.DeclaringSyntaxReferences;
        if (parts.IsEmpty || !parts.All(part => IsOfAnother(part.SyntaxTree)))
        {
            return false;
        }

        // Of the members of a type that was there before, none was.
        return _hasFallback
            || (symbol is not ITypeSymbol && symbol.ContainingType.DeclaringSyntaxReferences.Any(part => !IsOfAnother(part.SyntaxTree)));
    }

    /// <summary>Of a row's properties those that are columns.</summary>
    private bool IsUsed(ISymbol symbol, StepNode step) =>
        symbol is not IPropertySymbol property
        || !WellKnownTypes.IsRow(property.ContainingType)
        || SymbolEqualityComparer.Default.Equals(property.ContainingType, step.Shape.Type)
        || RowParser.Parse(property.ContainingType, _context.Compilation).Members
            .Any(member => SymbolEqualityComparer.Default.Equals(member.Property, property));

    /// <summary>The class, or interface of Distil, that another generator's part alone makes a base of the type.</summary>
    private (INamedTypeSymbol Type, SyntaxReference Part)? Base(INamedTypeSymbol type)
    {
        var parts = type.DeclaringSyntaxReferences.Where(part => IsOfAnother(part.SyntaxTree)).ToList();
        foreach (var part in parts.Count < type.DeclaringSyntaxReferences.Length ? parts : [])
        {
            var names = (part.GetSyntax() as TypeDeclarationSyntax)?.BaseList?.Types.Select(written => Last(written.Type)).ToList() ?? [];
            var bases = type.Interfaces.Where(candidate => candidate.ContainingNamespace?.Name == WellKnownTypes.Namespace)
                .Concat(type.BaseType is { } own && (_hasFallback || WellKnownTypes.IsRow(type)) ? [own] : []);
            if (bases.FirstOrDefault(candidate => names.Contains(candidate.Name) && !IsWritten(type, candidate.Name)) is { } found)
            {
                return (found, part);
            }
        }

        return null;
    }

    private bool IsWritten(INamedTypeSymbol type, string name) => type.DeclaringSyntaxReferences
        .Where(part => !IsOfAnother(part.SyntaxTree))
        .Any(part => (part.GetSyntax() as TypeDeclarationSyntax)?.BaseList?.Types.Any(written => Last(written.Type) == name) == true);

    private static string Last(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };

    /// <summary>The error that the generator found in the pipeline.</summary>
    private string? Without(List<SyntaxTree> others, CancellationToken cancellationToken)
    {
        var seen = _context.Compilation.RemoveSyntaxTrees(others);
        var pipeline = seen.GetTypeByMetadataName(TypeNames.Metadata(_context.Pipeline));
        if (pipeline is null || HasModel(pipeline, seen, out var bag, cancellationToken))
        {
            return null;
        }

        return bag.InOrder.FirstOrDefault(finding => finding.Rule.DefaultSeverity == DiagnosticSeverity.Error)?.Message;
    }

    private static bool HasModel(
        INamedTypeSymbol pipeline, Compilation compilation, out DiagnosticBag bag, CancellationToken cancellationToken)
    {
        bag = new DiagnosticBag();
        return PipelineReader.Model(pipeline, compilation, bag, cancellationToken) is { HasErrors: false };
    }

    /// <summary>The nearest symbol that the user wrote: the member's type.</summary>
    private Location? Written(ISymbol symbol)
    {
        var owner = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        return owner.Locations.FirstOrDefault(location => location.SourceTree is { } tree && !IsOfAnother(tree));
    }

    private static string Name(ISymbol symbol) => symbol switch
    {
        ITypeSymbol type => TypeNames.Message(type),
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"new {TypeNames.Message(constructor.ContainingType)}(…)",
        _ => TypeNames.Message(symbol.ContainingType) + "." + symbol.Name,
    };

    /// <summary>The other generator, as the path of its file names it.</summary>
    private string Maker(SyntaxReference part) => "'" + Parts(part.SyntaxTree)[1] + "'";

    private bool IsOfAnother(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } written && IsOfAnother(written.SyntaxTree);

    private bool IsOfAnother(SyntaxTree tree) =>
        !GeneratedTypes.IsGenerated(tree)
        && tree.FilePath.StartsWith(_folder, StringComparison.Ordinal)
        && Parts(tree) is [_, var generator, var file]
        && generator.Contains(".")
        && file.EndsWith(".cs", StringComparison.Ordinal);

    private string[] Parts(SyntaxTree tree) => tree.FilePath.Substring(_folder.Length).Split('/', '\\');
}
