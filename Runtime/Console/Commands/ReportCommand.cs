using System.CommandLine;
using Distil.CommandLine.Output;

namespace Distil.CommandLine.Commands;

/// <summary><c>report</c>: the page of the last run, made anew.</summary>
internal static class ReportCommand
{
    public static Command Create(string pipeline, Terminal terminal)
    {
        var directory = CommonOptions.Directory(pipeline);
        var output = new Option<string?>("--output")
        {
            Description = "Where to write it. Default: report.html in the directory.",
            HelpName = "path",
        };
        var command = new Command("report", "Writes the page of the last run, also of one whose process was killed, and says where it is.")
        {
            directory, output,
        };
        command.SetAction(options =>
        {
            var of = CommonOptions.ExistingDirectory(options.GetValue(directory), pipeline);
            terminal.Out.WriteLine(RunReport.Write(of, options.GetValue(output)));
        });
        return command;
    }
}
