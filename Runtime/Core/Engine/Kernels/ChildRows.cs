using System.ComponentModel;

namespace Distil.Engine;

/// <summary>
/// The children of a row, enumerated once. Where the enumeration was broken off by a failure, what closing it throws does not take the
/// failure's place.
/// </summary>
/// <typeparam name="T">Their type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ChildRows<T> : IDisposable
{
    private readonly IEnumerator<T> _rows;
    private readonly PipelineRun _run;
    private readonly string _step;
    private bool _hasEnded;

    internal ChildRows(IEnumerator<T> rows, PipelineRun run, string step) => (_rows, _run, _step) = (rows, run, step);

    /// <summary>The child at hand.</summary>
    public readonly T Current => _rows.Current;

    /// <summary>Enumerates the children.</summary>
    /// <returns>The same.</returns>
    public readonly ChildRows<T> GetEnumerator() => this;

    /// <summary>Goes to the next child.</summary>
    /// <returns>False: there are no more.</returns>
    public bool MoveNext()
    {
        if (_rows.MoveNext())
        {
            return true;
        }

        _hasEnded = true;
        return false;
    }

    /// <summary>Closes the enumeration.</summary>
    public readonly void Dispose()
    {
        if (_hasEnded)
        {
            _rows.Dispose();
        }
        else
        {
            _run.UserCode.Run(_step, _rows.Dispose);
        }
    }
}
