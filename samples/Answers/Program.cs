using System.Globalization;
using Answers;
using Distil;

// Asks a model 1,000 questions. Kill it, run it again: it goes on, and no answer is asked for twice.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var folder = args is [var given] ? given : Path.Combine("samples", "Answers", "out");
await using var model = await ModelServer.StartAsync(Path.Combine(folder, "requests.log"));
var pipeline = new Asking(1_000, new HttpClient { BaseAddress = model.Address });
var result = await pipeline.RunAsync(new RunOptions
{
    Directory = Path.Combine(folder, "run"),
    Progress = new ConsoleProgress("Answered", 1_000),
});
Console.WriteLine();
var (requests, questions, answered) = model.Count();
Console.WriteLine($"{result.Status}: {result.Rated.Count:N0} rows in {folder}/run/data/rated, dead letters: {result.ErrorCount}.");
Console.WriteLine($"The model was asked {requests:N0} times for {questions:N0} questions, by all runs so far.");
Console.WriteLine($"It was asked {answered:N0} times for what it had answered before.");
return result.Status is RunStatus.Completed or RunStatus.CompletedWithErrors ? 0 : 1;
