namespace Distil.Journal.Earlier;

/// <summary>
/// Many answers with one key, and which of them is taken next. What is taken is looked at once more and never again, so that a million
/// equal inputs cost no more a row than different ones.
/// </summary>
internal sealed class AnswerPool
{
    private readonly List<Part> _parts = [];

    /// <summary>Prepares to take answers.</summary>
    /// <param name="step">The step that takes them.</param>
    /// <param name="table">The answers.</param>
    /// <param name="generations">By generation, the newest first: the answers, and whether they are kept for their own rows.</param>
    public AnswerPool(EarlierStep step, EarlierTable table, IEnumerable<(int[] Answers, bool IsKept)> generations)
    {
        foreach (var (answers, isKept) in generations)
        {
            if (isKept)
            {
                Array.Sort(answers, (one, other) => table[one].OwnerNumber.CompareTo(table[other].OwnerNumber));
                _parts.Add(new KeptPart(step, table, answers));
            }
            else
            {
                Array.Sort(answers, (one, other) => step.CompareWritten(other, one));
                _parts.Add(new Part(step, answers));
            }
        }
    }

    /// <summary>Finds the answer that the row at hand takes over; 0: there is none for it.</summary>
    public int Find()
    {
        foreach (var part in _parts)
        {
            if (part.Find() is > 0 and var answer)
            {
                return answer;
            }
        }

        return 0;
    }

    /// <summary>The answers of a generation: the last written first.</summary>
    private class Part(EarlierStep step, int[] answers)
    {
        private int _next;

        public virtual int Find()
        {
            while (_next < answers.Length && !step.IsFree(answers[_next]))
            {
                _next++;
            }

            return _next < answers.Length ? answers[_next] : 0;
        }
    }

    /// <summary>The answers of a generation, in the order of their rows: they are taken once these have come.</summary>
    private sealed class KeptPart(EarlierStep step, EarlierTable table, int[] answers) : Part(step, answers)
    {
        private readonly EarlierStep _step = step;
        private readonly int[] _answers = answers;
        private readonly PriorityQueue<int, int> _passed =
            new(Comparer<int>.Create((one, other) => step.CompareWritten(other, one)));

        private int _coming;

        public override int Find()
        {
            for (; _coming < _answers.Length && table[_answers[_coming]].OwnerNumber < _step.Number; _coming++)
            {
                _passed.Enqueue(_answers[_coming], _answers[_coming]);
            }

            while (_passed.Count > 0 && !_step.IsFree(_passed.Peek()))
            {
                _passed.Dequeue();
            }

            var best = _passed.Count > 0 ? _passed.Peek() : 0;
            for (var at = _coming; at < _answers.Length && table[_answers[at]].OwnerNumber == _step.Number; at++)
            {
                var answer = _answers[at];
                if (_step.IsFree(answer) && _step.HasPassed(answer) && (best == 0 || _step.CompareWritten(answer, best) > 0))
                {
                    best = answer;
                }
            }

            return best;
        }
    }
}
