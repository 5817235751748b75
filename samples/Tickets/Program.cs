using Distil;
using Tickets;

if (args is not [var input, var output])
{
    Console.Error.WriteLine("Usage: Tickets <tickets.jsonl> <output folder>");
    return 2;
}

var result = await new Triage(input).RunAsync(new RunOptions { Directory = output });
foreach (var row in result.Ranked)
{
    Console.WriteLine($"{row.Rank}. #{row.Id} {row.Team}: {row.Text}");
}

return result.Status == RunStatus.Completed ? 0 : 1;
