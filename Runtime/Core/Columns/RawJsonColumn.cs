using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Distil.Columns;
using Distil.IO.Json;

namespace Distil.Engine;

/// <summary>
/// A column whose values are kept as they stand in a file: where they stand, or one after the other in few blocks of bytes that are
/// used again. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RawJsonColumn
{
    private const int FirstBlock = 4 * 1024;
    private const int LargestKept = 16 * 1024 * 1024;

    /// <summary>
    /// How many bytes of files a batch keeps from being used again: where a filter leaves few rows of each piece, they are copied.
    /// </summary>
    private const int MostInputBytes = 4 * 1024 * 1024;

    private long[] _locations;             // which block, and where in it
    private int[] _lengths;             // 0: null
    private RawJsonBlock[] _blocks = new RawJsonBlock[4];
    private int _count;
    private RawJsonBlock? _input;
    private long _inputLocation;
    private long _inputBytes;
    private RawJsonBlock _own = new([]);
    private long _ownLocation = -1;
    private int _used;
    private ArrayBufferWriter<byte>? _written;
    private Utf8JsonWriter? _writer;

    /// <summary>Makes an empty column.</summary>
    /// <param name="capacity">Rows that fit.</param>
    public RawJsonColumn(int capacity)
    {
        _locations = new long[capacity];
        _lengths = new int[capacity];
    }

    /// <summary>A value. What stands in a file is not copied when it is set, but for little of much.</summary>
    /// <param name="row">The row's index.</param>
    public RawJson this[int row]
    {
        get
        {
            var length = _lengths[row];
            return length == 0 ? default : new(_blocks[(int)(_locations[row] >> 32)], (int)_locations[row], length);
        }

        set
        {
            _lengths[row] = value.Length;
            if (value.Length == 0)
            {
                return;
            }

            if (ReferenceEquals(value.Block, _input) || TryReferTo(value.Block!, MostInputBytes))
            {
                _locations[row] = _inputLocation | (uint)value.Start;
            }
            else
            {
                Set(row, value.Span);
            }
        }
    }

    /// <summary>Begins to write a value.</summary>
    /// <returns>Where to.</returns>
    public Utf8JsonWriter BeginValue()
    {
        _written ??= new ArrayBufferWriter<byte>(FirstBlock);
        _writer ??= new Utf8JsonWriter(_written, JsonLimits.WriterOptions);
        _written.ResetWrittenCount();
        _writer.Reset();
        return _writer;
    }

    /// <summary>Keeps the value that was written.</summary>
    /// <param name="row">The row's index.</param>
    public void EndValue(int row)
    {
        _writer!.Flush();
        var written = _written!.WrittenSpan;
        Set(row, written.SequenceEqual("null"u8) ? default : written);
    }

    /// <summary>Makes room for a number of rows.</summary>
    /// <param name="capacity">Rows that fit.</param>
    public void Resize(int capacity)
    {
        Array.Resize(ref _locations, capacity);
        Array.Resize(ref _lengths, capacity);
    }

    /// <summary>Copies values of another column.</summary>
    /// <param name="from">The column.</param>
    /// <param name="start">The first row.</param>
    /// <param name="at">Where it goes.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(RawJsonColumn from, int start, int at, int count)
    {
        ArgumentNullException.ThrowIfNull(from);
        for (var row = 0; row < count; row++)
        {
            this[at + row] = from[start + row];
        }
    }

    /// <summary>Forgets every value.</summary>
    public void Clear()
    {
        foreach (var block in _blocks.AsSpan(0, _count))
        {
            block.Release();
        }

        Array.Clear(_blocks, 0, _count);
        _count = 0;
        _used = 0;
        _ownLocation = -1;
        _input = null;
        _inputBytes = 0;
        if (_own.Bytes.Length > LargestKept)
        {
            _own = new([]);
        }
    }

    /// <summary>Makes the first rows those without a value.</summary>
    internal void Empty(int rows) => Array.Clear(_lengths, 0, rows);

    /// <summary>Keeps a copy of a value.</summary>
    internal void Set(int row, ReadOnlySpan<byte> value)
    {
        _lengths[row] = value.Length;
        if (value.IsEmpty)
        {
            return;
        }

        if (_ownLocation < 0 || _own.Bytes.Length - _used < value.Length)
        {
            Reserve(value.Length);
        }

        value.CopyTo(_own.Bytes.AsSpan(_used));
        _locations[row] = _ownLocation | (uint)_used;
        _used += value.Length;
    }

    /// <summary>Keeps a value of the piece whose rows these are, where it stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Set(int row, RawJsonBlock block, int start, int length)
    {
        if (!ReferenceEquals(block, _input) && !TryReferTo(block, long.MaxValue))
        {
            Set(row, block.Bytes.AsSpan(start, length));
            return;
        }

        _locations[row] = _inputLocation | (uint)start;
        _lengths[row] = length;
    }

    private bool TryReferTo(RawJsonBlock block, long most)
    {
        // What another column has written is its own, and written over when that is cleared.
        if (_inputBytes + block.Bytes.Length > most || !block.TryRetain())
        {
            return false;
        }

        _input = block;
        _inputBytes += block.Bytes.Length;
        _inputLocation = Add(block);
        return true;
    }

    /// <summary>
    /// Begins a new block when one is full. The full one is kept for its values; the new one is larger, so that it suffices for the next
    /// rows.
    /// </summary>
    private void Reserve(int length)
    {
        var size = _own.Bytes.Length;
        if (size < length || _ownLocation >= 0)
        {
            _own = new(new byte[Math.Max(length, Math.Min(Math.Max(2 * (long)size, FirstBlock), LargestKept))]);
        }

        _ownLocation = Add(_own);
        _used = 0;
    }

    /// <returns>The places in the block begin there.</returns>
    private long Add(RawJsonBlock block)
    {
        if (_count == _blocks.Length)
        {
            Array.Resize(ref _blocks, 2 * _count);
        }

        _blocks[_count] = block;
        return (long)_count++ << 32;
    }
}
