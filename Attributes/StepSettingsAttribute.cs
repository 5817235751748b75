namespace Distil;

/// <summary>
/// The settings that every kind of step shares. They are given on the step's class, or on the pipeline's property by the same
/// attribute, which wins name by name: what the property does not name keeps the class's value, and what neither names keeps the default.
/// </summary>
/// <remarks>
/// The compiler reads what was written in the source. A value read from an instance at run time does not tell a setting that was
/// written from one that was not.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public abstract class StepSettingsAttribute : Attribute
{
    /// <summary>
    /// How many rows a batch method sees at once; at least 1, default 50. Of batch steps and sources; on a source it is a hint, and
    /// no output depends on it. A diagnostic on a row step.
    /// </summary>
    public int BatchSize { get; set; } = 50;

    /// <summary>
    /// How many calls of the step's one object run at the same time; at least 1. Default 16 for row and batch methods that end in
    /// <c>Async</c>, otherwise 1. A source and a global step have 1.
    /// </summary>
    public int Concurrency { get; set; }

    /// <summary>
    /// Whether rows leave in the order in which they came; default true. With false, the leaves below may deliver the same rows in
    /// another order; a batch or global step, join, merge or zip below restores the order first.
    /// </summary>
    public bool Ordered { get; set; } = true;

    /// <summary>
    /// What happens to a row whose call failed after its last retry. Default <see cref="Distil.OnError.DeadLetter"/> for row and
    /// batch methods; a source or global step that fails stops the run.
    /// </summary>
    public OnError OnError { get; set; }

    /// <summary>
    /// How often a call that failed is made again, with exponential backoff and jitter; at least 0. Default 3 for row and batch
    /// methods that end in <c>Async</c>, otherwise 0. Sources, sinks and global steps have none.
    /// </summary>
    /// <remarks>
    /// Only transient failures are tried again: all but wrong arguments, what is not supported, and HTTP answers that say that the request
    /// is at fault. A step decides otherwise by <see cref="IRetryAdvice"/>.
    /// </remarks>
    public int Retries { get; set; }

    /// <summary>
    /// The pause before the first retry of a call, in seconds; at least 0, default 0.2. It doubles with each further retry, up to
    /// <see cref="MaxRetryDelay"/>; up to half of it is left out at random.
    /// </summary>
    public double RetryDelay { get; set; } = 0.2;

    /// <summary>
    /// The longest pause before a retry, in seconds; at least 0, default 30. A call whose step advises a longer one
    /// (<see cref="IRetryAdvice.RetryAfter"/>) is not made again.
    /// </summary>
    public double MaxRetryDelay { get; set; } = 30;

    /// <summary>
    /// How long one attempt may take, in seconds, above 0. Default: no limit. The step's method must take a cancellation token; an attempt
    /// that ignores it has failed all the same, is called on a task of its own, and what it gives after its time is discarded.
    /// </summary>
    /// <remarks>
    /// An attempt that goes on after its time keeps its place in <see cref="Concurrency"/> for 10 seconds, and then loses it: a step that
    /// ignores its token must bear one caller more. Of an expand without <see cref="Retries"/> the time that it waits for room below does
    /// not count.
    /// </remarks>
    public double Timeout { get; set; }

    /// <summary>
    /// Whether a completed call is written to the journal before anything below sees its answer, and is never repeated. Default
    /// true for row and batch methods that end in <c>Async</c>, otherwise false; false for sources, sinks and global steps. A global
    /// step may be made durable, and a synchronous method, which is then called a row at a time like an awaited one.
    /// </summary>
    /// <remarks>
    /// An expand with <c>OnError.Stop</c> and no <see cref="Retries"/> lets children go on as they are made, and is not durable by default.
    /// If it is made durable, the children of a row are collected before the first goes on.
    /// </remarks>
    public bool Durable { get; set; }

    /// <summary>
    /// How many rows of the step may be in flight; at least 1. The default follows from <see cref="Concurrency"/>.
    /// </summary>
    public int Window { get; set; }

    /// <summary>
    /// How many devices (GPUs) the step's object has to itself; at least 0, default 0. It gets them before it loads, and
    /// <c>StepContext.Devices</c> names them. If fewer are free, the run fails before anything is read.
    /// </summary>
    /// <remarks>
    /// The devices are those of <c>RunOptions.Devices</c>. No other step of the process has one of them until the run has ended. They are
    /// no part of the step's fingerprint: with more or fewer, no call is made again.
    /// </remarks>
    public int Devices { get; set; }

    /// <summary>
    /// A text of the user's choice that is part of the step's fingerprint: change it, and the step's calls are made again. Default: none.
    /// </summary>
    public string? Version { get; set; }

    /// <summary>
    /// Types of the project that the step calls and whose code is part of its fingerprint. Default: none; called code is not followed.
    /// </summary>
    public Type[]? DependsOn { get; set; }

    /// <summary>
    /// Whether a batch that failed is tried once more row by row; default true. A batch that ran into its <see cref="Timeout"/> is not.
    /// </summary>
    public bool SplitBatches { get; set; } = true;
}
