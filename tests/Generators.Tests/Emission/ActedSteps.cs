using System.Collections.Concurrent;
using Distil.Generators.Model;
using Distil.Generators.Tests.Planning;

namespace Distil.Generators.Tests.Emission;

/// <summary>A value of a column in a pipeline that is acted out; what was never set is <see cref="long.MinValue"/>.</summary>
public readonly record struct Cell(long Raw)
{
    public long Value => Raw ^ long.MinValue;

    public static Cell Of(long value) => new(value ^ long.MinValue);
}

/// <summary>A row of no columns: tells a batch method how many rows there are.</summary>
public readonly record struct Nothing;

/// <summary>What the steps of compiled pipelines answer: the same as in the planner's simulation.</summary>
public static class ActedSteps
{
    private static readonly ConcurrentDictionary<int, IReadOnlyList<StepModel>> s_pipelines = [];

    internal static void Register(int seed, IReadOnlyList<StepModel> steps) => s_pipelines[seed] = steps;

    public static Cell Value(int seed, int step, int member, long salt, params Cell[] arguments) =>
        Cell.Of(Answers.Value(s_pipelines[seed][step], member, Values(arguments), salt));

    public static bool Keeps(int seed, int step, params Cell[] arguments) => Answers.Keeps(s_pipelines[seed][step], Values(arguments));

    public static int Children(int seed, int step, params Cell[] arguments) => Answers.Children(s_pipelines[seed][step], Values(arguments));

    public static int Route(int seed, int step, params Cell[] arguments) => (int)Answers.Route(s_pipelines[seed][step], Values(arguments));

    public static long Gathered(int column, params Cell[] values)
    {
        var combined = new CombinedColumnModel(column, Enumerable.Range(0, values.Length).ToEquatableArray(), IsGathered: true, "", SkipsNulls: false);
        return Answers.Combine(combined, values.Select((value, branch) =>
            (branch, (IReadOnlyDictionary<int, long>)new Dictionary<int, long> { [branch] = value.Value })))!.Value;
    }

    private static long[] Values(Cell[] arguments) => [.. arguments.Select(argument => argument.Value)];
}
