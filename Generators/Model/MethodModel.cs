
namespace Distil.Generators.Model;

/// <summary>What the method hands back before it is unpacked.</summary>
internal enum ReturnWrapper
{
    /// <summary>The result itself, or void.</summary>
    None,

    /// <summary><c>Task</c> or <c>Task&lt;T&gt;</c>.</summary>
    Task,

    /// <summary><c>ValueTask</c> or <c>ValueTask&lt;T&gt;</c>.</summary>
    ValueTask,

    /// <summary><c>IEnumerable&lt;T&gt;</c> of a source or expand.</summary>
    Enumerable,

    /// <summary><c>IAsyncEnumerable&lt;T&gt;</c> of a source or expand.</summary>
    AsyncEnumerable,

    /// <summary><c>JsonRows&lt;T&gt;</c> of a source: lines of files, which generated code reads.</summary>
    JsonRows,
}

/// <summary>How the list that a batch or global method returns is read.</summary>
internal enum ListShape
{
    /// <summary>Not a list: a row method, or nothing is returned.</summary>
    None,

    /// <summary>Converts to <c>IReadOnlyList&lt;T&gt;</c>.</summary>
    ReadOnlyList,

    /// <summary><c>ReadOnlyMemory&lt;T&gt;</c> or <c>Memory&lt;T&gt;</c>.</summary>
    Memory,
}

/// <summary>The step's method.</summary>
/// <param name="Name">As written: <c>Process</c>, <c>ProcessBatchAsync</c>, …</param>
/// <param name="ResultType">
/// The type of one answer (a row, a value, the router's enum, <c>bool</c>, an expanded child), fully qualified; null for void.
/// </param>
/// <param name="ListType">For batch and global forms the list type that holds the answers, fully qualified; otherwise null.</param>
internal sealed record MethodModel(
    string Name,
    MethodForm Form,
    ReturnWrapper Wrapper,
    ListShape ListShape,
    string? ResultType,
    string? ListType)
{
    /// <summary>Whether the call is awaited (sources and expands: enumerated asynchronously).</summary>
    public bool IsAsync => Wrapper is ReturnWrapper.Task or ReturnWrapper.ValueTask or ReturnWrapper.AsyncEnumerable;
}

internal enum ArgumentKind
{
    /// <summary>The value of one column.</summary>
    Column,

    /// <summary>A <c>[Row]</c> put together from several columns.</summary>
    Row,

    CancellationToken,

    /// <summary>The <c>StepContext</c>.</summary>
    Context,

    /// <summary>A resumable source's <c>long offset</c>.</summary>
    Offset,

    /// <summary>An optional parameter that no column feeds: left out of the call.</summary>
    Omitted,
}

/// <summary>What a batch or global method takes a column as.</summary>
internal enum ColumnContainer
{
    /// <summary>A single value: a row method.</summary>
    None,
    ReadOnlyList,
    ReadOnlyMemory,
    ReadOnlySpan,
}

/// <summary>One argument of the call.</summary>
/// <param name="Type">The parameter's type (of one element, in a batch or global method), fully qualified with annotation.</param>
/// <param name="Column">Id of the column; -1 unless <paramref name="Kind"/> is <see cref="ArgumentKind.Column"/>.</param>
/// <param name="NeedsConversion">
/// The column's type differs from the parameter's: an array of it must be converted element by element.
/// </param>
/// <param name="Members">For <see cref="ArgumentKind.Row"/>: where each member comes from.</param>
internal sealed record ArgumentModel(
    ArgumentKind Kind,
    string Parameter,
    string Type,
    ColumnContainer Container,
    int Column,
    bool NeedsConversion,
    EquatableArray<RowMemberModel> Members)
{
    /// <summary>Ids of the columns that it is made of.</summary>
    public IEnumerable<int> Columns => Kind switch
    {
        ArgumentKind.Column => [Column],
        ArgumentKind.Row => Members.Select(member => member.Column),
        _ => [],
    };
}

/// <summary>One member of a <c>[Row]</c> that is put together.</summary>
/// <param name="Target">The constructor parameter's or the property's name.</param>
/// <param name="InConstructor">True: a named constructor argument; false: an object initialiser.</param>
internal sealed record RowMemberModel(string Target, bool InConstructor, int Column);

/// <summary>What one answer becomes.</summary>
/// <param name="Members">The columns made, each with how it is read from the answer.</param>
internal sealed record OutputModel(EquatableArray<OutputMemberModel> Members)
{
    public static OutputModel None { get; } = new(EquatableArray<OutputMemberModel>.Empty);
}

/// <summary>One column that a step makes.</summary>
/// <param name="Accessor">What follows the answer: <c>""</c> for the answer itself, <c>".Text"</c>, <c>".Item1"</c>.</param>
internal sealed record OutputMemberModel(string Accessor, int Column);
