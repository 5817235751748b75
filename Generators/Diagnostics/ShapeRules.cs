using Microsoft.CodeAnalysis;

namespace Distil.Generators.Diagnostics;

/// <summary>Rules about the shape of steps, rows and pipelines: DSTL0001 to DSTL0099.</summary>
internal static class ShapeRules
{
    public static readonly DiagnosticDescriptor PipelineNotPartial = new(
        "DSTL0001",
        "A pipeline is a partial class",
        "The pipeline '{0}' is not partial, so the members that run it cannot be added",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator adds RunAsync, the result and the other members to the class that carries [Pipeline]. Add 'partial' to its "
            + "declaration.",
        Rule.HelpLink("DSTL0001"));

    public static readonly DiagnosticDescriptor OuterTypeNotPartial = new(
        "DSTL0002",
        "A type that holds a pipeline is partial",
        "'{1}' holds the pipeline '{0}' and is not partial, so the members that run it cannot be added",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A pipeline that is nested in other types can be completed only if each of them is partial.",
        Rule.HelpLink("DSTL0002"));

    public static readonly DiagnosticDescriptor StepNotGetOnly = new(
        "DSTL0003",
        "A step is a get-only auto-property",
        "'{0}' is a step and {1}; expected 'Type {0} {{ get; }}'",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Each step of a pipeline is one instance get-only auto-property, so that the graph never changes after the pipeline was made.",
        Rule.HelpLink("DSTL0003"));

    public static readonly DiagnosticDescriptor NotAStep = new(
        "DSTL0004",
        "A property of a pipeline is a step",
        "'{0}' is of type '{1}', which is no step; expected a class with [Source], [Step], [Filter], [Expand], [Router] or [Sink]",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Every get-only auto-property declared in a pipeline is a step. Keep other state in fields or constructor parameters.",
        Rule.HelpLink("DSTL0004"));

    public static readonly DiagnosticDescriptor NoStepMethod = new(
        "DSTL0005",
        "A step has a step method",
        "'{0}' is a [{1}] and has no method {2}{3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The attribute says the kind of the step, and the kind says the name of its method.",
        Rule.HelpLink("DSTL0005"));

    public static readonly DiagnosticDescriptor SeveralStepMethods = new(
        "DSTL0006",
        "A step has one step method",
        "'{0}' has several step methods, {1}; expected one",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A step with two methods for rows would be two steps. Overloads count too.",
        Rule.HelpLink("DSTL0006"));

    public static readonly DiagnosticDescriptor WrongParameter = new(
        "DSTL0007",
        "A step method's parameter has a shape that can be passed",
        "The parameter '{1}' of '{0}' is {2}; expected {3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Row methods take columns by value, batch and global methods take IReadOnlyList<T>, ReadOnlyMemory<T> or, where they are "
            + "synchronous, ReadOnlySpan<T>. Every method may take one CancellationToken and one StepContext; a source takes no columns.",
        Rule.HelpLink("DSTL0007"));

    public static readonly DiagnosticDescriptor WrongReturn = new(
        "DSTL0008",
        "A step method returns what its kind gives",
        "'{0}' returns '{1}'; expected {2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A method whose name ends in Async returns a Task or ValueTask (sources and expands: IAsyncEnumerable<T>), any other method "
            + "returns its answer itself.",
        Rule.HelpLink("DSTL0008"));

    public static readonly DiagnosticDescriptor WrongModifier = new(
        "DSTL0009",
        "A step method is an accessible instance method",
        "'{0}' is {1}; expected a public or internal instance method without type parameters",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Generated code calls the method on the step object that the pipeline holds.",
        Rule.HelpLink("DSTL0009"));

    public static readonly DiagnosticDescriptor UnnamedTupleElement = new(
        "DSTL0010",
        "A tuple's elements are named",
        "Element {1} of the tuple that '{0}' returns has no name; expected '({2} Name)', since the name is the column's",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The names of a tuple's elements are the names of the columns that the step makes.",
        Rule.HelpLink("DSTL0010"));

    public static readonly DiagnosticDescriptor ReservedName = new(
        "DSTL0011",
        "A name is not one that the generator needs",
        "The name '{0}' is taken: {1}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator adds members to the pipeline, to its result and to its row types. A member of the same name would stand twice.",
        Rule.HelpLink("DSTL0011"));

