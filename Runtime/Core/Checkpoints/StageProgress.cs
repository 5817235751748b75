namespace Distil.Checkpoints;

/// <summary>How far a stage has come, and where it may begin again.</summary>
/// <remarks>
/// The stage notes, the committer reads: safe for several threads at once. What is noted are facts, which stay true. So the committer may
/// read them at any moment, and any lower restart point is as right as a higher one: where there are many, every other one is forgotten,
/// and of those that follow only every other one is kept.
/// </remarks>
internal sealed class StageProgress
{
    /// <summary>So many restart points are kept at most.</summary>
    internal const int MaxPoints = 1_024;

    private readonly Gate _gate = new();
    private readonly int _forksOfPoint;
    private Position[] _positions = new Position[16];
    private long[] _forks;
    private long[] _answers = new long[16];
    private int _count;
    private int _every = 1;
    private int _skipped;
    private long _reached;

    /// <summary>Prepares the progress of a stage.</summary>
    /// <param name="start">Where the stage begins.</param>
    public StageProgress(RestartPoint start)
    {
        _forksOfPoint = start.Forks.Count;
        _forks = new long[_positions.Length * _forksOfPoint];
        Add(start.Position, [.. start.Forks], start.Answers);
        _reached = start.Position.Number;
    }

    /// <summary>Every row with a smaller number has been handled by the stage, the calls of sinks included.</summary>
    public long Reached => Volatile.Read(ref _reached);

    /// <summary>Every row with a smaller number has been handled. A stage that begins behind others' rows hears of them, too.</summary>
    public void Reach(long number)
    {
        if (number > _reached)
        {
            Volatile.Write(ref _reached, number);
        }
    }

    /// <summary>The stage may begin again at a place.</summary>
    /// <param name="position">The place; one that is not behind the last noted is passed over.</param>
    /// <param name="forks">Per fork: the rows that had reached it there.</param>
    /// <param name="answers">As of <see cref="RestartPoint.Answers"/>.</param>
    public void Note(Position position, ReadOnlySpan<long> forks, long answers = RestartPoint.NoAnswers)
    {
        lock (_gate)
        {
            if (_positions[_count - 1].IsBefore(position) && ++_skipped >= _every)
            {
                _skipped = 0;
                Add(position, forks, answers);
            }
        }
    }

    /// <summary>Finds the last place where the stage may begin again that lies not behind the first row with a number.</summary>
    /// <param name="number">The number: nothing of it, or above, is committed.</param>
    public RestartPoint PointAt(long number)
    {
        lock (_gate)
        {
            var point = IndexAt(number);
            return new(_positions[point], _forks.AsSpan(point * _forksOfPoint, _forksOfPoint).ToArray()) { Answers = _answers[point] };
        }
    }

    /// <summary>Forgets places that no cut will need: numbers that are committed never go back.</summary>
    /// <param name="number">As of <see cref="PointAt"/>: what that finds stays.</param>
    public void Forget(long number)
    {
        lock (_gate)
        {
            var first = IndexAt(number);
            _count -= first;
            Array.Copy(_positions, first, _positions, 0, _count);
            Array.Copy(_answers, first, _answers, 0, _count);
            Array.Copy(_forks, first * _forksOfPoint, _forks, 0, _count * _forksOfPoint);
            if (_count <= MaxPoints / 4)
            {
                _every = Math.Max(1, _every / 2);
            }
        }
    }

    private int IndexAt(long number)
    {
        // The first point is where the stage began, and nothing before that is asked for.
        var (low, high) = (0, _count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (new Position(number, 0).IsBefore(_positions[middle]))
            {
                high = middle - 1;
            }
            else
            {
                low = middle;
            }
        }

        return low;
    }

    private void Add(Position position, ReadOnlySpan<long> forks, long answers)
    {
        if (_count == MaxPoints)
        {
            Thin();
        }

        if (_count == _positions.Length)
        {
            Array.Resize(ref _positions, _count * 2);
            Array.Resize(ref _answers, _count * 2);
            Array.Resize(ref _forks, _count * 2 * _forksOfPoint);
        }

        (_positions[_count], _answers[_count]) = (position, answers);
        forks.CopyTo(_forks.AsSpan(_count * _forksOfPoint));
        _count++;
    }

    private void Thin()
    {
        for (var point = 0; point < _count / 2; point++)
        {
            (_positions[point], _answers[point]) = (_positions[point * 2], _answers[point * 2]);
            Array.Copy(_forks, point * 2 * _forksOfPoint, _forks, point * _forksOfPoint, _forksOfPoint);
        }

        _count /= 2;
        _every *= 2;
    }
}
