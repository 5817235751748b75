using Distil.IO;

namespace Distil.RunDirectories;

/// <summary>
/// Writes down what becomes of the generation of a run: that it begins, and what gives way to it; how it ends, and that it takes the place
/// of the one before. Thread-safe.
/// </summary>
/// <param name="directory">The directory of the run.</param>
/// <param name="disk">The disk.</param>
/// <param name="record">What the directory holds.</param>
/// <param name="choice">What the run does with that.</param>
/// <param name="leaves">The leaves of the pipeline.</param>
/// <param name="clock">The clock of the run.</param>
internal sealed class GenerationWriter(
    string directory, IDisk disk, RunDirectoryRecord record, GenerationChoice choice, string[] leaves, TimeProvider clock)
{
    private readonly Gate _gate = new();
    private readonly DirectorySwitch _switch = new(disk, directory, clock);
    private RunDirectoryRecord _record = record;
    private bool _isBegun;

    /// <summary>Where the files of the generation stand: the directory itself, or <c>.distil/next</c>.</summary>
    public string Root { get; } = choice.IsNext ? RunDirectoryFiles.Next(directory) : directory;

    /// <summary>What the directory holds now.</summary>
    public RunDirectoryRecord Record => _record;

    /// <summary>Whether it has written anything in this run.</summary>
    public bool IsBegun
    {
        get
        {
            lock (_gate)
            {
                return _isBegun;
            }
        }
    }

    /// <summary>Whether its data sets are complete.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>
    /// The run writes its first file: what the generation replaces goes, and the directory counts as one that holds a run. More calls do
    /// nothing.
    /// </summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_isBegun)
            {
                return;
            }

            switch (choice.Use)
            {
                case GenerationUse.Resumed:
                    string[] both = [.. choice.Generation.Leaves.Union(leaves, StringComparer.Ordinal)];
                    ResumedFiles.CutBack(disk, Root, both, choice.Start);
                    break;
                case GenerationUse.Anew:
                    MakeRoom();
                    break;
                case GenerationUse.Replaced when choice.IsNext:
                    MakeRoom();
                    break;
                case GenerationUse.Replaced:
                    Replace();
                    break;
            }

            if (choice.Generation.Journal is not null)
            {
                disk.CreateDirectory(RunDirectoryFiles.Answers(Root));
            }

            Note(RunDirectoryState.Running, leaves);
            _isBegun = true;
        }
    }

    /// <summary>Notes how the run has ended, or that it has not begun.</summary>
    public void End(RunDirectoryState state)
    {
        Note(state, leaves);
        HasEnded = state is RunDirectoryState.Completed or RunDirectoryState.CompletedWithErrors;
    }

    /// <summary>
    /// Notes that a run has failed which has not ended otherwise. If that cannot be written, the record goes on saying that it runs.
    /// </summary>
    public void Fail()
    {
        if (!IsBegun || HasEnded)
        {
            return;
        }

        try
        {
            Note(RunDirectoryState.Failed, leaves);
        }
        catch (RunDirectoryException)
        {
            // What ended the run is the one to report.
        }
    }

    /// <summary>It is complete under <c>.distil/next</c>: puts its files into the place of those before.</summary>
    /// <param name="state">How the run has ended.</param>
    public void PutInPlace(RunDirectoryState state)
    {
        var hasErrors = File.Exists(Path.Combine(Root, RunDirectoryFiles.Errors));
        HasEnded = true;
        _record = _switch.Begin(_record with { Next = choice.Generation with { State = state, Leaves = leaves, HasErrors = hasErrors } });
    }

    /// <summary>Whether the new folder of a leaf stands under <c>data</c>, once <see cref="PutInPlace"/> was called.</summary>
    public bool IsInPlace(string leaf) => _switch.IsInPlace(leaf);

    /// <summary>Notes the generation of the run in the record.</summary>
    private void Note(RunDirectoryState state, string[] leaves)
    {
        _record = _record.With(choice.Generation with { State = state, Leaves = leaves }, choice.IsNext);
        _record.Write(disk, directory);
    }

    /// <summary>Removes the files of the generation that gives way to the run's, which is begun.</summary>
    private void MakeRoom()
    {
        if (choice.IsNext && _record.Next?.Journal is { } journal && journal != choice.Generation.Journal)
        {
            // Its answers go before another journal begins in their place.
            _record = _record with { Next = null };
            _record.Write(disk, directory);
            _switch.DeleteNext();
        }

        var gone = choice.IsNext ? _record.Next?.Leaves ?? [] : _record.Data.Leaves;

        // Both have files until those of the earlier one are gone: killed in between, the next run finds them.
        Note(RunDirectoryState.Running, [.. gone.Union(leaves, StringComparer.Ordinal)]);
        if (choice.IsNext)
        {
            _switch.DeleteNext(keepsAnswers: true);
            disk.CreateDirectory(Root);
        }
        else
        {
            RunDirectoryFiles.DeleteData(disk, directory, gone);
        }
    }

    /// <summary>Removes everything that earlier runs wrote: no data were complete.</summary>
    private void Replace()
    {
        // Killed behind this, the earlier run begins anew, with what is left of the answers: with a number and an id of its own, so that it
        // may read all of them, and no cut that comes back counts.
        var data = _record.Data;
        var between = GenerationChoice.Begin(_record.LastNumber + 1, [.. data.Leaves], data.Identity);
        (_record with { Next = null }).With(between with { State = RunDirectoryState.Running }, isNext: false).Write(disk, directory);
        RunDirectoryFiles.DeleteProgress(disk, directory);
        _switch.DeleteNext();
        RunDirectoryFiles.DeleteAnswers(disk, directory);
        _record = _record with { Next = null, JournalId = Guid.NewGuid(), LastNumber = 1 };
        Note(RunDirectoryState.Running, [.. data.Leaves.Union(leaves, StringComparer.Ordinal)]);
        RunDirectoryFiles.DeleteData(disk, directory, data.Leaves);
    }
}
