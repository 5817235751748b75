using Microsoft.CodeAnalysis;

namespace Distil.Generators.Diagnostics;

/// <summary>Rules about columns: DSTL0201 to DSTL0299.</summary>
internal static class ColumnRules
{
    public static readonly DiagnosticDescriptor MissingColumn = new(
        "DSTL0201",
        "A step's input is a column",
        "'{0}' needs the column '{1}' ({2}), and its rows have none{3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A parameter takes the column of its name; names compare without case or underscores. [InputMapping] takes another.",
        Rule.HelpLink("DSTL0201"));

    public static readonly DiagnosticDescriptor WrongType = new(
        "DSTL0202",
        "A column's type converts to the parameter's",
        "'{0}' takes the column '{1}' as '{2}', and '{4}' makes it as '{3}'",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Columns match parameters as an implicit conversion of C# does.",
        Rule.HelpLink("DSTL0202"));

    public static readonly DiagnosticDescriptor WrongNullability = new(
        "DSTL0203",
        "A column that may be null goes into a parameter that takes null",
        "'{0}' takes the column '{1}' as '{2}', and it comes from '{4}' as '{3}', which may be null",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Take it as nullable, or put a filter before it whose parameter has [NotNullWhen(true)].",
        Rule.HelpLink("DSTL0203"));

    public static readonly DiagnosticDescriptor RowOrMembers = new(
        "DSTL0204",
        "A row parameter is a column or its members",
        "The parameter '{1}' of '{0}' can be the column '{1}' and can be put together from the columns {2}; say which with [InputMapping]",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "[InputMapping(parameter, column)] takes the column, [InputMapping(member, column)] takes the members.",
        Rule.HelpLink("DSTL0204"));

    public static readonly DiagnosticDescriptor UnknownParameter = new(
        "DSTL0205",
        "An input mapping names a parameter",
        "[InputMapping] on '{0}' names '{1}', which is no parameter of '{2}'{3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The first argument is the name of a parameter of the step's method, or of a member of a [Row] that a parameter takes.",
        Rule.HelpLink("DSTL0205"));

    public static readonly DiagnosticDescriptor UnknownMember = new(
        "DSTL0206",
        "An output mapping names a member",
        "[OutputMapping] on '{0}' names '{1}', which '{2}' does not {3}{4}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The first argument is the name of a member of what the step returns, or of its one column; on a Pass, of a column that comes in.",
        Rule.HelpLink("DSTL0206"));

    public static readonly DiagnosticDescriptor MappedTwice = new(
        "DSTL0207",
        "A mapping is declared once",
        "'{0}' maps '{1}' twice",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A parameter reads one column, and a member makes one.",
        Rule.HelpLink("DSTL0207"));

    public static readonly DiagnosticDescriptor SameColumnTwice = new(
        "DSTL0208",
        "A step makes a column once",
        "'{0}' makes the column '{1}' twice, from {2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Names of columns compare without case or underscores.",
        Rule.HelpLink("DSTL0208"));

    public static readonly DiagnosticDescriptor UnknownColumn = new(
        "DSTL0209",
        "Keep and Drop name columns",
        "[{1}] on '{0}' names '{2}', which is no column there{3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The names are those of columns that come in or that the step makes.",
        Rule.HelpLink("DSTL0209"));

    public static readonly DiagnosticDescriptor KeepAndDrop = new(
        "DSTL0210",
        "Keep or Drop, where rows leave",
        "'{0}' has {1}; expected {2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "[Keep] names all columns that leave a step, [Drop] those that do not: one of them says everything. From a sink nothing leaves.",
        Rule.HelpLink("DSTL0210"));

    public static readonly DiagnosticDescriptor InvalidColumnName = new(
        "DSTL0211",
        "A column's name is an identifier",
        "'{1}' cannot be the name of a column of '{0}'; expected letters, digits and underscores, beginning with a letter",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The name becomes a property of the generated row type.",
        Rule.HelpLink("DSTL0211"));

