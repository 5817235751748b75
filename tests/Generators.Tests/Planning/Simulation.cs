using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>A row while a pipeline is acted out: columns by id, and its number with its children's.</summary>
internal sealed record SimulatedRow(Dictionary<int, long> Columns, long Number, long[] Children)
{
    public const int SourceBits = 48;

    public long Place => Number & ((1L << SourceBits) - 1);

    public string Id => $"{Number >> SourceBits}:{Place}{string.Concat(Children.Select(child => "." + child))}";
}

/// <summary>What the steps answer: some function of their arguments, the same wherever and in whatever order they are called.</summary>
internal static class Answers
{
    public const int SourceRows = 40;

    public static long[] Arguments(StepModel step, SimulatedRow row) => 
        [.. step.Arguments.SelectMany(Columns).Select(column => row.Columns[column])];

    public static IEnumerable<int> Columns(ArgumentModel argument) =>
        argument.Kind == ArgumentKind.Row ? argument.Members.Select(member => member.Column) : [argument.Column];

    public static bool Keeps(StepModel step, long[] arguments) => Hash(step.Index, 1, arguments) % 4 != 0;

    public static int Children(StepModel step, long[] arguments) => (int)(Hash(step.Index, 2, arguments) % 3);

    public static long Value(StepModel step, int member, long[] arguments, long salt = 0) => Hash(step.Index, 3 + member, [.. arguments, salt]);

    /// <summary>The value of a router's enum: one bit, or for flags any of them.</summary>
    public static long Route(StepModel step, long[] arguments)
    {
        var hash = Hash(step.Index, 2, arguments);
        return step.RouteType!.IsFlags ? hash % 8 : 1L << (int)(hash % 3);
    }

    public static bool IsSent(BranchModel branch, long route) => branch.Routes.Count == 0 || (route & branch.RouteBits) != 0;

    /// <summary>What a step makes of a row's columns, its kind aside.</summary>
    public static Dictionary<int, long> Apply(StepModel step, Dictionary<int, long> columns, long[] arguments, long salt = 0)
    {
        var result = StepGraph.MakesNewRows(step) ? [] : new Dictionary<int, long>(columns);
        foreach (var refinement in step.Refinements)
        {
            if (columns.TryGetValue(refinement.From, out var value))
            {
                result[refinement.To] = value;
            }
        }

        for (var member = 0; member < step.Output.Members.Count; member++)
        {
            result[step.Output.Members[member].Column] = Value(step, member, arguments, salt);
        }

        return result;
    }

    /// <summary>One column of rows that meet: the first that is there gives it, a gathered one is made of all.</summary>
    public static long? Combine(CombinedColumnModel column, IEnumerable<(int Branch, IReadOnlyDictionary<int, long> Columns)> rows)
    {
        var values = rows
            .Where(row => column.Sources[row.Branch] >= 0 && row.Columns.ContainsKey(column.Sources[row.Branch]))
            .Select(row => row.Columns[column.Sources[row.Branch]])
            .ToArray();
        return column.IsGathered ? Hash(column.Column, 99, values) : values.Length > 0 ? values[0] : null;
    }

    private static long Hash(int step, int what, long[] values)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in values.Prepend(what).Prepend(step))
        {
            hash = (hash ^ (ulong)value) * 1099511628211UL;
            hash ^= hash >> 29;
        }

        return (long)(hash >> 8);
    }
}

/// <summary>What every step saw, in order, and what each data set got.</summary>
internal sealed class Transcript
{
    private readonly SortedDictionary<string, List<string>> _lines = [];

    public void Called(StepModel step, SimulatedRow row, long[] arguments) => Add(step.Name, $"{row.Id}({string.Join(",", arguments)})");

    public void Stored(LeafModel leaf, SimulatedRow row) =>
        Add($"data set {leaf.Name}", $"{row.Id}({string.Join(",", leaf.Members.Select(member => row.Columns.TryGetValue(member.Column, out var value) ? value.ToString() : "-"))})");

    public override string ToString() => string.Join("\n", _lines.Select(line => $"{line.Key}: {string.Join(" ", line.Value)}"));

    private void Add(string who, string what)
    {
        if (!_lines.TryGetValue(who, out var lines))
        {
            _lines.Add(who, lines = []);
        }

        lines.Add(what);
    }
}
