using System.ComponentModel;

namespace Distil.Engine;

/// <summary>How much a step's method sees at once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MethodForm
{
    /// <summary>Nothing in, a sequence of rows out: a source.</summary>
    Read,

    /// <summary>One row a call.</summary>
    Row,

    /// <summary>A batch of rows a call.</summary>
    Batch,

    /// <summary>Every row in one call: a global step.</summary>
    All,

    /// <summary>No method.</summary>
    None,
}
