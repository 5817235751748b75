using System.ComponentModel;

namespace Distil.Engine;

/// <summary>
/// What a source returns whose rows stand in files of JSON lines. Generated code reads them: it knows the members of a row.
/// </summary>
/// <typeparam name="T">The <c>[Row]</c> type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonRows<T>
{
    internal JsonRows(IReadOnlyList<string> files, long offset)
    {
        Files = files;
        Offset = offset;
    }

    internal IReadOnlyList<string> Files { get; }

    internal long Offset { get; }
}
