using Distil.Checkpoints;
using Distil.IO;
using Distil.IO.JsonLines;

namespace Distil.Engine.Run;

/// <summary>
/// The files that the sources of a run read: their states are taken before the run, as a part of what must be the same for it to be
/// resumed, and compared when it has read them.
/// </summary>
internal sealed class SourceFiles
{
    private readonly List<(int Step, string Name, IFileSource Source, IReadOnlyList<FileStamp> Stamps)> _sources = [];
    private readonly List<IdentityPart> _parts = [];

    private SourceFiles()
    {
    }

    /// <summary>The states as parts of the run's identity.</summary>
    public IReadOnlyList<IdentityPart> Parts => _parts;

    /// <summary>Takes the states of all files that sources read. What cannot be read fails when the source is loaded.</summary>
    public static SourceFiles Take(StepDefinition[] steps)
    {
        var files = new SourceFiles();
        for (var step = 0; step < steps.Length; step++)
        {
            if (steps[step].Instance is IFileSource source)
            {
                files.Add(step, steps[step].Name, source);
            }
        }

        return files;
    }

    /// <summary>The first source with a file that is not what it was when the run began; null: there is none.</summary>
    public StepException? Changed()
    {
        foreach (var (step, name, source, stamps) in _sources)
        {
            try
            {
                var added = (source.Files ?? []).Except(stamps.Select(static stamp => stamp.Path), StringComparer.Ordinal);
                var change = stamps.Select(static stamp => stamp.Change() is { } change ? $"'{stamp.Path}' {change}" : null)
                    .Concat(added.Select(static path => $"'{path}' is new"))
                    .FirstOrDefault(static change => change is not null);
                if (change is not null)
                {
                    return new(step, 0, null, new IOException(
                        $"A file of '{name}' was changed while the run read it: {change}. Its rows may be of both states. Pass "
                            + "RunOptions.Resume = false, which begins anew, and leave the files alone meanwhile."));
                }
            }
            catch (Exception exception) when (IoErrors.Is(exception))
            {
                return new(step, 0, null, exception);
            }
        }

        return null;
    }

    private void Add(int step, string name, IFileSource source)
    {
        var part = $"the files of '{name}'";
        try
        {
            var stamps = source.TakeStamps();
            _sources.Add((step, name, source, stamps));
            _parts.Add(IdentityPart.Of(part, string.Join('\n', stamps.Select(static stamp => stamp.Text))));
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            _parts.Add(IdentityPart.Of(part, $"none: {ExceptionText.MessageOf(exception)}"));
        }
    }
}
