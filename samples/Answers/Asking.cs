using System.Net;
using Distil;

namespace Answers;

/// <summary>The source: questions with their numbers.</summary>
/// <param name="count">How many.</param>
[Source]
public sealed class Questions(int count)
{
    /// <summary>Begins at any question, so that a run that is resumed does.</summary>
    /// <param name="offset">The first.</param>
    public IEnumerable<(int Number, string Question)> Read(long offset)
    {
        for (var number = (int)offset; number < count; number++)
        {
            yield return (number, $"What is {number} times {(number * 7) % 13}?");
        }
    }
}

/// <summary>Asks the model. Its answers are kept: the step is durable, as each awaited one is.</summary>
/// <param name="model">The model's address.</param>
[Step(Concurrency = 8, RetryDelay = 0.05, Version = "1")]
public sealed class Ask(HttpClient model)
{
    /// <summary>One question. What the model refuses is a dead letter; when it is busy, it is asked again.</summary>
    [return: Column("answer")]
    public async Task<string> ProcessAsync(string question, CancellationToken ct)
    {
        using var response = await model.GetAsync(new Uri("ask?question=" + Uri.EscapeDataString(question), UriKind.Relative), ct);
        return response.StatusCode == HttpStatusCode.BadRequest
            ? throw new ArgumentException($"The model refuses '{question}'.")
            : await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct);
    }
}

/// <summary>Rates answers, twenty at a time.</summary>
[Step(BatchSize = 20)]
public sealed class Rate
{
    /// <summary>Longer answers are better.</summary>
    [return: Column("rating")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<string> answer) => [.. answer.Select(one => one.Length)];
}

/// <summary>From questions to rated answers.</summary>
/// <param name="count">How many questions.</param>
/// <param name="model">The model's address.</param>
[Pipeline]
public sealed partial class Asking(int count, HttpClient model)
{
    Questions All { get; } = new(count);
    [From(nameof(All))] Ask Answered { get; } = new(model);
    [From(nameof(Answered))] Rate Rated { get; } = new();
}
