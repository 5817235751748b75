namespace Distil;

/// <summary>
/// A step that makes columns. Its method is <c>Process</c> (one row), <c>ProcessBatch</c> (<see cref="StepSettingsAttribute.BatchSize"/>
/// rows) or <c>ProcessAll</c> (every row: a global step), each synchronous or with the ending <c>Async</c>. Its parameters are the
/// columns that it reads, what it returns is joined to the row.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class StepAttribute : StepSettingsAttribute
{
    /// <summary>
    /// Whether what <c>ProcessAll</c> returns are new rows, any number of them, that replace the old; default false. Of a global
    /// step only.
    /// </summary>
    public bool NewRows { get; set; }
}
