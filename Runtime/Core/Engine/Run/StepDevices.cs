using Distil.Devices;
using Distil.Engine.State;

namespace Distil.Engine.Run;

/// <summary>Gives the step objects of a run the devices that they ask for, before they load.</summary>
internal static class StepDevices
{
    /// <summary>
    /// Lends the devices. A step object that stands in several places has the same in each: as many as the place that asks for most.
    /// </summary>
    /// <returns>The loan, and what each step has; null: none asks for any.</returns>
    /// <exception cref="StepLoadException">There are too few, or they could not be listed; nothing was lent.</exception>
    public static async Task<(DeviceLoan Loan, IReadOnlyList<string>[] Devices)?> BorrowAsync(
        PipelineRun run, StepDefinition[] steps, RunOptions options, CancellationToken token)
    {
        var asking = steps
            .Select((step, index) => new Asking(step.Name, step.Instance, run.Settings(index).Devices))
            .Where(static step => step.Count > 0)
            .GroupBy(static step => step.Instance, (IEqualityComparer<object>)ReferenceEqualityComparer.Instance)
            .Select(static same => same.First() with { Count = same.Max(static step => step.Count) })
            .ToArray();
        if (asking.Length == 0)
        {
            return null;
        }

        FoundDevices found;
        try
        {
            found = options.Devices is { } given
                ? new([.. given], "as RunOptions.Devices lists them")
                : await options.Engine.DeviceSearch.FindAsync(run.TimeProvider, token).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            throw Fail(run, asking[0].Name, exception);
        }

        var loan = options.Engine.DevicePool.Borrow([.. asking.Select(static step => step.Count)], found.Names, out var used);
        if (loan is null)
        {
            var first = FirstWithout(asking, found.Names.Count - used.Count);
            throw Fail(run, first, new InvalidOperationException(Describe(asking, found, used)));
        }

        var byInstance = new Dictionary<object, IReadOnlyList<string>>(ReferenceEqualityComparer.Instance);
        for (var index = 0; index < asking.Length; index++)
        {
            byInstance.Add(asking[index].Instance, loan.Devices[index]);
        }

        return (loan, Array.ConvertAll(steps, step => byInstance.GetValueOrDefault(step.Instance, [])));
    }

    private static StepLoadException Fail(PipelineRun run, string step, Exception exception)
    {
        run.UserCode.Errors.Add(new(step, null, exception), isFirst: true);
        run.Events.StepLoadFailed(step, exception);
        return new(step, exception);
    }

    /// <summary>The first step, in declared order, for which no more are left.</summary>
    private static string FirstWithout(Asking[] asking, long free) =>
        Array.Find(asking, step => (free -= step.Count) < 0)!.Name;

    private static string Describe(Asking[] asking, FoundDevices found, IReadOnlyList<string> used)
    {
        var asked = string.Join(", ", asking.Select(static step => $"'{step.Name}' {step.Count}"));
        var there = found.Names.Count == 0 ? "none" : $"{found.Names.Count} ({string.Join(", ", found.Names)})";
        var busy = used.Count == 0 ? "" : $"; other runs of this process use {used.Count} of them ({string.Join(", ", used)})";
        return $"Too few devices are free. Asked for by Devices: {asked}. There are {there}, {found.Origin}{busy}. "
            + "Set RunOptions.Devices or CUDA_VISIBLE_DEVICES to more, or ask for fewer.";
    }

    /// <param name="Name">The first step that the object is.</param>
    /// <param name="Instance">The step object.</param>
    /// <param name="Count">How many devices it asks for.</param>
    private sealed record Asking(string Name, object Instance, int Count);
}
