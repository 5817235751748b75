using System.Globalization;
using System.Runtime.CompilerServices;

namespace Distil.Pages;

[Row]
public sealed record Review(string Text, int Stars);

public enum Mood
{
    Good,
    Bad,
}

/// <summary>Rows with HTML in them, and with what breaks tables and quotes.</summary>
[Source]
public sealed class LoadReviews(int rows, int pauseMilliseconds)
{
    private static readonly string[] s_texts =
    [
        "plain", "<script>alert('row')</script>", "<img src=x onerror=alert(1)>", "\"quoted\" & 'quoted'", "</td></table></main>", "ユニコード \u202E",
    ];

    public async IAsyncEnumerable<Review> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var row = 0; row < rows; row++)
        {
            if (pauseMilliseconds > 0)
            {
                await Task.Delay(pauseMilliseconds, ct);
            }

            yield return new($"{s_texts[row % s_texts.Length]} {row.ToString(CultureInfo.InvariantCulture)}", row % 7);
        }
    }
}

[Router]
public sealed class ByMood
{
    public Mood Route(int stars) => stars > 3 ? Mood.Good : Mood.Bad;
}

[Step(Concurrency = 8)]
public sealed class Ask(string model) : IFingerprint
{
    [RuntimeParameter]
    public double Heat { get; set; } = 0.7;

    [RuntimeParameter(Secret = true)]
    public string Key { get; set; } = "not for the page";

    public string Fingerprint => model;

    [return: Column("answer")]
    public async ValueTask<string> ProcessAsync(string text, int stars, StepContext context, CancellationToken ct)
    {
        await Task.Delay(2, ct);
        if (stars == 6 && text.Contains("plain", StringComparison.Ordinal))
        {
            throw new ArgumentException($"<b>No answer</b> for \"{text}\"");
        }

        if (context.Attempt == 1 && stars == 5)
        {
            throw new IOException("try again");
        }

        return $"{model} says {text.Length + Heat}";
    }
}

[Step(BatchSize = 20)]
public sealed class Score
{
    [return: Column("score")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<string> answer) => [.. answer.Select(one => one.Length)];
}

[Filter]
public sealed class LongEnough
{
    public bool Keep(string text) => text.Length > 8;
}

[Step]
public sealed class Order
{
    [return: Column("place")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> score) => [.. score.Select((_, index) => index)];
}

[Pipeline]
public sealed partial class Reviews(int rows, int pauseMilliseconds)
{
    LoadReviews All { get; } = new(rows, pauseMilliseconds);

    [From(nameof(All))]
    LongEnough Kept { get; } = new();

    [From(nameof(Kept))]
    ByMood Moods { get; } = new();

    [From(nameof(Moods), When = Mood.Good)]
    Ask Praise { get; } = new("small");

    [From(nameof(Moods), When = Mood.Bad), Step(Retries = 2)]
    Ask Comfort { get; } = new("large");

    [Merge(nameof(Praise), nameof(Comfort))]
    Score Scored { get; } = new();

    [From(nameof(Scored))]
    Order Ordered { get; } = new();
}
