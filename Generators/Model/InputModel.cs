
namespace Distil.Generators.Model;

internal enum InputKind
{
    /// <summary>A source.</summary>
    None,

    /// <summary>One edge, or several routes of one router.</summary>
    From,
    Join,
    Merge,
    Zip,
}

/// <summary>The edges into a step and how their rows become one stream.</summary>
/// <param name="Branches">In declared order; exactly one for <see cref="InputKind.From"/>.</param>
/// <param name="Columns">
/// How the columns of the branches become the step's input columns; empty for <see cref="InputKind.From"/> (columns pass unchanged).
/// </param>
internal sealed record InputModel(
    InputKind Kind,
    EquatableArray<BranchModel> Branches,
    EquatableArray<CombinedColumnModel> Columns)
{
    public static InputModel None { get; } = new(
        InputKind.None, EquatableArray<BranchModel>.Empty, EquatableArray<CombinedColumnModel>.Empty);
}

/// <summary>One edge into a step.</summary>
/// <param name="Step">Index of the step whose rows it carries.</param>
/// <param name="Routes">
/// The enum members, fully qualified (<c>global::App.Difficulty.Easy</c>), that select rows of a router; empty: every row.
/// </param>
/// <param name="RouteBits">The union of the routes' values as a number (meaningful for flags).</param>
internal sealed record BranchModel(int Step, EquatableArray<string> Routes, long RouteBits);

/// <summary>One column of a join, merge or zip.</summary>
/// <param name="Column">Id of the resulting column; the same as the branches' where every branch that has it has that very one.</param>
/// <param name="Sources">
/// A column id a branch, -1 where the branch does not give it. In a join or zip the first branch present that has an id gives the value.
/// </param>
/// <param name="IsGathered">The result is a list of the branches' values, in declared order, of the branches taken.</param>
/// <param name="ElementType">For a gathered column: the list's element type, fully qualified.</param>
/// <param name="SkipsNulls">
/// The branches give one and the same value, and some of them only where it was not dropped on the row's way: the first branch
/// present that has it gives it.
/// </param>
internal sealed record CombinedColumnModel(
    int Column,
    EquatableArray<int> Sources,
    bool IsGathered,
    string? ElementType,
    bool SkipsNulls)
{
    /// <summary>
    /// Whether the value of a branch can be the one: of a join or zip no branch is asked after one that has the column and by which every
    /// combined row comes; of a merge each branch stands for itself.
    /// </summary>
    /// <param name="comesAlways">Whether every combined row comes by a branch.</param>
    public bool IsNeededOf(int branch, InputKind kind, Func<int, bool> comesAlways)
    {
        if (Sources[branch] < 0)
        {
            return false;
        }

        if (kind == InputKind.Merge || IsGathered || SkipsNulls)
        {
            return true;
        }

        for (var earlier = 0; earlier < branch; earlier++)
        {
            if (comesAlways(earlier) && Sources[earlier] >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
