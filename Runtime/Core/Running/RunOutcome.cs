using System.ComponentModel;
using Distil.Running;

namespace Distil.Engine;

/// <summary>What a run gave, for the pipeline's own result.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RunOutcome
{
    private readonly Func<int, object> _dataset;

    internal RunOutcome(RunSummary summary, Func<int, object> dataset)
    {
        Summary = summary;
        _dataset = dataset;
    }

    internal RunSummary Summary { get; }

    /// <summary>The rows of a leaf.</summary>
    /// <typeparam name="TRow">Their type.</typeparam>
    /// <param name="leaf">The leaf's index.</param>
    /// <returns>The data set.</returns>
    public Dataset<TRow> Dataset<TRow>(int leaf) => (Dataset<TRow>)_dataset(leaf);
}
