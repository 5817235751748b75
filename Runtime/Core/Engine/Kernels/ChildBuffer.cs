using System.ComponentModel;
using Distil.Engine.Kernels;
using Distil.Engine.State;

namespace Distil.Engine;

/// <summary>The children of one row between the call that makes them and the loop that they go on to.</summary>
/// <remarks>
/// One attempt adds, and the driver of the stage takes all that there are at a time. Both hold the lock of the <see cref="ChildRoom"/>,
/// which says when another child may be made.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ChildBuffer
{
    private protected ChildBuffer()
    {
    }

    /// <summary>What bounds the children of all rows.</summary>
    internal ChildRoom Room { get; set; } = null!;

    /// <summary>How the attempt at hand waits for room.</summary>
    internal IChildPause Pause { get; set; } = null!;

    /// <summary>How long attempts have waited for room.</summary>
    internal TimeSpan Waited { get; set; }

    /// <summary>Whether the run has come to its end while the attempt waited for room: the enumeration must not even be closed.</summary>
    internal bool MayNotClose { get; set; }

    /// <summary>Set when the attempt that waits for room should ask again.</summary>
    internal AsyncSignal MayAdd { get; } = new();

    /// <summary>Children that were made and not taken. Guarded by the room.</summary>
    internal int Count { get; private protected set; }

    /// <summary>Whether another child may be made without waiting. The attempt's alone, once the call has begun.</summary>
    internal bool HasRoom { get; set; }

    /// <summary>Whether no row stands before this one. Guarded by the room.</summary>
    internal bool IsFirst { get; set; }

    /// <summary>Whether the call has its outcome: what an attempt still makes is discarded. Guarded by the room.</summary>
    internal bool IsClosed { get; set; }
}

/// <summary>The children of one row between the call that makes them and the loop that they go on to.</summary>
/// <typeparam name="T">Their type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChildBuffer<T> : ChildBuffer
{
    private T[] _made = [];
    private T[] _taken = [];
    private long _last = -1;

    /// <summary>Takes the children that were made since the last time.</summary>
    /// <param name="last">The number of the child before them; -1: there is none.</param>
    /// <returns>The children, until the next time.</returns>
    /// <remarks>No span: generated code compiles as C# 10, too, and cannot enumerate one there with every framework.</remarks>
    public ArraySegment<T> Take(out long last)
    {
        lock (Room.Lock)
        {
            last = _last;
            (_made, _taken) = (_taken, _made);
            var count = Count;
            _last += count;
            Count = 0;
            Room.NoteTaken(this, count);
            return new(_taken, 0, count);
        }
    }

    /// <summary>Asks before each child whether it may be made; waits until there is room for it.</summary>
    /// <returns>False: nothing more is taken.</returns>
    internal ValueTask<bool> MayMakeAsync() => HasRoom ? new(true) : Pause.WaitForRoomAsync(this);

    /// <summary>Adds a child, unless the call has its outcome.</summary>
    internal void Add(T child)
    {
        bool isFirst;
        lock (Room.Lock)
        {
            if (IsClosed)
            {
                HasRoom = false;
                return;
            }

            if (Count == _made.Length)
            {
                Array.Resize(ref _made, Math.Max(4, Count * 2));
            }

            _made[Count++] = child;
            isFirst = Room.NoteMade(this);
            HasRoom = Room.HasRoomFor(this);
        }

        if (isFirst)
        {
            Room.Made.Set();
        }
    }
}
