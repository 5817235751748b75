using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>
/// Where each answer lies: key and tag to location. It is filled from the records of a tail, and read by all workers afterwards.
/// </summary>
/// <remarks>
/// An answer takes 32 bytes in blocks that are never moved, and four to eight in an open table of indices, so that ten million answers take
/// less than 400 MB. Adding is for one thread; when all are added, several may look up.
/// </remarks>
internal sealed class AnswerIndex
{
    private const int BlockBits = 13;
    private const int BlockLength = 1 << BlockBits;

    /// <summary>The table grows when it is fuller than this, in percent: to one and a half times its size.</summary>
    private const int MostPercent = 80;

    private readonly List<Entry[]> _blocks = [];

    /// <summary>Per slot the index of an entry, from 1; 0: it is free.</summary>
    private int[] _slots = new int[1024];

    /// <summary>How many answers there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes the index takes.</summary>
    public long Bytes => ((long)_blocks.Count * BlockLength * 32) + ((long)_slots.Length * sizeof(int));

    /// <summary>Adds the answers of a record. A later one of the same key and tag takes the place of the one before.</summary>
    public void Add(in JournalRecord record)
    {
        for (var answer = 0; answer < record.Answers; answer++)
        {
            Add(record.AnswerAt(answer), record.Location);
        }
    }

    /// <summary>Adds an answer.</summary>
    public void Add(in AnswerId id, JournalLocation location)
    {
        var slot = SlotOf(id, _slots);
        if (_slots[slot] != 0)
        {
            EntryAt(_slots[slot]).Location = location.Packed;
            return;
        }

        if ((long)Count * 100 >= (long)_slots.Length * MostPercent)
        {
            Grow();
            slot = SlotOf(id, _slots);
        }

        if (Count == _blocks.Count * BlockLength)
        {
            _blocks.Add(new Entry[BlockLength]);
        }

        _slots[slot] = ++Count;
        EntryAt(Count) = new() { Key = id.Key, Tag = id.Tag, Location = location.Packed };
    }

    /// <summary>Finds the record that holds an answer.</summary>
    public bool TryFind(in AnswerId id, out JournalLocation location)
    {
        var entry = _slots[SlotOf(id, _slots)];
        location = entry == 0 ? default : JournalLocation.FromPacked(EntryAt(entry).Location);
        return entry != 0;
    }

    /// <summary>The slot of an answer, or the free one where it belongs.</summary>
    private int SlotOf(in AnswerId id, int[] slots)
    {
        var slot = AnswerSlots.First(slots, id.Key, id.Tag);
        while (slots[slot] is var entry && entry != 0 && !EntryAt(entry).IsOf(id))
        {
            slot = AnswerSlots.After(slots, slot);
        }

        return slot;
    }

    private ref Entry EntryAt(int entry) => ref _blocks[(entry - 1) >> BlockBits][(entry - 1) & (BlockLength - 1)];

    private void Grow()
    {
        var slots = AnswerSlots.Larger(_slots);
        for (var entry = 1; entry <= Count; entry++)
        {
            slots[SlotOf(new(EntryAt(entry).Key, EntryAt(entry).Tag), slots)] = entry;
        }

        _slots = slots;
    }

    private struct Entry
    {
        public AnswerKey Key;
        public ulong Tag;
        public long Location;

        public readonly bool IsOf(in AnswerId id) => Key == id.Key && Tag == id.Tag;
    }
}
