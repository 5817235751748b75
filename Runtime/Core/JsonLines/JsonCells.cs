using System.Buffers;
using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>
/// A column whose values are kept as they stand in a file, one after the other in few blocks of bytes that are used again. For
/// generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonCells
{
    private const int FirstBlock = 4 * 1024;
    private const int LargestKept = 16 * 1024 * 1024;

    private long[] _places;             // which block, and where in it
    private int[] _lengths;             // 0: null
    private byte[][] _blocks = new byte[2][];
    private int _count;
    private byte[] _own = [];
    private int _ownBlock = -1;
    private int _used;
    private int _lentBlock = -1;
    private ArrayBufferWriter<byte>? _written;
    private Utf8JsonWriter? _writer;

    /// <summary>Makes an empty column.</summary>
    /// <param name="capacity">Rows that fit.</param>
    public JsonCells(int capacity)
    {
        _places = new long[capacity];
        _lengths = new int[capacity];
    }

    /// <summary>A value as it stands in a file; empty: null. What is set is copied.</summary>
    /// <param name="row">The row's index.</param>
    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            var length = _lengths[row];
            return length == 0 ? default : _blocks[(int)(_places[row] >> 32)].AsSpan((int)_places[row], length);
        }

        set
        {
            _lengths[row] = value.Length;
            if (value.IsEmpty)
            {
                return;
            }

            if (_ownBlock < 0 || _own.Length - _used < value.Length)
            {
                Reserve(value.Length);
            }

            value.CopyTo(_own.AsSpan(_used));
            _places[row] = ((long)_ownBlock << 32) | (uint)_used;
            _used += value.Length;
        }
    }

    /// <summary>Begins to write a value.</summary>
    /// <returns>Where to.</returns>
    public Utf8JsonWriter Begin()
    {
        _written ??= new ArrayBufferWriter<byte>(FirstBlock);
        _writer ??= new Utf8JsonWriter(_written, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _written.ResetWrittenCount();
        _writer.Reset();
        return _writer;
    }

    /// <summary>Keeps the value that was written.</summary>
    /// <param name="row">The row's index.</param>
    public void End(int row)
    {
        _writer!.Flush();
        var written = _written!.WrittenSpan;
        this[row] = written.SequenceEqual("null"u8) ? default : written;
    }

    /// <summary>Makes room.</summary>
    /// <param name="capacity">Rows that fit.</param>
    public void Resize(int capacity)
    {
        Array.Resize(ref _places, capacity);
        Array.Resize(ref _lengths, capacity);
    }

    /// <summary>Copies values of another column.</summary>
    /// <param name="from">The column.</param>
    /// <param name="start">The first row.</param>
    /// <param name="at">Where it goes.</param>
    /// <param name="count">How many.</param>
    public void Copy(JsonCells from, int start, int at, int count)
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
        Array.Clear(_blocks, 0, _count);
        _count = 0;
        _used = 0;
        _ownBlock = -1;
        _lentBlock = -1;
        if (_own.Length > LargestKept)
        {
            _own = [];
        }
    }

    /// <summary>Keeps a value where it stands, in a block that stays as it is until the column is cleared.</summary>
    internal void Set(int row, byte[] block, int start, int length)
    {
        if (_lentBlock < 0 || !ReferenceEquals(_blocks[_lentBlock], block))
        {
            _lentBlock = Add(block);
        }

        _places[row] = ((long)_lentBlock << 32) | (uint)start;
        _lengths[row] = length;
    }

    /// <summary>A block that is full stays for the values in it; the next is larger, so that one is enough for the next rows.</summary>
    private void Reserve(int length)
    {
        if (_own.Length < length || _ownBlock >= 0)
        {
            _own = new byte[Math.Max(length, Math.Min(Math.Max(2 * (long)_own.Length, FirstBlock), LargestKept))];
        }

        _ownBlock = Add(_own);
        _used = 0;
    }

    private int Add(byte[] block)
    {
        if (_count == _blocks.Length)
        {
            Array.Resize(ref _blocks, 2 * _count);
        }

        _blocks[_count] = block;
        return _count++;
    }
}
