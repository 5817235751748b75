using Distil.Pipelines.Tests.Resuming;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>
/// A run that ends with dead letters, and a second that is to try them again: its process is killed and started again until it ends. Then
/// the same run without faults, with the same answers.
/// </summary>
internal sealed class RetriedChain(int seed)
{
    /// <summary>About how many messages the second run sends; it is killed before, and at times when it is about to end.</summary>
    private const int Messages = 900;

    private const int MostKills = 3;

    private readonly Subject _subject = Subject.Graph;
    private readonly Random _random = new(seed);
    private readonly CallLog _log = new(Subject.Graph);

    /// <summary>How many rows of calls the first run gave up.</summary>
    public int Letters { get; private set; }

    /// <summary>How many processes were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many rows each durable step asked for once more.</summary>
    public string Repeats => string.Join(", ", _subject.Steps.Select(step =>
        $"{step.Name} {_log.Repeated(step.Name)}, after a refusal {_log.TriedAgain(step.Name)}"));

    /// <summary>What was wrong; empty: nothing.</summary>
    public async Task<string> RunAsync()
    {
        using var directory = new TemporaryDirectory();
        var told = new List<string>();
        try
        {
            var model = new DrawnModel(_subject, new Random(seed), slowest: 4);
            await new Life(_subject, _log, model, kill: null).RunAsync(directory["run"], directory["model"], NextSettings());
            Letters = _log.Standing(directory["run", "errors.jsonl"]).Values.Sum(static row => row.Count(static reply => reply.IsFailure));
            model.Refuses = false;
            await RunAgainAsync(directory, model, told);
        }
        catch (Exception exception)
        {
            told.Add(exception.ToString());
            return Text(told);
        }

        var faults = Faults(_log.Standing(directory["run", "errors.jsonl"]), out var standing);
        if (faults.Count > 0)
        {
            return Text([.. told, .. faults]);
        }

        // One call at a time, so that each of two rows with equal inputs is asked for in its turn.
        var faultless = new Life(_subject, new CallLog(_subject), new ReplayedModel(standing), kill: null);
        await faultless.RunAsync(directory["faultless"], directory["model"], new ChildSettings(100, 1_000, IsSequential: true));
        var (expected, actual) = (KillChain.Contents(directory["faultless"]), KillChain.Contents(directory["run"]));
        var wrong = expected.Except(actual).Select(static text => "Without faults: " + text)
            .Concat(actual.Except(expected).Select(static text => "Run again: " + text))
            .Select(static text => text[..Math.Min(text.Length, 1_000)]).ToList();
        return wrong.Count == 0 ? "" : Text([.. told, .. wrong]);
    }

    /// <summary>Runs again until the run has ended once more.</summary>
    private async Task RunAgainAsync(TemporaryDirectory directory, DrawnModel model, List<string> told)
    {
        while (true)
        {
            var kill = Kills < MostKills ? NextKill() : null;
            var life = new Life(_subject, _log, model, kill);
            await life.RunAsync(directory["run"], directory["model"], NextSettings());
            if (life.Status is { } status)
            {
                told.AddRange(status == $"{_subject.Ends}" ? [] : [$"The run ended as {status}."]);
                return;
            }

            Kills++;
            told.Add($"Process {Kills}: killed {kill}; {life.Messages} messages had come.");
        }
    }

    /// <summary>Faults of the calls, and of the rows that are still dead letters.</summary>
    private List<string> Faults(
        Dictionary<(string Step, string Row), IReadOnlyList<Reply>> found, out Dictionary<(string Step, string Row), IReadOnlyList<Reply>> standing)
    {
        standing = found;
        return
        [
            .. _log.Faults,
            .. found.Where(static row => row.Value.Any(static reply => reply.IsFailure)).Select(static row => $"{row.Key} is still a dead letter."),
            .. _subject.Steps
                .Where(step => _log.Repeated(step.Name) > Kills * step.MostUnderWay)
                .Select(step => $"{step.Name}: each of {Kills} kills may lose {step.MostUnderWay} rows at most."),
            .. _subject.Steps
                .Where(step => _log.TriedAgain(step.Name) > Letters + (Kills * step.MostUnderWay))
                .Select(step => $"{step.Name} was asked for more rows again than the {Letters} dead letters and what {Kills} kills may lose."),
        ];
    }

    private Kill NextKill()
    {
        var delay = TimeSpan.FromMilliseconds(_random.NextDouble() * 4);
        return _random.Next(4) switch
        {
            // While it starts, opens the directory, or begins the generation.
            0 => new Kill(null, null, TimeSpan.FromMilliseconds(_random.Next(500))),

            // When all rows have come: while it ends, or puts the new data in the place of the old.
            1 => new Kill(Messages - _random.Next(60), null, TimeSpan.FromMilliseconds(_random.NextDouble() * 40)),
            _ => new Kill(_random.Next(1, Messages), null, delay),
        };
    }

    private ChildSettings NextSettings() => new(
        _random.Next(2) == 0 ? _random.Next(1, 8) : _random.Next(8, 200), _random.GetItems([1, 5, 50, 1_000], 1)[0]);

    private string Text(List<string> told) =>
        $"Dead letters tried again, seed {seed}. Rows asked for again: {Repeats}.\n{string.Join('\n', told.Take(24))}";
}
