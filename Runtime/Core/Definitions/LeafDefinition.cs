using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A leaf and the columns of its data set. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LeafDefinition
{
    /// <summary>Describes a leaf.</summary>
    /// <param name="name">The name of the step whose rows become the data set.</param>
    /// <param name="columns">The columns, in the order in which a line holds them.</param>
    public LeafDefinition(string name, IReadOnlyList<LeafColumn> columns)
    {
        Name = name;
        Columns = columns;
    }

    /// <summary>The leaf's name.</summary>
    public string Name { get; }

    /// <summary>The columns, in the order in which a line holds them.</summary>
    public IReadOnlyList<LeafColumn> Columns { get; }
}

/// <summary>A column of a data set. For generated code.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="FileName">The name in files.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="MadeBy">The name of the step that made it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record LeafColumn(string Name, string FileName, string Type, string MadeBy);
