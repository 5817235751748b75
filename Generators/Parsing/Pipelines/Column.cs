using Distil.Generators.Naming;
using Distil.Generators.Parsing.Rows;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>One column as one step, or one fan-in, made it. Lives only while a class is parsed.</summary>
/// <param name="id">Its index among the pipeline's columns.</param>
/// <param name="name">In Pascal case.</param>
/// <param name="maker">The step that made it.</param>
/// <param name="value">
/// The id of the column that first held this value: a filter that promises not null, and a fan-in of which one branch has
/// dropped it, make a new column of the same value, and two branches that carry it have not made two.
/// </param>
internal sealed class Column(int id, string name, ITypeSymbol type, StepNode maker, int value)
{
    public int Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>The key by which the name is compared.</summary>
    public string Key { get; } = Names.Key(name);

    public ITypeSymbol Type { get; } = type;

    public StepNode Maker { get; } = maker;

    public int Value { get; } = value;

    /// <summary>The step whose <c>OnError.Null</c> is why it may be null; null: it is not.</summary>
    public StepNode? NullOnError { get; init; }

    /// <summary>What the attributes of the member that made it say of files.</summary>
    public FileRules File { get; init; } = FileRules.None;

    /// <summary>The columns of the row that it carries as one object; none: it is a column of the graph.</summary>
    public IReadOnlyList<int> Members { get; init; } = [];

    /// <summary>Whether it carries a whole row, and is no column of the graph.</summary>
    public bool IsObject => Members.Count > 0;

    /// <summary>Whether an error was reported about it, so that its type is not certain.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>Whether it is null in rows of a branch that dropped it, while another branch may still have its value.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether some step reads it, a data set has it, or the user dropped it.</summary>
    public bool IsUsed { get; set; }
}
