using System.ComponentModel;
using Distil.Engine;
using Distil.Running;

namespace Distil;

/// <summary>What a run gave. A pipeline's own result adds a data set for each leaf.</summary>
public abstract class PipelineResult
{
    private readonly RunSummary _summary;

    /// <summary>Called by generated code.</summary>
    /// <param name="run">What the run gave.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected PipelineResult(RunOutcome run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _summary = run.Summary;
    }

    /// <summary>How the run ended.</summary>
    public RunStatus Status => _summary.Status;

    /// <summary>What each step did, in declared order.</summary>
    public IReadOnlyList<StepReport> Steps => _summary.Steps;

    /// <summary>
    /// At most 1,000 failures: the one that ended the run, if one did, then of each step the first in the order of its rows, then what
    /// loggers, progress, callbacks of tokens and the like threw while the run went on. Where there are more, the steps share the places
    /// evenly.
    /// </summary>
    public IReadOnlyList<RunError> Errors => _summary.Errors;

    /// <summary>How many failures there were in all.</summary>
    public long ErrorCount => _summary.ErrorCount;

    /// <summary>The full path of the directory that the run wrote to; null if it ran in memory.</summary>
    public string? Directory => _summary.Directory;

    /// <summary>What the run did with an earlier one in its directory; null if it ran in memory.</summary>
    public ResumeReport? Resume => _summary.Resume;

    /// <summary>How long the run took, loading and unloading included.</summary>
    public TimeSpan Elapsed => _summary.Elapsed;
}
