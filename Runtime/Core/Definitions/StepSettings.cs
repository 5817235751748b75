using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A step's settings: those of its class and its property, laid over the defaults of its kind.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record StepSettings
{
    /// <summary>Rows a call of a batch step; a hint for a source.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>Calls at the same time.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How often a failed call is made again.</summary>
    public int Retries { get; init; }

    /// <summary>The pause before the first retry of a call, in seconds.</summary>
    public double RetryDelaySeconds { get; init; } = 0.2;

    /// <summary>The longest pause before a retry, in seconds.</summary>
    public double MaxRetryDelaySeconds { get; init; } = 30;

    /// <summary>Rows in flight; 0: chosen from the concurrency.</summary>
    public int Window { get; init; }

    /// <summary>Whether rows leave in the order in which they came.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>Whether a completed call is written to the journal and never repeated.</summary>
    public bool Durable { get; init; }

    /// <summary>Whether a batch that failed is tried once more row by row.</summary>
    public bool SplitBatches { get; init; } = true;

    /// <summary>Whether what a global step returns are new rows.</summary>
    public bool NewRows { get; init; }

    /// <summary>What happens to a row whose call failed after its last retry.</summary>
    public Distil.OnError OnError { get; init; }

    /// <summary>How long one call may take; null: no limit.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>How many devices the step has to itself.</summary>
    public int Devices { get; init; }

    /// <summary>The user's part of the fingerprint.</summary>
    public string? Version { get; init; }
}
