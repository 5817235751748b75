
namespace Distil.Generators.Diagnostics;

/// <summary>
/// What a diagnostic tells a code fix, as names of its properties. The code fixes are another assembly and cannot ask the parser; a
/// list is one property, its items separated by <see cref="Separator"/>.
/// </summary>
internal static class FixProperties
{
    public const char Separator = '\n';

    /// <summary>What to write in place of a misspelt name: the text of a name, a column or a method.</summary>
    public const string Nearest = "Nearest";

    /// <summary>The parameter, or member of a row, that has no column and can be mapped to <see cref="Nearest"/>.</summary>
    public const string Parameter = "Parameter";

    /// <summary>A list: the steps that a step without an edge could read, the likeliest first.</summary>
    public const string Candidates = "Candidates";

    /// <summary>A list: the members of the enum, as code, that no step takes.</summary>
    public const string Routes = "Routes";

    /// <summary>A list: for each of <see cref="Routes"/> the name of a step that could take it.</summary>
    public const string RouteNames = "RouteNames";

    /// <summary>A list: the edge attributes (From, Merge, Zip) that can stand in place of the one that is there.</summary>
    public const string Edges = "Edges";

    /// <summary>The column that nothing uses, as it is written in an attribute.</summary>
    public const string Column = "Column";

    /// <summary>A list: the columns that clash, as they are written in an attribute.</summary>
    public const string Columns = "Columns";

    /// <summary>A list: for each of <see cref="Columns"/> the name of the list that it can be gathered into.</summary>
    public const string Into = "Into";

    /// <summary>A list: the columns that can have another name, once for each step that can give it one.</summary>
    public const string Renamed = "Renamed";

    /// <summary>A list: for each of <see cref="Renamed"/> the step that made it.</summary>
    public const string Makers = "Makers";

    /// <summary>A list: for each of <see cref="Makers"/> the member of its answer.</summary>
    public const string Members = "Members";

    /// <summary>A list: for each of <see cref="Makers"/> another name for its column.</summary>
    public const string NewColumns = "NewColumns";

    /// <summary>A list: the methods that make a class a step, the likeliest first, without <c>Async</c>.</summary>
    public const string Methods = "Methods";

    /// <summary>A list: the names of the parameters that a step method can have.</summary>
    public const string ParameterNames = "ParameterNames";

    /// <summary>A list: for each of <see cref="ParameterNames"/> its type, as code.</summary>
    public const string ParameterTypes = "ParameterTypes";

    /// <summary>How accessible a step method with these parameters can be: <c>public</c> or <c>internal</c>.</summary>
    public const string Modifier = "Modifier";

    /// <summary>The type of one result, as code: the columns that the steps below need and no other makes.</summary>
    public const string Result = "Result";

    /// <summary>The name of the one column of the result, where it is not the class's.</summary>
    public const string ResultColumn = "ResultColumn";

    /// <summary>The enum that a router returns, as code.</summary>
    public const string RouteType = "RouteType";

    /// <summary>A method that was probably meant as the step's and is to be called <see cref="Nearest"/>.</summary>
    public const string Method = "Method";

    /// <summary>The index of a tuple's element.</summary>
    public const string Element = "Element";

    /// <summary>The attribute that is to stand in place of the one that is there.</summary>
    public const string Attribute = "Attribute";

    /// <summary>A list: the types that a step calls and its fingerprint does not show, by their metadata names.</summary>
    public const string Types = "Types";
}
