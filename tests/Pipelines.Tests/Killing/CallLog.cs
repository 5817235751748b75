using System.Globalization;
using System.Text.RegularExpressions;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>
/// What the processes of one run asked for, were answered and saw, one after the other. Each answer is given once in a run, so a row that
/// has another than the one that was seen shows.
/// </summary>
internal sealed partial class CallLog(Subject subject)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Step, string Row), Asked> _rows = [];
    private readonly Dictionary<long, (string Step, string Row, bool IsFailure)> _answers = [];
    private readonly List<string> _faults = [];
    private int _life = -1;

    /// <summary>What must not have happened.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>A further process begins.</summary>
    public void BeginLife()
    {
        lock (_gate)
        {
            _life++;
            foreach (var row in _rows.Values)
            {
                row.BeginLife();
            }
        }
    }

    /// <summary>A step asks for rows.</summary>
    public void Ask(Question question)
    {
        lock (_gate)
        {
            foreach (var name in question.Rows)
            {
                var row = Row(question.Step, name);
                row.Calls++;

                // Rows of a call that was refused are asked for once more, each alone, also where the others of a batch had answers.
                var most = row.Copies - row.SeenBefore + (row.IsOfRefusedCall && question.Rows.Count == 1 ? 1 : 0);
                if (row.Calls > most)
                {
                    _faults.Add($"Process {_life}: {question.Step} asks for {name} again ({row})");
                }
            }
        }
    }

    /// <summary>A step is answered.</summary>
    public void Answer(Question question, IReadOnlyList<Reply> replies)
    {
        lock (_gate)
        {
            var isRefused = replies.Any(static reply => reply.IsFailure);
            foreach (var (name, reply) in question.Rows.Zip(replies))
            {
                var row = Row(question.Step, name);
                row.Answer(reply, isRefused);
                if (row.IsReported)
                {
                    _answers[reply.Answer] = (question.Step, name, reply.IsFailure);
                }
            }
        }
    }

    /// <summary>An answer is seen below its step.</summary>
    public void See(Report report)
    {
        lock (_gate)
        {
            var row = Row(report.Step, report.Row);
            if (_answers.GetValueOrDefault(report.Answer) != (report.Step, report.Row, false))
            {
                _faults.Add($"Process {_life}: {report} is no answer to that row");
            }
            else if (row.Seen[report.Copy] is { } seen && seen != report.Answer)
            {
                _faults.Add($"Process {_life}: {report}, and {seen} was seen before");
            }

            row.Seen[report.Copy] = report.Answer;
            if (row.Copies > 1 && row.Seen[0] == row.Seen[1])
            {
                _faults.Add($"Process {_life}: {report} is the answer of two rows");
            }
        }
    }

    /// <summary>
    /// How many rows a step asked for more than once, all processes together, though none of them had been refused before.
    /// </summary>
    public int Repeated(string step) => Sum(step, static row => row.Repeated - row.TriedAgain);

    /// <summary>How many rows a step asked for again after they had been refused: a failure behind the last answer is tried again.</summary>
    public int TriedAgain(string step) => Sum(step, static row => row.TriedAgain);

    /// <summary>What each row was answered in the end: the answer that was seen, or the failure that the file of errors tells of.</summary>
    public Dictionary<(string Step, string Row), IReadOnlyList<Reply>> Standing(string errors)
    {
        var failures = Refusal().Matches(File.Exists(errors) ? File.ReadAllText(errors) : "")
            .Select(static match => long.Parse(match.Groups["answer"].Value, CultureInfo.InvariantCulture))
            .Distinct()
            .ToLookup(answer => (_answers[answer].Step, _answers[answer].Row));
        lock (_gate)
        {
            var standing = new Dictionary<(string Step, string Row), IReadOnlyList<Reply>>();
            foreach (var (key, row) in _rows)
            {
                if (!row.IsReported)
                {
                    standing[key] = [row.Last];
                    continue;
                }

                var refused = new Queue<long>(failures[key]);
                var replies = row.Seen.Select(seen => seen is { } answer
                    ? new Reply(answer, IsFailure: false)
                    : refused.TryDequeue(out var failure) ? new Reply(failure, IsFailure: true) : default).ToList();
                standing[key] = replies;
                if (replies.Contains(default) || refused.Count > 0)
                {
                    _faults.Add(
                        $"{key.Step} asked for {key.Row}; it was seen as {string.Join(" and ", row.Seen)}, "
                            + $"and has the errors {string.Join(" and ", failures[key])}");
                }
            }

            return standing;
        }
    }

    private int Sum(string step, Func<Asked, int> count)
    {
        lock (_gate)
        {
            return _rows.Where(row => row.Key.Step == step).Sum(row => count(row.Value));
        }
    }

    private Asked Row(string step, string name)
    {
        if (!_rows.TryGetValue((step, name), out var row))
        {
            _rows[(step, name)] = row = new Asked(subject.Step(step));
        }

        return row;
    }

    [GeneratedRegex(@"Refused by (?<answer>\d+)\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Refusal();

    /// <summary>The rows that are asked for with the same words.</summary>
    private sealed class Asked(AskedStep step)
    {
        public int Copies => step.Copies;

        public bool IsReported => step.IsReported;

        /// <summary>The last reply.</summary>
        public Reply Last { get; private set; }

        /// <summary>The answer of each copy that was seen.</summary>
        public long?[] Seen { get; } = new long?[step.Copies];

        /// <summary>How many copies were seen before this process.</summary>
        public int SeenBefore { get; private set; }

        /// <summary>The calls of this process.</summary>
        public int Calls { get; set; }

        /// <summary>How often it was asked for again.</summary>
        public int Repeated => Math.Max(0, CallsOfLives - Copies);

        /// <summary>How often of these it had been refused by an earlier process.</summary>
        public int TriedAgain => Math.Min(Repeated, _earlierRefusals);

        /// <summary>Whether this process has made a call with it that was refused, and that is made once more row by row.</summary>
        public bool IsOfRefusedCall { get; private set; }

        /// <summary>The calls of all processes; the second call for a row of a refused call does not count.</summary>
        private int CallsOfLives => _earlier + Math.Min(Calls, Copies);

        private int _earlier;
        private int _earlierRefusals;
        private int _refusals;

        public void Answer(Reply reply, bool isRefused)
        {
            Last = reply;
            IsOfRefusedCall |= isRefused && step.SplitsCalls;
            _refusals += reply.IsFailure ? 1 : 0;
        }

        public void BeginLife()
        {
            _earlier = CallsOfLives;
            _earlierRefusals += Math.Min(_refusals, Copies);
            (Calls, _refusals, IsOfRefusedCall) = (0, 0, false);
            SeenBefore = Seen.Count(static answer => answer is not null);
        }

        public override string ToString() =>
            $"{_earlier} times in earlier processes, {Calls} in this; seen before it: {SeenBefore} of {Copies}";
    }
}
