using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A batch step between a fork and the place where its branches meet.</summary>
/// <param name="Step">Its index.</param>
/// <param name="MayMiss">Rows of the fork may be missing or multiplied there: its batches also close by position.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BatchOnTheWay(int Step, bool MayMiss);

/// <summary>A place where branches meet, and the fork that it holds back.</summary>
/// <param name="Fork">The fork.</param>
/// <param name="Meeting">Which of its meetings the place is.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct HeldFork(ForkGate Fork, int Meeting);

/// <summary>
/// Keeps a fork from running further ahead of the places where its branches meet than they need. The channels
/// into such a place hold any number of batches, so that no branch can block another; what bounds them is this.
/// </summary>
/// <remarks>
/// A batch step on the way may wait for <c>BatchSize</c> rows of the fork (where some may be missing: for the next
/// multiple of 64 × <c>BatchSize</c>) before its first row comes out. So a window as wide as the sum of these on
/// all ways can never starve a branch, and the slowest meeting always moves on.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ForkGate
{
    private readonly PipelineRun _run;
    private readonly int _sourceIndex;
    private readonly List<long> _progress = [];
    private readonly AsyncSignal _moved = new();
    private long _window;
    private bool _isUnbounded;

    internal ForkGate(PipelineRun run, string name, int sourceIndex)
    {
        _run = run;
        _sourceIndex = sourceIndex;
        Name = name;
        _window = 4L * run.TransportSize;
        run.WhenStopping(_moved.Set);
    }

    internal string Name { get; }

    /// <summary>Rows that may be ahead of the slowest meeting.</summary>
    internal long Window => _isUnbounded ? long.MaxValue : _window;

    /// <summary>Declares a place where branches of this fork meet.</summary>
    /// <param name="crossesGlobal">A global step lies on the way: it needs every row first, so nothing is held back.</param>
    /// <param name="batchSteps">The batch steps on the ways.</param>
    /// <returns>This fork.</returns>
    public ForkGate Meeting(bool crossesGlobal, params BatchOnTheWay[] batchSteps)
    {
        _progress.Add(0);
        _isUnbounded |= crossesGlobal;
        foreach (var (step, mayMiss) in batchSteps)
        {
            var size = _run.Settings(step).BatchSize;
            _window += mayMiss ? 64L * size : size;
        }

        return this;
    }

    /// <summary>Whether a row with this number may pass now.</summary>
    internal bool IsOpen(long count)
    {
        if (_isUnbounded || _run.IsStopping)
        {
            return true;
        }

        for (var meeting = 0; meeting < _progress.Count; meeting++)
        {
            if (count - Volatile.Read(ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_progress)[meeting]) >= _window)
            {
                return false;
            }
        }

        return true;
    }

    internal async ValueTask WaitAsync(long count)
    {
        while (!IsOpen(count))
        {
            await _moved.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A meeting has dealt with every row below <paramref name="mark"/>.</summary>
    /// <param name="meeting">Which one.</param>
    /// <param name="mark">A number of this fork; at a merge of several sources, packed with a source's index.</param>
    /// <param name="isPacked">Whether it is.</param>
    internal void Report(int meeting, long mark, bool isPacked)
    {
        if (_sourceIndex >= 0 && isPacked && mark != long.MaxValue)
        {
            var source = PipelineRun.SourceOf(mark);
            mark = source == _sourceIndex ? PipelineRun.PlaceOf(mark) : source > _sourceIndex ? long.MaxValue : 0;
        }

        ref var progress = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_progress)[meeting];
        if (mark > progress)
        {
            Volatile.Write(ref progress, mark);
            _moved.Set();
        }
    }
}
