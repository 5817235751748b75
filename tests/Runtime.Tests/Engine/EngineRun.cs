using Distil.Engine;
using Distil.Guards;
using Distil.Logging;

namespace Distil.Runtime.Tests.Engine;

/// <summary>A run without stages, for parts of the engine that ask one for its settings.</summary>
internal static class EngineRun
{
    /// <param name="transport">Rows of a batch between two stages.</param>
    /// <param name="steps">The steps, by name and <c>BatchSize</c>; those without rows a batch are sources.</param>
    public static PipelineRun Create(int transport, params (string Name, int BatchSize)[] steps) => new(
        new RunOptions { Engine = new() { TransportSize = transport } },
        TimeProvider.System,
        "run",
        [.. steps.Select(step => new StepDefinition(
            step.Name, step.BatchSize == 0 ? StepKind.Source : StepKind.Step, step.BatchSize == 0 ? MethodForm.Row : MethodForm.Batch, new object()))],
        [.. steps.Select(step => new StepSettings { BatchSize = step.BatchSize })],
        new RunEvents(null, null, "Tested"),
        new UserCode());
}
