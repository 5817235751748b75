using Distil.Pipelines.Tests.Resuming;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>How the processes of one run are killed.</summary>
internal enum KillKind
{
    /// <summary>Not at all.</summary>
    Never,

    /// <summary>At one moment.</summary>
    Once,

    /// <summary>At one moment, and at another in the resume.</summary>
    Twice,

    /// <summary>About when the run ends.</summary>
    AtTheEnd,

    /// <summary>Five times, each time a few messages further.</summary>
    FiveTimes,

    /// <summary>While the first row of the row step's window hangs and all behind it were answered.</summary>
    Hanging,

    /// <summary>By three Ctrl+C, while the first row of the row step's window hangs.</summary>
    Interrupted,
}

/// <summary>A run whose process is killed and started again until it ends; then the same run, undisturbed, with the same answers.</summary>
internal sealed class KillChain(Subject subject, KillKind kind, int seed, int messages)
{
    private const int MostTold = 24;

    private readonly Random _random = new(seed);
    private readonly CallLog _log = new(subject);

    /// <summary>How many processes were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many messages the last process sent.</summary>
    public int Messages { get; private set; }

    /// <summary>How long the last process lived.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>How many rows each durable step asked for once more.</summary>
    public string Repeats => string.Join(", ", subject.Steps.Select(step =>
        $"{step.Name} {_log.Repeated(step.Name)}, after a refusal {_log.TriedAgain(step.Name)}"));

    /// <summary>What was wrong; empty: nothing.</summary>
    public async Task<string> RunAsync()
    {
        using var directory = new TemporaryDirectory();
        var told = new List<string>();
        try
        {
            await RunAsync(directory, told);
        }
        catch (Exception exception)
        {
            told.Add(exception.ToString());
            return Text(told);
        }

        var standing = _log.Standing(directory["killed", "errors.jsonl"]);
        told.AddRange(_log.Faults);
        told.AddRange(subject.Steps
            .Where(step => Math.Max(_log.Repeated(step.Name), _log.TriedAgain(step.Name)) > Kills * step.MostUnderWay)
            .Select(step => $"{step.Name}: each of {Kills} kills may lose {step.MostUnderWay} rows at most."));
        if (told.Count > Kills)
        {
            return Text(told);
        }

        if (kind is KillKind.Never or KillKind.AtTheEnd)
        {
            // Run again once it has ended, it asks for its dead letters, and for nothing else: another question fails the test.
            var failures = standing.Where(static row => row.Value.Any(static reply => reply.IsFailure))
                .ToDictionary(static row => row.Key, static row => (IReadOnlyList<Reply>)[.. row.Value.Where(static reply => reply.IsFailure)]);
            var again = new Life(subject, new CallLog(subject), new ReplayedModel(failures), kill: null);
            await again.RunAsync(directory["killed"], directory["model"], NextSettings());
        }

        // One call at a time, so that each of two rows with equal inputs is asked for in its turn.
        var undisturbed = new Life(subject, new CallLog(subject), new ReplayedModel(standing), kill: null);
        await undisturbed.RunAsync(directory["undisturbed"], directory["model"], new ChildSettings(100, 1_000, IsSequential: true));
        var expected = Contents(directory["undisturbed"]);
        var actual = Contents(directory["killed"]);
        var wrong = expected.Except(actual).Select(static text => "Undisturbed: " + text)
            .Concat(actual.Except(expected).Select(static text => "Killed: " + text))
            .Select(static text => text[..Math.Min(text.Length, 1_000)]).ToList();
        return wrong.Count == 0 ? "" : Text([.. told, .. wrong]);
    }

    private async Task RunAsync(TemporaryDirectory directory, List<string> told)
    {
        var model = new DrawnModel(subject, new Random(seed), slowest: 8);
        var left = messages;
        while (true)
        {
            var kill = NextKill(model, left);
            var life = new Life(subject, _log, model, kill);
            await life.RunAsync(directory["killed"], directory["model"], NextSettings());
            (Messages, Time) = (life.Messages, life.Time);
            if (life.Status is { } status)
            {
                told.AddRange(status == $"{subject.Ends}" ? [] : [$"The run ended as {status}."]);
                return;
            }

            Kills++;
            if (RunFiles.HasEnded(directory["killed"]))
            {
                // Run again, it would try its dead letters again.
                return;
            }

            told.Add($"Process {Kills - 1}: killed {kill}; {life.Messages} messages had come.");
            left = Math.Max(40, left - life.Messages);
        }
    }

    private Kill? NextKill(DrawnModel model, int left)
    {
        var delay = TimeSpan.FromMilliseconds(_random.NextDouble() * 4);
        model.StopHanging();
        switch (kind)
        {
            case KillKind.Hanging or KillKind.Interrupted when Kills == 0 && subject == Subject.Graph:
                model.HangsAt = _random.Next(AskModel.Concurrency, (Subject.Rows * AskModel.Copies) - (2 * AskModel.Window));
                return new Kill(null, _random.Next(AskModel.Concurrency, AskModel.Window - 2), delay, kind == KillKind.Interrupted);

            case KillKind.AtTheEnd when Kills == 0:
                return new Kill(left - _random.Next(40), null, TimeSpan.FromMilliseconds(_random.NextDouble() * 40));

            case KillKind.FiveTimes when Kills is > 0 and < 5:
                return new Kill(_random.Next(1, 60), null, delay);

            case KillKind.Once or KillKind.Twice or KillKind.FiveTimes when Kills < (kind == KillKind.Twice ? 2 : 1):
                // One of ten while the process starts, or while it opens the directory.
                return _random.Next(10) == 0
                    ? new Kill(null, null, TimeSpan.FromMilliseconds(_random.Next(400)))
                    : new Kill(_random.Next(1, left * 9 / 10), null, delay);

            default:
                return null;
        }
    }

    private ChildSettings NextSettings() => new(
        _random.Next(2) == 0 ? _random.Next(1, 8) : _random.Next(8, 200),
        _random.GetItems([1, 5, 50, 1_000], 1)[0],
        Concurrency: kind is KillKind.Hanging or KillKind.Interrupted || _random.Next(3) > 0 ? AskModel.Concurrency : _random.Next(2, AskModel.Concurrency));

    /// <summary>All that a run leaves for others to read.</summary>
    public static List<string> Contents(string directory) =>
        [.. RunFiles.Contents(directory), "schema.json\n" + File.ReadAllText(Path.Combine(directory, "schema.json"))];

    private string Text(List<string> told) =>
        $"{kind}, seed {seed}. Rows asked for again: {Repeats}.\n{string.Join('\n', told.Take(MostTold))}"
            + (told.Count > MostTold ? $"\nand {told.Count - MostTold} more" : "");
}
