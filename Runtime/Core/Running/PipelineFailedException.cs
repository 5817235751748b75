namespace Distil;

/// <summary>A step failed in a way that ended the run. What it threw is the inner exception.</summary>
public sealed class PipelineFailedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="pipelineName">The pipeline's name.</param>
    /// <param name="stepName">The name of the step that failed.</param>
    /// <param name="rowId">The row that it failed on; null where it was no single one.</param>
    /// <param name="innerException">What the step threw.</param>
    /// <param name="partialResult">What the run gave until then, if it got so far.</param>
    /// <param name="reason">
    /// Why the failure ended the run, as a sentence without its full stop, where the failure alone does not say so.
    /// </param>
    public PipelineFailedException(
        string pipelineName,
        string stepName,
        RowId? rowId,
        Exception innerException,
        PipelineResult? partialResult = null,
        string? reason = null)
        : base(Describe(pipelineName, stepName, rowId, innerException, reason), innerException)
    {
        PipelineName = pipelineName;
        StepName = stepName;
        RowId = rowId;
        PartialResult = partialResult;
    }

    /// <summary>The pipeline's name.</summary>
    public string PipelineName { get; }

    /// <summary>The name of the step that failed.</summary>
    public string StepName { get; }

    /// <summary>The row that it failed on; null where it was no single one.</summary>
    public RowId? RowId { get; }

    /// <summary>
    /// What the run gave until then; null if it did not get so far. Cast it to the pipeline's own result for its data sets.
    /// </summary>
    public PipelineResult? PartialResult { get; }

    private static string Describe(string pipelineName, string stepName, RowId? rowId, Exception innerException, string? reason)
    {
        ArgumentNullException.ThrowIfNull(pipelineName);
        ArgumentNullException.ThrowIfNull(stepName);
        ArgumentNullException.ThrowIfNull(innerException);
        var row = rowId is { } id ? $" on row {id}" : "";
        var why = reason is null ? "" : $" {reason}.";
        return $"The pipeline '{pipelineName}' stopped because its step '{stepName}' failed{row}.{why} {innerException.GetType().Name}: "
            + $"{ExceptionText.MessageOf(innerException)}";
    }
}