    public static readonly DiagnosticDescriptor NotInFile = new(
        "DSTL0212",
        "A column that reaches a file can be written",
        "The column '{0}' of type '{1}' reaches a file ({2}), and {3} cannot be written; expected a number, text, boolean, enum, date, "
            + "Guid, byte array, a list of these, a [Row], or a type listed with [JsonSerializable] on the context of [Pipeline(Json = "
            + "...)]{4}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Data sets are JSON. Every other type must be listed on the project's own JsonSerializerContext.",
        Rule.HelpLink("DSTL0212"));

    public static readonly DiagnosticDescriptor LeafTypeNoRow = new(
        "DSTL0213",
        "A leaf's type is a row",
        "'{0}' has [Leaf] of '{1}', which {2}; expected a [Row] type",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The type's members are the columns of the data set.",
        Rule.HelpLink("DSTL0213"));

    public static readonly DiagnosticDescriptor LeafMemberMissing = new(
        "DSTL0214",
        "A leaf's type has columns for its members",
        "The leaf '{0}' has no column for '{1}' of '{2}'{3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Each member of the type takes the column of its name.",
        Rule.HelpLink("DSTL0214"));

    public static readonly DiagnosticDescriptor LeafMemberType = new(
        "DSTL0215",
        "A leaf's columns convert to its type's members",
        "The column '{1}' of the leaf '{0}' comes from '{5}' as '{2}', and '{3}' takes it as '{4}'",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Columns match members as an implicit conversion of C# does, nullability included.",
        Rule.HelpLink("DSTL0215"));

    public static readonly DiagnosticDescriptor OptionalUnbound = new(
        "DSTL0216",
        "An optional parameter has no column",
        "The optional parameter '{1}' of '{0}' has no column and keeps its default{2}",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A parameter with a default is left out of the call where its rows have no column of its name.",
        Rule.HelpLink("DSTL0216"));

    public static readonly DiagnosticDescriptor NoCommonType = new(
        "DSTL0217",
        "Columns that meet have a type in common",
        "The column '{1}' comes to '{0}' as {2}; there is none of these types that all convert to",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Where branches meet, the column has the one of their types that all others convert to implicitly.",
        Rule.HelpLink("DSTL0217"));

    public static readonly DiagnosticDescriptor UnusedColumn = new(
        "DSTL0218",
        "A column is used",
        "The column '{1}', made by '{0}', is read by no step and reaches no data set",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Nothing is computed with it and nothing stores it.",
        Rule.HelpLink("DSTL0218"));

    public static readonly DiagnosticDescriptor NoLeaf = new(
        "DSTL0221",
        "A result has the rows of leaves",
        "'{0}' is no leaf, so that the result has no data set of it: {1}",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The result of a run has a property for each leaf: each step that nothing reads and that is no sink.",
        Rule.HelpLink("DSTL0221"));

    public static readonly DiagnosticDescriptor ConstructorRunsAgain = new(
        "DSTL0222",
        "A row that is made anew is the row that was",
        "'{0}' takes '{1}' as a new '{2}' that is made of its columns: the constructor of '{2}', which does more than assign its "
            + "parameters, runs again; take the columns, or move that work out of the constructor",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A step gets the object that was made as long as none of its columns is replaced, mapped, dropped or read from a file.",
        Rule.HelpLink("DSTL0222"));

    public static readonly DiagnosticDescriptor FileName = new(
        "DSTL0223",
        "A column has a name of its own in files",
        "'{0}' cannot have the name '{1}' in files: {2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "[JsonPropertyName] is a column's name in files; two members of a row, or two columns of a data set, cannot have the same.",
        Rule.HelpLink("DSTL0223"));

    public static readonly DiagnosticDescriptor NeedsFile = new(
        "DSTL0224",
        "What files leave out has a default",
        "'{0}' needs a value, and [JsonIgnore] leaves it out of files, where rows are read ({1}); give it a default or make it nullable",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A row that is read from a file has the defaults of the members that the file leaves out.",
        Rule.HelpLink("DSTL0224"));

    public static readonly DiagnosticDescriptor JsonAttribute = new(
        "DSTL0225",
        "A JSON attribute of a row has an effect",
        "[{0}] on '{1}' has no effect on files; [JsonPropertyName] and [JsonIgnore] have",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Rows are read and written by generated code, which knows [JsonPropertyName] and [JsonIgnore] of System.Text.Json.Serialization.",
        Rule.HelpLink("DSTL0225"));
}
