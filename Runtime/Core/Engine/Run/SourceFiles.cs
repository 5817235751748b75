using System.Globalization;
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
    private readonly List<Known> _sources = [];
    private readonly List<IdentityPart> _parts = [];
    private readonly CancellationToken _ct;

    private SourceFiles(CancellationToken ct) => _ct = ct;

    /// <summary>The states as parts of the run's identity.</summary>
    public IReadOnlyList<IdentityPart> Parts => _parts;

    /// <summary>Takes the states of all files that sources read. What cannot be read fails when the source is loaded.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="ct">Ends the reading of files that have another time, in <see cref="Parts"/> and in <see cref="Changed"/>.</param>
    public static SourceFiles Take(StepDefinition[] steps, CancellationToken ct)
    {
        var files = new SourceFiles(ct);
        for (var step = 0; step < steps.Length; step++)
        {
            if (steps[step].Instance is IFileSource source)
            {
                files.Add(step, steps[step].Name, source);
            }
        }

        return files;
    }

    /// <summary>The first source that is to read other files than there were when their states were taken; null: there is none.</summary>
    public StepException? Replaced() => First(static known =>
    {
        var now = known.Source.Files ?? known.Paths;
        return now.Except(known.Paths, StringComparer.Ordinal).Select(static path => $"'{path}' is new")
            .Concat(known.Paths.Except(now, StringComparer.Ordinal).Select(static path => $"'{path}' is gone"))
            .FirstOrDefault();
    });

    /// <summary>The first source with a file that is not what it was when the run began; null: there is none.</summary>
    /// <param name="read">How far the files of a source, by its step, have been read; null: not at all.</param>
    public StepException? Changed(Func<int, SourceLocation?> read) => First(known =>
    {
        var touched = new List<string>();
        foreach (var stamp in known.Stamps)
        {
            if (stamp.Change(out var isTouched) is { } change)
            {
                return $"'{stamp.Path}' {change}";
            }

            if (isTouched)
            {
                touched.Add($"'{stamp.Path}'");
            }
        }

        return touched.Count > 0 && read(known.Step) is { } to && !AreAsRead(known, to)
            ? $"{string.Join(", ", touched)} has other bytes"
            : null;
    });

    private StepException? First(Func<Known, string?> change)
    {
        foreach (var known in _sources)
        {
            try
            {
                if (change(known) is { } how)
                {
                    return new(known.Step, 0, null, new IOException(
                        $"A file of '{known.Name}' was changed while the run read it: {how}. Its rows may be of both states. Pass "
                            + "RunOptions.Recompute = true, which makes the data anew from the answers that are kept, and leave the files "
                            + "alone meanwhile."));
                }
            }
            catch (Exception exception) when (IoErrors.Is(exception) || exception is InvalidDataException)
            {
                return new(known.Step, 0, null, exception);
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
            var known = new Known(step, name, source, stamps, [.. stamps.Select(static stamp => stamp.Path)]);
            _sources.Add(known);
            foreach (var stamp in stamps)
            {
                _parts.Add(new(
                    $"the file '{Path.GetFileName(stamp.Path)}' of '{name}'",
                    string.Create(CultureInfo.InvariantCulture, $"{stamp.Length} bytes, checksum {stamp.Checksum:x8}")));
            }

            var times = string.Join(',', stamps.Select(static stamp => stamp.Time));
            _parts.Add(new(part, stamps.Count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{stamps.Count} files")));
            _parts.Add(IdentityPart.Hashed($"the times of {part}", times) with { Recheck = cut => Difference(known, cut) });
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            _parts.Add(new(part, $"none: {ExceptionText.MessageOf(exception)}"));
        }
    }

    /// <summary>Files have other times than those that an earlier run read, but the same lengths and blocks.</summary>
    private string? Difference(Known known, Cut? cut)
    {
        if (cut is null || !cut.Files.TryGetValue(known.Name, out var range))
        {
            return null;
        }

        try
        {
            return AreAsRead(known, range.Read) ? null : $"the files of '{known.Name}' have other bytes than it has read";
        }
        catch (Exception exception) when (IoErrors.Is(exception) || exception is InvalidDataException)
        {
            return $"the files of '{known.Name}' have other times, and cannot be compared: {ExceptionText.MessageOf(exception)}";
        }
    }

    private bool AreAsRead(Known known, SourceLocation to) => JsonContents.ChecksumOf(known.Paths, to, _ct) == to.Checksum;

    /// <summary>A source with the states that its files had before the run.</summary>
    private sealed record Known(
        int Step, string Name, IFileSource Source, IReadOnlyList<FileStamp> Stamps, IReadOnlyList<string> Paths);
}
