using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>
/// The answers of earlier generations, and of another directory: by key and tag, and by key alone. Filled by one thread; afterwards several
/// may look up, and each changes who owns the answers of its own step.
/// </summary>
/// <remarks>
/// An answer takes 56 bytes in blocks that are never moved, and two entries of 4 bytes in open tables that are at least half full: 66 to 69
/// bytes in all. While the table is filled answers are found by the tag under which they were written, since claims name them so;
/// afterwards by that of the row that has them.
/// </remarks>
internal sealed class EarlierTable
{
    private const int BlockBits = 13;
    private const int BlockLength = 1 << BlockBits;
    private const int EntryBytes = 56;
    private const int MostPercent = 80;

    private readonly List<EarlierAnswer[]> _blocks = [];
    private int[] _slots = new int[1024];
    private int[] _keys = [];

    /// <summary>How many answers there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes the table takes.</summary>
    public long Bytes => ((long)_blocks.Count * BlockLength * EntryBytes) + ((long)(_slots.Length + _keys.Length) * sizeof(int));

    /// <summary>An answer.</summary>
    /// <param name="answer">Its number, from 1.</param>
    public ref EarlierAnswer this[int answer] => ref _blocks[(answer - 1) >> BlockBits][(answer - 1) & (BlockLength - 1)];

    /// <summary>While the table is filled: adds an answer.</summary>
    public void Add(in EarlierAnswer answer)
    {
        if ((long)Count * 100 >= (long)_slots.Length * MostPercent)
        {
            var slots = AnswerSlots.Larger(_slots);
            for (var earlier = 1; earlier <= Count; earlier++)
            {
                Place(slots, this[earlier].Key, this[earlier].WrittenTag, earlier);
            }

            _slots = slots;
        }

        if (Count == _blocks.Count * BlockLength)
        {
            _blocks.Add(new EarlierAnswer[BlockLength]);
        }

        this[++Count] = answer;
        Place(_slots, answer.Key, answer.WrittenTag, Count);
    }

    /// <summary>While the table is filled: finds an answer by what it was written as.</summary>
    /// <param name="id">The key, and the tag under which it was written.</param>
    /// <param name="location">Its record; null: the last one of <paramref name="owner"/> that is still its row's.</param>
    /// <param name="owner">The step.</param>
    /// <returns>Its number; 0: there is none.</returns>
    public int FindWritten(in AnswerId id, EarlierLocation? location, int owner = 0)
    {
        for (var slot = AnswerSlots.First(_slots, id.Key, id.Tag); _slots[slot] != 0; slot = AnswerSlots.After(_slots, slot))
        {
            ref var entry = ref this[_slots[slot]];
            if (entry.Key == id.Key && entry.WrittenTag == id.Tag
                && (location is { } at ? entry.Location == at : entry.Owner == owner && entry.OwnerTag == id.Tag))
            {
                return _slots[slot];
            }
        }

        return 0;
    }

    /// <summary>While the table is filled: finds an answer of another directory that was copied from there.</summary>
    /// <param name="id">The key, and the tag under which it was written there.</param>
    /// <param name="location">
    /// Its record. If it does not lie there any more, since a tail of that journal has moved, the last one with that key and tag is meant.
    /// </param>
    /// <returns>Its number; 0: there is none that was not copied before.</returns>
    public int FindCopied(in AnswerId id, EarlierLocation location)
    {
        var last = 0;
        for (var slot = AnswerSlots.First(_slots, id.Key, id.Tag); _slots[slot] != 0; slot = AnswerSlots.After(_slots, slot))
        {
            var answer = _slots[slot];
            ref var entry = ref this[answer];
            if (entry.Key != id.Key || entry.WrittenTag != id.Tag || !entry.Location.IsReused || entry.Owner == EarlierAnswer.TakenNow)
            {
                continue;
            }

            if (entry.Location == location)
            {
                return answer;
            }

            last = last == 0 || entry.Location.Packed > this[last].Location.Packed ? answer : last;
        }

        return last;
    }

    /// <summary>All are added: from now on they are found by their rows, and by their keys.</summary>
    public void Complete()
    {
        Array.Clear(_slots);
        _keys = new int[(int)Math.Min(Array.MaxLength, (Count * 5L / 4) + 2)];
        for (var answer = 1; answer <= Count; answer++)
        {
            ref var entry = ref this[answer];
            Place(_slots, entry.Key, entry.OwnerTag, answer);
            var slot = AnswerSlots.First(_keys, entry.Key, 0);
            while (_keys[slot] != 0 && this[_keys[slot]].Key != entry.Key)
            {
                slot = AnswerSlots.After(_keys, slot);
            }

            (entry.Next, _keys[slot]) = (_keys[slot], answer);
        }
    }

    /// <summary>The last answer with a key; <see cref="EarlierAnswer.Next"/> leads to the one before. 0: there is none.</summary>
    public int Last(in AnswerKey key)
    {
        if (_keys.Length == 0)
        {
            return 0;
        }

        var slot = AnswerSlots.First(_keys, key, 0);
        while (_keys[slot] != 0 && this[_keys[slot]].Key != key)
        {
            slot = AnswerSlots.After(_keys, slot);
        }

        return _keys[slot];
    }

    /// <summary>Goes through the answers that a row has.</summary>
    /// <param name="key">The key.</param>
    /// <param name="tag">The tag of the row.</param>
    /// <param name="slot">-1 at first, then what the call before has left there.</param>
    /// <returns>The next answer; 0: there is no more.</returns>
    public int NextOf(in AnswerKey key, ulong tag, ref int slot)
    {
        slot = slot < 0 ? AnswerSlots.First(_slots, key, tag) : AnswerSlots.After(_slots, slot);
        for (; _slots[slot] != 0; slot = AnswerSlots.After(_slots, slot))
        {
            ref var entry = ref this[_slots[slot]];
            if (entry.OwnerTag == tag && entry.Key == key)
            {
                return _slots[slot];
            }
        }

        return 0;
    }

    private static void Place(int[] slots, in AnswerKey key, ulong tag, int answer)
    {
        var slot = AnswerSlots.First(slots, key, tag);
        while (slots[slot] != 0)
        {
            slot = AnswerSlots.After(slots, slot);
        }

        slots[slot] = answer;
    }
}