    public static readonly DiagnosticDescriptor SeveralKinds = new(
        "DSTL0012",
        "A step is of one kind",
        "'{0}' is marked {1}; expected one of them",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The attribute says what kind of step the class is: [Source], [Step], [Filter], [Expand], [Router] or [Sink].",
        Rule.HelpLink("DSTL0012"));

    public static readonly DiagnosticDescriptor RowWithoutColumns = new(
        "DSTL0013",
        "A row has columns",
        "The [Row] type '{0}' {1}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The columns of a [Row] are its public properties that can be constructed (a constructor parameter of the same name and type) or "
            + "initialised (set or init).",
        Rule.HelpLink("DSTL0013"));

    public static readonly DiagnosticDescriptor StepKeepsState = new(
        "DSTL0014",
        "A step keeps nothing between rows",
        "'{0}' changes '{1}' in '{2}', and a step keeps nothing between rows; what must see other rows is a global step (ProcessAll)",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Rows are handed to a step in batches, several at a time and again after a failure. What one call leaves behind would make the "
            + "output depend on that.",
        Rule.HelpLink("DSTL0014"));

    public static readonly DiagnosticDescriptor GeneratedRowAsInput = new(
        "DSTL0015",
        "A generated row type is no input",
        "'{0}' uses '{1}', which the generator makes from this project's steps; write a [Row] type and name it with [Leaf(typeof(...))]",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A generator does not see what it generates. A row type of the user's own, given to the leaf with [Leaf], can be used anywhere.",
        Rule.HelpLink("DSTL0015"));

    public static readonly DiagnosticDescriptor ParameterNotSettable = new(
        "DSTL0016",
        "A runtime parameter can be set",
        "The [RuntimeParameter] '{0}.{1}' {2}; expected a property with a public or internal 'set'",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The value is set before a run and set back after it, so the property needs an accessible set accessor that is not init.",
        Rule.HelpLink("DSTL0016"));

    public static readonly DiagnosticDescriptor PipelineShape = new(
        "DSTL0017",
        "A pipeline is a class that can be made",
        "The pipeline '{0}' is {1}; expected a class that is neither static nor local to its file",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator completes the class from another file and its members belong to an instance.",
        Rule.HelpLink("DSTL0017"));

    public static readonly DiagnosticDescriptor NoSteps = new(
        "DSTL0018",
        "A pipeline has a step",
        "The pipeline '{0}' has no step; expected at least one source, as a get-only auto-property",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Each get-only auto-property declared in the class is a step.",
        Rule.HelpLink("DSTL0018"));

    public static readonly DiagnosticDescriptor SameStepName = new(
        "DSTL0019",
        "Steps have names that differ",
        "The steps '{0}' and '{1}' differ in case or underscores alone, and in files they would be one",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The name of a leaf is the name of its folder, and not every file system tells upper case from lower.",
        Rule.HelpLink("DSTL0019"));

    public static readonly DiagnosticDescriptor MadeByAnother = new(
        "DSTL0020",
        "What a pipeline uses is not made by another generator",
        "'{0}' uses {1}, and no generator sees what another makes: {2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The compiler runs all generators over the code that was written. What one of them adds to it is there for the compiler and not "
            + "for the others.",
        Rule.HelpLink("DSTL0020"));

    public static readonly DiagnosticDescriptor GeneratedCodeCannotUse = new(
        "DSTL0021",
        "Generated code can name what it uses",
        "'{0}' {1}, and generated code {2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The members that complete a pipeline stand in a file of their own, and are compiled as if they had been written.",
        Rule.HelpLink("DSTL0021"));

    public static readonly DiagnosticDescriptor LanguageTooOld = new(
        "DSTL0022",
        "A pipeline is compiled as C# 12 or newer",
        "The pipeline '{0}' is compiled as C# {1}, and generated code is C# {2}; remove <LangVersion> from the project, or set it to {2} "
            + "or higher",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The code that runs a pipeline is written in C# 12, the default of .NET 8.",
        Rule.HelpLink("DSTL0022"));

    public static readonly DiagnosticDescriptor ValueNamedLikeStep = new(
        "DSTL0023",
        "A value of a pipeline's constructor has a name of its own",
        "The value '{0}' has the name of {1}: in a configuration both would be '{2}'",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Below the pipeline's name, a configuration holds a value for each parameter of the constructor that is one, and a section for "
            + "each step and for the run. Names compare without case.",
        Rule.HelpLink("DSTL0023"));
}
