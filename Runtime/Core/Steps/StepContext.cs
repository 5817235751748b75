using Distil.Steps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distil;

/// <summary>What a call of a step can ask for: a step's method that has a parameter of this type gets a new one with every call.</summary>
public sealed class StepContext
{
    private Random? _random;
    private Dictionary<string, object?>? _metadata;

    /// <summary>Makes a context. The engine does so for a run; a test of a step may do so itself.</summary>
    /// <param name="stepName">The step's name: the name of its property in the pipeline.</param>
    /// <param name="rowId">The row of the call; of a batch or global step, the first one.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="attempt">Which attempt this is, from 1.</param>
    /// <param name="logger">Where the step logs; none: nowhere.</param>
    /// <param name="timeProvider">The run's clock; none: the system's.</param>
    public StepContext(
        string stepName,
        RowId rowId = default,
        string runId = "",
        int attempt = 1,
        ILogger? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(stepName);
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        StepName = stepName;
        RowId = rowId;
        RunId = runId;
        Attempt = attempt;
        Logger = logger ?? NullLogger.Instance;
        TimeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The step's name: the name of its property in the pipeline.</summary>
    public string StepName { get; }

    /// <summary>The run's id.</summary>
    public string RunId { get; }

    /// <summary>The row of the call; of a batch or global step, the first one.</summary>
    public RowId RowId { get; }

    /// <summary>Which attempt this is: 1, or more where an earlier attempt failed and is retried.</summary>
    public int Attempt { get; }

    /// <summary>Where the step logs, under its own category.</summary>
    public ILogger Logger { get; }

    /// <summary>The run's clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>
    /// Random numbers seeded by the step's name and the row's number: the same row gets the same numbers in every run and at every
    /// attempt, whatever the concurrency.
    /// </summary>
    public Random Random =>
        _random ??= new Random(StableHashing.ToSeed(RowId.StableHash(StableHashing.Add(StableHashing.Start, StepName))));

    /// <summary>
    /// The devices that the step has to itself until the end of the run: as many as its <see cref="StepSettingsAttribute.Devices"/> asks
    /// for, by the names of <c>RunOptions.Devices</c>. Empty, if it asks for none.
    /// </summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>What the step wants to have noted with this call.</summary>
    public IDictionary<string, object?> Metadata => _metadata ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Whether anything was noted; asking makes no dictionary.</summary>
    internal bool HasMetadata => _metadata is { Count: > 0 };
}
