using System.Globalization;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>Decides what a call is answered.</summary>
internal interface IModel
{
    /// <summary>The replies to a call; null: it is never answered.</summary>
    IReadOnlyList<Reply>? Reply(Question question);

    /// <summary>How long the replies take.</summary>
    TimeSpan Delay();

    /// <summary>How many calls of the row step came since one hangs; 0: none does.</summary>
    int CallsSinceHanging => 0;
}

/// <summary>
/// Gives each row of each call another answer, after a while. A step whose answers are not seen below it is told the same of a row each
/// time.
/// </summary>
internal sealed class DrawnModel(Subject subject, Random random, int slowest) : IModel
{
    private long _last;

    /// <summary>
    /// After how many calls of the row step one is never answered, and all others at once; null: each is answered in its time.
    /// </summary>
    public int? HangsAt { get; set; }

    public int CallsSinceHanging { get; private set; }

    /// <summary>Whether it refuses the rows that the subject's steps say.</summary>
    public bool Refuses { get; set; } = true;

    public IReadOnlyList<Reply>? Reply(Question question)
    {
        if (question.Step == AskModel.Name && HangsAt is { } calls)
        {
            HangsAt = calls - 1;
            CallsSinceHanging = Math.Max(0, -calls);
            if (calls == 0)
            {
                return null;
            }
        }

        var step = subject.Step(question.Step);
        return [.. question.Rows.Select(row => new Reply(step.IsReported ? ++_last : AlwaysOf(row), Refuses && step.IsRefused(row, random)))];
    }

    /// <summary>No call hangs any longer.</summary>
    public void StopHanging() => (HangsAt, CallsSinceHanging) = (null, 0);

    public TimeSpan Delay() => TimeSpan.FromMilliseconds(HangsAt < 0 ? 0 : random.Next(slowest + 1));

    private static long AlwaysOf(string row) => long.Parse(row, CultureInfo.InvariantCulture) * 7 % 101;
}

/// <summary>Answers as a run before was answered in the end. The copies of a row are asked for in their order.</summary>
internal sealed class ReplayedModel(Dictionary<(string Step, string Row), IReadOnlyList<Reply>> standing) : IModel
{
    private readonly Dictionary<(string Step, string Row), int> _asked = [];

    public IReadOnlyList<Reply> Reply(Question question) => [.. question.Rows.Select(row =>
    {
        var key = (question.Step, row);
        var asked = _asked.GetValueOrDefault(key);
        _asked[key] = asked + 1;
        return standing.TryGetValue(key, out var replies)
            ? replies[Math.Min(asked, replies.Count - 1)]
            : throw new InvalidOperationException($"{question.Step} asks for {row}, which it did not in the run that was killed.");
    })];

    public TimeSpan Delay() => TimeSpan.Zero;
}
