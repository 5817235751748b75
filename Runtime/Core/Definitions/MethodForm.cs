// The generator compiles this file too: its model has the kinds and forms that the runtime knows.
#if DISTIL_GENERATORS
namespace Distil.Generators.Model;
#else
using System.ComponentModel;

namespace Distil.Engine;
#endif

/// <summary>How much a step's method sees at once.</summary>
#if DISTIL_GENERATORS
internal
#else
[EditorBrowsable(EditorBrowsableState.Never)]
public
#endif
enum MethodForm
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
