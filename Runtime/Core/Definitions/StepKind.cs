// The generator compiles this file too: its model has the kinds and forms that the runtime knows.
#if DISTIL_GENERATORS
namespace Distil.Generators.Model;
#else
using System.ComponentModel;

namespace Distil.Engine;
#endif

/// <summary>The kind of a step.</summary>
#if DISTIL_GENERATORS
internal
#else
[EditorBrowsable(EditorBrowsableState.Never)]
public
#endif
enum StepKind
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

    /// <summary>The ready-made <c>Pass</c>: does nothing, and is never called.</summary>
    Pass,
}
