using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Distil.CommandLine.Commands;

/// <summary>The options of <c>run</c>.</summary>
internal sealed class RunCommandOptions
{
    private readonly string _pipeline;
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Sets a parameter, such as Small.Temperature=0.2; to be given as often as needed. 'info' lists them.",
        HelpName = "name=value",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _directory;
    private readonly Option<bool> _inMemory = new("--in-memory") { Description = "Writes no files: the rows are counted and gone." };
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Runs the first 50 rows of each source in memory, without sinks.",
    };

    private readonly Option<long?> _limit = new("--limit")
    {
        Description = "Reads at most so many rows of each source.",
        HelpName = "rows",
    };

    private readonly Option<bool> _recompute = new("--recompute")
    {
        Description = "Makes the data anew, from the answers that are kept.",
    };

    private readonly Option<bool> _fresh = new("--fresh")
    {
        Description = "Begins anew: deletes the run's own files, the answers that were paid for included.",
    };

    private readonly Option<string?> _reuseFrom = new("--reuse-from")
    {
        Description = "Takes over the answers of the run in another directory.",
        HelpName = "path",
    };

    private readonly Option<bool> _sequential = new("--sequential") { Description = "One call at a time, for debugging." };
    private readonly Option<int?> _maxConsecutiveErrors = new("--max-consecutive-errors")
    {
        Description = "How many failures of one step in a row stop the run. Default: 20. 0: no limit.",
        HelpName = "count",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Writes the result as JSON to the standard output, and nothing else.",
    };

    public RunCommandOptions(string pipeline)
    {
        _pipeline = pipeline;
        _directory = CommonOptions.Directory(pipeline);
        _limit.Validators.Add(static found => RequireAtLeast(found, 1));
        _maxConsecutiveErrors.Validators.Add(static found => RequireAtLeast(found, 0));
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
            [_set, _directory, _inMemory, _dryRun, _limit, _recompute, _fresh, _reuseFrom, _sequential, _maxConsecutiveErrors, _json])
        {
            command.Add(option);
        }
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>What the command line sets. An option that the configuration may say, too, is one of them: so it is nearer.</summary>
    public IReadOnlyList<string> Sets(ParseResult parsed) =>
    [
        .. parsed.GetValue(_set) ?? [],
        .. parsed.GetValue(_maxConsecutiveErrors) is { } most
            ? [string.Create(CultureInfo.InvariantCulture, $"Run.MaxConsecutiveErrors={most}")]
            : Array.Empty<string>(),
    ];

    /// <summary>The directory of the run; null: it writes no files.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configured">The directory that the command line names, or else the configuration.</param>
    public string? Directory(ParseResult parsed, string? configured) =>
        parsed.GetValue(_inMemory) ? null : configured ?? CommonOptions.DefaultDirectory(_pipeline);

    public RunOptions RunOptions(ParseResult parsed)
    {
        if (parsed.GetValue(_inMemory) && parsed.GetValue(_directory) is not null)
        {
            throw new CommandException("--in-memory and --directory cannot stand together: take one of them away.");
        }

        return new RunOptions
        {
            Directory = parsed.GetValue(_directory),
            DryRun = parsed.GetValue(_dryRun),
            Limit = parsed.GetValue(_limit),
            Recompute = parsed.GetValue(_recompute),
            Resume = !parsed.GetValue(_fresh),
            ReuseFrom = parsed.GetValue(_reuseFrom),
            Sequential = parsed.GetValue(_sequential),
        };
    }

    private static void RequireAtLeast(OptionResult found, long least)
    {
        // What is no number at all has an error of its own.
        var isBelow = found.Tokens.Any(token => long.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value < least);
        if (isBelow)
        {
            found.AddError(string.Create(CultureInfo.InvariantCulture, $"{found.Option.Name} must be {least} or more."));
        }
    }
}
