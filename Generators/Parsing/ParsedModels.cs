using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Distil.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators.Parsing;

/// <summary>
/// Remembers the last model of each pipeline with the files that it was parsed from. The driver asks for every pipeline after every
/// edit of any file, and binding a large one's steps again takes as long as the first time; but most edits lie inside a method's
/// body, where nothing is declared. After such an edit the model is the one before. The bodies of constructors count as declarations.
/// </summary>
/// <remarks>
/// It holds files, no compilation and no symbol: those files that the driver has seen last, and for no longer than the pipeline's own
/// file lives.
/// </remarks>
internal sealed class ParsedModels
{
    private readonly ConditionalWeakTable<SyntaxTree, PerFile> _files = new();

    public PipelineModel? Parse(INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellationToken)
    {
        // A pipeline in several files is parsed again each time: none of them alone stands for it.
        if (pipeline.DeclaringSyntaxReferences.Length != 1)
        {
            return PipelineParser.Parse(pipeline, compilation, cancellationToken);
        }

        var declaration = pipeline.DeclaringSyntaxReferences[0];
        var known = _files.GetValue(declaration.SyntaxTree, _ => new PerFile());
        if (known.Find(declaration.Span.Start) is not { } last || !last.Surroundings.DeclareTheSame(compilation, cancellationToken))
        {
            last = new Known(Surroundings.Of(compilation), PipelineParser.Parse(pipeline, compilation, cancellationToken));
        }
        else
        {
            last = last with { Surroundings = Surroundings.Of(compilation) };
        }

        known.Set(declaration.Span.Start, last);
        return last.Model;
    }

    private sealed record Known(Surroundings Surroundings, PipelineModel? Model);

    /// <summary>The models, by syntax tree and position. A tree never changes: an edited file is another tree.</summary>
    private sealed class PerFile
    {
        private ImmutableDictionary<int, Known> _pipelines = ImmutableDictionary<int, Known>.Empty;

        public Known? Find(int start) => Volatile.Read(ref _pipelines).TryGetValue(start, out var known) ? known : null;

        public void Set(int start, Known known) => ImmutableInterlocked.AddOrUpdate(ref _pipelines, start, known, (_, _) => known);
    }

    /// <summary>Everything that the meaning of a name in a pipeline can depend on.</summary>
    private sealed class Surroundings
    {
        private readonly ImmutableArray<SyntaxTree> _trees;
        private readonly ImmutableArray<WeakReference<MetadataReference>> _references;
        private readonly CompilationOptions _options;
        private readonly string? _name;

        private Surroundings(Compilation compilation)
        {
            _trees = compilation.SyntaxTrees.ToImmutableArray();
            _references = compilation.ExternalReferences
                .Select(reference => new WeakReference<MetadataReference>(reference))
                .ToImmutableArray();
            _options = compilation.Options;
            _name = compilation.AssemblyName;
        }

        public static Surroundings Of(Compilation compilation) => new(compilation);

        /// <summary>Whether all declarations are unchanged, so that every name still means the same.</summary>
        public bool DeclareTheSame(Compilation compilation, CancellationToken cancellationToken) =>
            ReferenceEquals(_options, compilation.Options)
            && string.Equals(_name, compilation.AssemblyName, StringComparison.Ordinal)
            && HasSameReferences(compilation.ExternalReferences)
            && HasSameDeclarations(compilation, cancellationToken);

        private bool HasSameReferences(ImmutableArray<MetadataReference> references)
        {
            if (references.Length != _references.Length)
            {
                return false;
            }

            for (var i = 0; i < references.Length; i++)
            {
                if (!_references[i].TryGetTarget(out var before) || !ReferenceEquals(before, references[i]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool HasSameDeclarations(Compilation compilation, CancellationToken cancellationToken)
        {
            var index = 0;
            foreach (var tree in compilation.SyntaxTrees)
            {
                if (index == _trees.Length
                    || (!ReferenceEquals(tree, _trees[index]) && !DiffersInBodiesAlone(_trees[index], tree, cancellationToken)))
                {
                    return false;
                }

                index++;
            }

            return index == _trees.Length;
        }
    }

    /// <summary>Whether an edit lies inside the body of a method, and leaves it a method body.</summary>
    private static bool DiffersInBodiesAlone(SyntaxTree before, SyntaxTree after, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(before.Options, after.Options) || !string.Equals(before.FilePath, after.FilePath, StringComparison.Ordinal))
        {
            return false;
        }

        // Comments do not count for the compiler's comparison, but a comment on a declaration can be part of a model.
        return after.GetText(cancellationToken).GetChangeRanges(before.GetText(cancellationToken)) is [var change]
            && IsInBody(before, change.Span, cancellationToken)
            && IsInBody(after, new TextSpan(change.Span.Start, change.NewLength), cancellationToken)
            && SyntaxFactory.AreEquivalent(before, after, topLevel: true);
    }

    private static bool IsInBody(SyntaxTree tree, TextSpan span, CancellationToken cancellationToken)
    {
        for (var node = tree.GetRoot(cancellationToken).FindToken(span.Start).Parent; node is not null; node = node.Parent)
        {
            // A struct gets a field for each parameter of its declaration that a body reads: with it, it can begin to hold references.
            var bounds = node.Parent is StructDeclarationSyntax { ParameterList: not null } ? null : Body(node);
            if (bounds is { } body)
            {
                return body.Start <= span.Start && span.End <= body.End;
            }
        }

        return false;
    }

    private static TextSpan? Body(SyntaxNode node) => node switch
    {
        // What a constructor of a row assigns is part of the model: see RowDefaults.
        ConstructorDeclarationSyntax => null,
        BaseMethodDeclarationSyntax { Body: { } body } => TextSpan.FromBounds(body.OpenBraceToken.Span.End, body.CloseBraceToken.SpanStart),
        BaseMethodDeclarationSyntax { ExpressionBody: { } body } => TextSpan.FromBounds(body.ArrowToken.Span.End, body.Span.End),
        _ => null,
    };
}
