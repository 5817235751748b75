using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <summary>The names of the counters in a loop.</summary>
internal sealed class RowCounters
{
    private readonly List<RowCounter> _all = [];

    public RowCounters(EmissionContext context, BodyModel body)
    {
        var names = new NameScope("all");
        foreach (var counter in body.Counters)
        {
            var name = counter.Step < 0 ? "" : names.Take(Names.Camel(context.Step(counter.Step).Name) + (counter.IsOut ? "Out" : "In"));
            _all.Add(new RowCounter(name, counter.First) { Parts = [.. counter.Parts.Select(part => (_all[part.Counter], part.Last))] });
        }

        Steps =
        [
            .. body.StepCounters.Select(
                step => new StepCounters(step.Step, step.In < 0 ? null : _all[step.In], _all[step.Out], step.OwnsIn)),
        ];
    }

    /// <summary>For each step of the loop, in order, the counters of the rows that come to it and that leave it.</summary>
    public IReadOnlyList<StepCounters> Steps { get; }

    /// <summary>The counters that the loop advances.</summary>
    public IEnumerable<RowCounter> Own => Steps
        .SelectMany(step => new[] { step.In, step.Out })
        .OfType<RowCounter>()
        .Where(counter => counter.Field.Length > 0)
        .Distinct();

    /// <summary>Counters that are sums of others.</summary>
    public IEnumerable<RowCounter> Sums => _all.Where(counter => counter.Parts.Count > 0);

    public StepCounters Of(int step) => Steps.First(counters => counters.Step == step);
}

/// <summary>One counter.</summary>
/// <param name="Name">What it is called; empty: the head's rows need no counting, since the loop's index says how many they are.</param>
/// <param name="First">The index among the loop's steps of the first that its rows come to.</param>
internal sealed record RowCounter(string Name, int First)
{
    /// <summary>
    /// The counters whose sum it is, each with the index of the last step at which a row that it counts can be; none: it counts by itself.
    /// </summary>
    public IReadOnlyList<(RowCounter Rows, int Last)> Parts { get; init; } = [];

    public bool IsHead => Name.Length == 0;

    /// <summary>The field that is advanced; empty if none has to be.</summary>
    public string Field => IsHead || Parts.Count > 0 ? "" : "_" + Name;
}

/// <summary>The counters of one step.</summary>
/// <param name="In">Counts the rows that come to it; null: the head called it, and counts them.</param>
/// <param name="Out">Counts the rows that leave it.</param>
/// <param name="OwnsIn">The step advances <paramref name="In"/>.</param>
internal sealed record StepCounters(int Step, RowCounter? In, RowCounter Out, bool OwnsIn);
