using Distil.Generators.Emission.Context;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Loops;

/// <summary>The expressions that make the number of a row that users see.</summary>
internal static class RowIdCode
{
    /// <summary>The number that consists of keys.</summary>
    /// <param name="numbers">The row's number and those of its children, as expressions.</param>
    /// <param name="repeat">The repeat; null: the row has none.</param>
    /// <param name="run">The run.</param>
    public static string Of(IEnumerable<string> numbers, string? repeat, string run = "Run") => repeat is null
        ? $"{run}.RowId({string.Join(", ", numbers)})"
        : $"{run}.RepeatedRowId({repeat}, {string.Join(", ", numbers)})";

    /// <summary>The number of a row of a batch; null: it is the number that travels with every row.</summary>
    /// <param name="rows">What the batch carries.</param>
    /// <param name="run">The run.</param>
    public static string? OfBatch(OutletNames rows, string run = "Run")
    {
        var keys = rows.Outlet.Keys.Where(key => key.IsOfRowId).ToList();
        var repeat = keys.Remove(KeyModel.Repeat) ? Value(KeyModel.Repeat) : null;
        return keys.Count == 1 && repeat is null ? null : Of(keys.Select(Value), repeat, run);

        string Value(KeyModel key) => $"rows.Keys[{rows.Level(key.Kind, key.Id)}][row]";
    }

    /// <summary>The repeat of a row that comes to a merge by one of its branches.</summary>
    /// <param name="incoming">Its repeat before; null: it has none.</param>
    /// <param name="branch">The number of the branch.</param>
    /// <param name="branches">How many branches there are.</param>
    public static string Repeat(string? incoming, string branch, int branches) =>
        incoming is null or "0" ? branch : $"(({incoming} * {branches}) + {branch})";
}
