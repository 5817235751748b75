using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Distil.CommandLine.Output;

namespace Distil.CommandLine.Commands;

/// <summary><c>errors</c>: the rows that failed in the last run.</summary>
internal static class ErrorsCommand
{
    private const int MostShown = 50;

    public static Command Create(string pipeline, Terminal terminal)
    {
        var directory = CommonOptions.Directory(pipeline);
        var step = new Option<string?>("--step") { Description = "Only those of one step.", HelpName = "name" };
        var limit = new Option<int>("--limit")
        {
            Description = $"Lists at most so many. Default: {MostShown}.",
            DefaultValueFactory = _ => MostShown,
        };
        var group = new Option<bool>("--group") { Description = "Counts equal errors of a step instead of listing each." };
        var command = new Command("errors", "Lists the rows that failed in the last run, and says how to try them again.")
        {
            directory, step, limit, group,
        };
        command.SetAction(options =>
        {
            var of = CommonOptions.ExistingDirectory(options.GetValue(directory), pipeline);
            var found = Read(Path.Combine(of, "errors.jsonl")).Where(error => options.GetValue(step) is not { } name || error.Step == name);
            var isAny = options.GetValue(group)
                ? WriteGroups(terminal.Out, found)
                : WriteList(terminal.Out, found, Math.Max(1, options.GetValue(limit)));
            if (!isAny)
            {
                terminal.Out.WriteLine("No row has failed.");
                return;
            }

            terminal.Out.WriteLine();
            terminal.Out.WriteLine("They are tried again by running the pipeline again:");
            terminal.Out.WriteLine($"  {CommonOptions.RunAgain(of, pipeline)}");
        });
        return command;
    }

    /// <summary>Lists the first rows, and counts the others.</summary>
    /// <returns>Whether there are any.</returns>
    private static bool WriteList(TextWriter output, IEnumerable<FailedRow> errors, int most)
    {
        var shown = new List<FailedRow>();
        var more = 0L;
        foreach (var error in errors)
        {
            if (shown.Count < most)
            {
                shown.Add(error);
            }
            else
            {
                more++;
            }
        }

        if (shown.Count == 0)
        {
            return false;
        }

        TextTable.Write(output, ["step", "row", "attempts", "error"], shown.Select(static error => (string[])
        [
            error.Step, error.Row, error.Attempts.ToString(CultureInfo.InvariantCulture), error.Text,
        ]));
        if (more > 0)
        {
            output.WriteLine($"  and {more.ToString("N0", CultureInfo.InvariantCulture)} more");
        }

        return true;
    }

    /// <summary>Counts equal errors.</summary>
    /// <returns>Whether there are any.</returns>
    private static bool WriteGroups(TextWriter output, IEnumerable<FailedRow> errors)
    {
        var groups = new Dictionary<(string Step, string Text), (string First, long Count)>();
        foreach (var error in errors)
        {
            var (first, count) = groups.GetValueOrDefault((error.Step, error.Text), (error.Row, 0));
            groups[(error.Step, error.Text)] = (first, count + 1);
        }

        if (groups.Count == 0)
        {
            return false;
        }

        var ordered = groups.OrderByDescending(static group => group.Value.Count);
        TextTable.Write(output, ["rows", "step", "first row", "error"], ordered.Select(static group => (string[])
        [
            group.Value.Count.ToString("N0", CultureInfo.InvariantCulture), group.Key.Step, group.Value.First, group.Key.Text,
        ]));
        return true;
    }

    private static IEnumerable<FailedRow> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(path).Where(static line => line.Length > 0))
        {
            FailedRow row;
            try
            {
                using var document = JsonDocument.Parse(line);
                row = FailedRow.Of(document.RootElement);
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // The last line of a run that was killed can be a part of one.
                continue;
            }

            yield return row;
        }
    }

    private sealed record FailedRow(string Step, string Row, int Attempts, string Text)
    {
        public static FailedRow Of(JsonElement line)
        {
            var type = line.GetProperty("error").GetString()!;
            var message = line.GetProperty("message").GetString()!.ReplaceLineEndings(" ");
            return new(
                line.GetProperty("step").GetString()!,
                line.TryGetProperty("row", out var row) ? row.GetString()! : "",
                line.GetProperty("attempts").GetInt32(),
                $"{type[(type.LastIndexOf('.') + 1)..]}: {message}");
        }
    }
}
