using System.ComponentModel;

namespace Distil.Engine;

/// <summary>An argument of the pipeline's constructor that a source's initialiser names, as generated code tells of it.</summary>
/// <param name="source">The source's name.</param>
/// <param name="parameter">The constructor's parameter.</param>
/// <param name="value">The argument: text, a number, a boolean, an enum, a date or time, a <see cref="Guid"/>, or null.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SourceArgument(string source, string parameter, object? value)
{
    internal string Source => source;

    internal string Parameter => parameter;

    internal object? Value => value;
}
