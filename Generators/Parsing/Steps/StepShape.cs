using Distil.Generators.Model;
using Distil.Generators.Parsing.Rows;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>A step class, as far as it could be understood. Lives only while a class is parsed: it holds symbols.</summary>
internal sealed class StepShape(INamedTypeSymbol type, StepKind kind)
{
    public INamedTypeSymbol Type { get; } = type;

    public StepKind Kind { get; } = kind;

    /// <summary>The kind's attribute on the class; null for <c>Pass</c>.</summary>
    public AttributeData? Attribute { get; set; }

    public MethodShape? Method { get; set; }

    public MethodForm Form => Method?.Form ?? (Kind == StepKind.Source ? MethodForm.Read : MethodForm.None);

    /// <summary>Whether something is wrong with the class, so that the columns that it makes are not known.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether the class has a method of its kind; if it has none, the kind itself may be the mistake.</summary>
    public bool IsKindCertain => Kind == StepKind.Pass || Method is not null || !IsBroken;

    /// <summary>The name of the class.</summary>
    public string Name => Type.Name;

    /// <summary>The attribute's name without brackets: <c>Step</c>, <c>Filter</c>, …</summary>
    public string KindName => Kind == StepKind.Pass ? nameof(StepKind.Step) : Kind.ToString();

    public IReadOnlyList<ParameterModel> Parameters { get; set; } = [];

    public IReadOnlyList<ITypeSymbol> ParameterTypes { get; set; } = [];

    /// <summary>Whether it is a source whose rows are lines of files, one of which may be no row.</summary>
    public bool ReadsLines => Method is { Wrapper: ReturnWrapper.JsonRows };

    /// <summary>Whether the defaults of asynchronous row and batch methods hold.</summary>
    public bool HasAsyncDefaults => Method is { IsAsync: true, Form: MethodForm.Row or MethodForm.Batch }
        && Kind is StepKind.Step or StepKind.Filter or StepKind.Router or StepKind.Expand;
}

/// <summary>A step's method.</summary>
/// <param name="Result">The type of one answer; null for none.</param>
/// <param name="List">The type of the list of answers; null for row methods.</param>
internal sealed record MethodShape(
    IMethodSymbol Symbol,
    MethodForm Form,
    ReturnWrapper Wrapper,
    ListShape ListShape,
    ITypeSymbol? Result,
    ITypeSymbol? List,
    IReadOnlyList<ParameterShape> Parameters,
    IReadOnlyList<OutputShape> Outputs)
{
    public bool IsAsync => Wrapper is ReturnWrapper.Task or ReturnWrapper.ValueTask or ReturnWrapper.AsyncEnumerable;

    public bool TakesToken => Parameters.Any(parameter => parameter.Kind == ArgumentKind.CancellationToken);
}

/// <summary>One parameter of a step's method.</summary>
/// <param name="Kind">Column for all that is fed from columns, rows included.</param>
/// <param name="Type">The type of one element, in a batch or global method; otherwise the parameter's.</param>
/// <param name="Row">Where the type is a <c>[Row]</c>.</param>
/// <param name="Promises">It has <c>[NotNullWhen(true)]</c>.</param>
internal sealed record ParameterShape(
    IParameterSymbol Symbol,
    ArgumentKind Kind,
    ITypeSymbol Type,
    ColumnContainer Container,
    RowShape? Row,
    bool IsOptional,
    bool Promises)
{
    public string Name => Symbol.Name;
}

/// <summary>One column that a step makes, before it is mapped.</summary>
/// <param name="File">What its member's attributes say of files.</param>
internal sealed record OutputShape(string Name, string Accessor, ITypeSymbol Type, FileRules File);
