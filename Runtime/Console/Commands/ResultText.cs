using System.Globalization;
using Distil.CommandLine.Output;

namespace Distil.CommandLine.Commands;

/// <summary>What a run gave, for a reader.</summary>
internal static class ResultText
{
    public static void Write(TextWriter output, PipelineResult result, string pipeline)
    {
        output.WriteLine($"{Sentence(result)}{Resumed(result.Resume)}");
        output.WriteLine();
        TextTable.Write(
            output,
            ["step", "rows in", "rows out", "waiting", "failed", "attempts", "retries", "kept", "seconds"],
            result.Steps.Select(static step => (string[])
            [
                step.Name, Number(step.RowsIn), Number(step.RowsOut), Number(step.Waiting), Number(step.Failed),
                Number(step.Attempts), Number(step.Retries), Number(step.Reused),
                step.Time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture),
            ]),
            firstNumber: 1);
        foreach (var step in result.Steps.Where(static step => step.Unused is not null))
        {
            output.WriteLine($"  The answers of {step.Name} were not used: {step.Unused}.");
        }

        output.WriteLine();
        if (result.Directory is { } directory)
        {
            output.WriteLine($"Data sets: {Path.Combine(directory, "data")}");
            output.WriteLine($"Page:      {Path.Combine(directory, "report.html")}");
        }

        if (result.ErrorCount > 0)
        {
            WriteErrors(output, result);
        }

        if (result is { Status: RunStatus.Stopped or RunStatus.Failed, Directory: not null })
        {
            output.WriteLine($"Run it again to go on: {CommonOptions.RunAgain(Given(result.Directory, pipeline), pipeline)}");
        }
    }

    private static void WriteErrors(TextWriter output, PipelineResult result)
    {
        var first = result.Errors.Count > 0 ? result.Errors[0] : null;
        output.WriteLine($"Failures:  {Number(result.ErrorCount)}{(result.Directory is null ? "" : "; the command 'errors' lists them")}");
        if (first is not null)
        {
            var row = first.RowId is { } id ? $" on row {id}" : "";
            output.WriteLine($"The first: {first.Step}{row}: {first.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static string Sentence(PipelineResult result)
    {
        var time = $"{result.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
        return result.Status switch
        {
            RunStatus.Completed => $"Completed after {time}.",
            RunStatus.CompletedWithErrors => $"Completed with errors after {time}: some rows failed and were left out.",
            RunStatus.Stopped => $"Stopped after {time}.",
            _ => $"Failed after {time}.",
        };
    }

    private static string Resumed(ResumeReport? resume) => resume?.Kind switch
    {
        ResumeKind.Resumed => " It went on where an earlier run stood.",
        ResumeKind.UpToDate => " There was nothing to do: an earlier run had completed, and nothing has changed.",
        ResumeKind.MadeAnew => $" The data were made anew, from the answers kept{(resume.Reason is null ? "" : $": {resume.Reason}")}.",
        _ => "",
    };

    private static string Given(string directory, string pipeline) =>
        directory == Path.GetFullPath(CommonOptions.DefaultDirectory(pipeline)) ? CommonOptions.DefaultDirectory(pipeline) : directory;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
