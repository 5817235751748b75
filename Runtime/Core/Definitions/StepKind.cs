using System.ComponentModel;

namespace Distil.Engine;

/// <summary>The kind of a step.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum StepKind
{
    /// <summary>Reads rows from outside.</summary>
    Source,

    /// <summary>Makes columns.</summary>
    Step,

    /// <summary>Keeps some rows.</summary>
    Filter,

    /// <summary>Makes several rows of one.</summary>
    Expand,

    /// <summary>Sends rows one way or several.</summary>
    Router,

    /// <summary>Writes rows outside.</summary>
    Sink,

    /// <summary>The ready-made <see cref="Distil.Pass"/>.</summary>
    Pass,
}
