using System.CommandLine;
using ApiDocs;
using Distil;

var docs = new Option<string?>("--docs") { Description = "A folder of documentation files (*.xml). Default: the running SDK's." };
var limit = new Option<int?>("--limit") { Description = "Reads only so many members. Default: all." };
var output = new Option<string?>("--out") { Description = "Where to write. Default: the next free samples/ApiDocs/out/run-0001." };
limit.Validators.Add(value =>
{
    if (value.GetValueOrDefault<int?>() < 1)
    {
        value.AddError("--limit must be 1 or more.");
    }
});

var command = new RootCommand("Makes a data set of questions and answers out of the documentation of .NET.") { docs, limit, output };
command.SetAction(async (options, ct) =>
{
    try
    {
        return await Job.RunAsync(options.GetValue(docs), options.GetValue(output), options.GetValue(limit), ct);
    }
    catch (Exception e) when (Explanation(e) is { } explanation)
    {
        await Console.Error.WriteLineAsync($"error: {explanation}");
        return 1;
    }
});

// The pipeline handles Ctrl+C itself: it stops gracefully, and a timeout of the command line's own would cut that short.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

// What a stranger can act on; anything else is a defect of this program and is shown whole.
static string? Explanation(Exception thrown)
{
    for (Exception? e = thrown; e is not null; e = e.InnerException)
    {
        if (e is DocumentationException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    return thrown is PipelineFailedException ? thrown.Message : null;
}
