using System.Text;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Runtime.Tests.Journal.Earlier;

/// <summary>
/// A random directory: generations with the same sources or others, rows left out, changed and moved, steps under other names, failures,
/// runs that stop and are resumed. What each row is answered is compared with <see cref="TakingModel"/>.
/// </summary>
internal sealed class TakingHistory(int seed, JournalFolder folder)
{
    private readonly Random _random = new(seed);
    private readonly TakingModel _model = new();
    private readonly int _inputs = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 4 : 1000;
    private readonly int _steps = 1 + (seed % 2);
    private List<JournalLocation> _places = [default];
    private string[] _names = [];
    private int[] _table = [];
    private int _sources;
    private int _asked;

    /// <summary>How many rows were answered by what an earlier generation had.</summary>
    public int Taken { get; private set; }

    /// <summary>Runs it.</summary>
    /// <param name="generations">So many generations.</param>
    public void Run(int generations)
    {
        for (var generation = 1; generation <= generations; generation++)
        {
            Edit();
            _model.Begin(_sources);
            var rows = Enumerable.Range(0, _steps).Select(_ => Rows()).ToArray();
            for (var runs = _random.Next(3); ; runs--)
            {
                Run((uint)generation, rows, isLast: runs == 0 && _random.Next(4) > 0);
                if (runs == 0)
                {
                    break;
                }
            }
        }
    }

    private void Edit()
    {
        if (_names.Length == 0 || _random.Next(3) == 0)
        {
            _names = [.. Enumerable.Range(0, 4).Select(name => $"Step{name}").OrderBy(_ => _random.Next()).Take(_steps)];
        }

        if (_table.Length == 0 || _random.Next(2) == 0)
        {
            _sources = _random.Next(5) == 0 ? 0 : _sources + 1;
            var added = Enumerable.Range(0, _random.Next(40)).Select(_ => _random.Next(_inputs));
            _table = [.. added.Concat(_table).OrderBy(_ => _random.Next()).Take(60)];
        }
    }

    private List<TakenRow> Rows()
    {
        var (dropped, changed) = (_random.NextDouble() / 2, _random.NextDouble() / 5);
        var rows = new List<TakenRow>();
        for (var number = 0; number < _table.Length; number++)
        {
            for (var child = 0; child < 1 + (number % 3); child++)
            {
                if (_random.NextDouble() >= dropped)
                {
                    rows.Add(new(number, child, _random.NextDouble() < changed ? _random.Next(_inputs) : _table[number]));
                }
            }
        }

        return rows;
    }

    private void Run(uint generation, List<TakenRow>[] rows, bool isLast)
    {
        var settings = folder.Settings(segment: 3000, large: 200) with
        {
            Generation = generation,
            Sources = _sources == 0 ? null : (UInt128)(uint)_sources,
        };
        var start = new JournalStart { Place = _places[_random.Next(_places.Count)], CopiesTail = _random.Next(2) == 0 };
        List<DurableStep> durable = [.. _names.Select(static (name, step) => new DurableStep(step + 2, name, (UInt128)(uint)(step + 7)))];
        using var answers = RunAnswers.Open(settings, start, durable, _ => null, _ => -1, TimeProvider.System, static _ => { });
        _places = [.. _places.Where(place => place < start.Place || !start.CopiesTail), answers.Journal.Synced];
        _model.Resume();
        for (var step = 0; step < _steps; step++)
        {
            var ends = isLast ? rows[step].Count : _random.Next(rows[step].Count + 1);
            using var reader = new AnswerReader(answers.Journal);
            for (var from = 0; from < ends;)
            {
                var to = Math.Min(ends, from + _random.Next(1, 20));
                Run(answers, reader, step, rows[step][from..to]);
                from = to;
            }
        }

        answers.Journal.Sync();
        _places.Add(answers.Journal.Synced);
    }

    private void Run(RunAnswers all, AnswerReader reader, int step, List<TakenRow> rows)
    {
        var answers = all.Of(step + 2)!;
        foreach (var row in rows)
        {
            if (answers.Takes is { } takes)
            {
                ulong[] tags = [.. takes.Names.Select(row.TagIn)];
                takes.Pass(row.Number, tags);
                answers.TakeOver(row.IdIn(_names[step], step + 7), tags);
            }
        }

        answers.Journal.Write();
        var called = new List<(AnswerId Id, string Text)>();
        var expected = rows.ConvertAll(row => (Row: row, Text: _model.Take(step, row)));
        foreach (var (row, text) in expected)
        {
            var id = row.IdIn(_names[step], step + 7);
            var found = Find(answers, reader, id, out var isFailure);
            Assert.Equal(text, found);
            if (found is not null || isFailure)
            {
                continue;
            }

            var given = _random.Next(8) == 0 ? null : $"{seed}-{++_asked}".PadRight(_random.Next(300));
            _model.Call(step, row, given);
            if (given is null)
            {
                answers.Journal.AppendFailure(answers.Number, id, "failed"u8);
            }
            else
            {
                called.Add((id, given));
            }
        }

        Append(answers, called);
    }

    private string? Find(StepAnswers answers, AnswerReader reader, AnswerId id, out bool isFailure)
    {
        isFailure = false;
        if (answers.TryFind(id, out var location))
        {
            var body = reader.Read(location, id, out var kind);
            isFailure = kind == RecordKind.Failure;
            return isFailure ? null : Encoding.UTF8.GetString(body);
        }

        if (!answers.TryUseTaken(id, out var taken))
        {
            return null;
        }

        Taken++;
        return Encoding.UTF8.GetString(reader.Read(taken.Location, new(id.Key, taken.Tag), out _));
    }

    private void Append(StepAnswers answers, List<(AnswerId Id, string Text)> called)
    {
        if (_random.Next(2) == 0 && called.Count > 0)
        {
            answers.Journal.AppendBatch(
                answers.Number,
                [.. called.Select(static one => one.Id)],
                [.. called.Select(static one => one.Text.Length)],
                Encoding.UTF8.GetBytes(string.Concat(called.Select(static one => one.Text))));
            return;
        }

        foreach (var (id, text) in called)
        {
            answers.Journal.AppendAnswer(answers.Number, id, Encoding.UTF8.GetBytes(text));
        }
    }
}
