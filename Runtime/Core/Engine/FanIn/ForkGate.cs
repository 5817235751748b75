using System.ComponentModel;
using Distil.Engine.State;
using Distil.Running;

namespace Distil.Engine;

/// <summary>A batch step between a fork and a fan-in of its branches.</summary>
/// <param name="Step">Its index.</param>
/// <param name="MayDrop">Rows of the fork may be missing or multiplied there: its batches also close by position.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BatchBelowFork(int Step, bool MayDrop);

/// <summary>A fan-in and the fork that it holds back.</summary>
/// <param name="Fork">The fork.</param>
/// <param name="FanIn">The index of the fan-in among those of the fork.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct HeldFork(ForkGate Fork, int FanIn);

/// <summary>
/// Keeps a fork from running further ahead of the fan-ins of its branches than they need. The channels into a
/// fan-in hold any number of batches, so that no branch can block another. The gate is what bounds them.
/// </summary>
/// <remarks>
/// A batch step on a branch may wait for <c>BatchSize</c> rows of the fork (where some may be missing: for the next
/// multiple of 64 × <c>BatchSize</c>) before its first row comes out. So a window as wide as the sum of these on
/// all branches can never starve one of them, and the slowest fan-in always moves on.
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

    /// <summary>Rows that may be ahead of the slowest fan-in.</summary>
    internal long Window => _isUnbounded ? long.MaxValue : _window;

    /// <summary>Declares a fan-in of branches of this fork.</summary>
    /// <param name="crossesGlobal">A global step lies on a branch: it needs every row first, so nothing is held back.</param>
    /// <param name="batchSteps">The batch steps on the branches.</param>
    /// <returns>This fork.</returns>
    public ForkGate FanIn(bool crossesGlobal, params BatchBelowFork[] batchSteps)
    {
        _progress.Add(0);
        _isUnbounded |= crossesGlobal;
        foreach (var (step, mayDrop) in batchSteps)
        {
            var size = _run.Settings(step).BatchSize;
            _window += mayDrop ? 64L * size : size;
        }

        return this;
    }

    /// <summary>The numbers begin here: the run goes on with an earlier one. Called before a row passes.</summary>
    internal void StartAt(long count)
    {
        for (var fanIn = 0; fanIn < _progress.Count; fanIn++)
        {
            _progress[fanIn] = count;
        }
    }

    /// <summary>Whether a row with this number may pass now.</summary>
    internal bool IsOpen(long count)
    {
        if (_isUnbounded || _run.IsStopping)
        {
            return true;
        }

        for (var fanIn = 0; fanIn < _progress.Count; fanIn++)
        {
            if (count - Volatile.Read(ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_progress)[fanIn]) >= _window)
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

    /// <summary>A fan-in has dealt with every row below <paramref name="watermark"/>.</summary>
    /// <param name="fanIn">Which one.</param>
    /// <param name="watermark">A number of this fork; at a merge of several sources, packed with a source's index.</param>
    /// <param name="isPacked">Whether it is.</param>
    internal void Report(int fanIn, long watermark, bool isPacked)
    {
        if (_sourceIndex >= 0 && isPacked && watermark != long.MaxValue)
        {
            var source = RowNumber.SourceOf(watermark);
            watermark = source == _sourceIndex ? RowNumber.OrdinalOf(watermark) : source > _sourceIndex ? long.MaxValue : 0;
        }

        ref var progress = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_progress)[fanIn];
        if (watermark > progress)
        {
            Volatile.Write(ref progress, watermark);
            _run.Reach(RacePoint.Gate);
            _moved.Set();
        }
    }
}
