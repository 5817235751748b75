namespace Distil.IO.JsonLines;

/// <summary>
/// How a line was laid out: what stands before each value, byte by byte, and which member it is. The next line most often is laid
/// out alike. Names that stand twice are in no layout.
/// </summary>
/// <param name="prefixes">What stands before each value: the brace or comma, the name, the colon.</param>
/// <param name="members">The member of each value; -1: none that is read.</param>
/// <param name="absent">The members that are read and are not there.</param>
internal sealed class JsonLayout(byte[][] prefixes, int[] members, int[] absent)
{
    public byte[][] Prefixes => prefixes;

    public int[] Members => members;

    public int[] Absent => absent;
}

/// <summary>
/// The layout that all who parse one source expect. It is learnt anew a few times: lines that differ each time are not worth it.
/// </summary>
internal sealed class JsonLayouts
{
    private const int MaxLearnt = 32;

    private JsonLayout? _current;
    private int _learnt;

    public JsonLayout? Current => Volatile.Read(ref _current);

    public bool CanLearn => Volatile.Read(ref _learnt) < MaxLearnt;

    public void Learn(JsonLayout layout)
    {
        Interlocked.Increment(ref _learnt);
        Volatile.Write(ref _current, layout);
    }
}
