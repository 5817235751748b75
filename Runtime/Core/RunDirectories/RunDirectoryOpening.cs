using Distil.Checkpoints;
using Distil.Engine;
using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.RunDirectories;

/// <summary>Opens the directory of a run: locks it, checks whose it is, and chooses what the run does with what it holds.</summary>
internal static class RunDirectoryOpening
{
    private static readonly string[] s_described = [RunDirectoryFiles.Card, RunDirectoryFiles.Schema, RunDirectoryFiles.Errors];

    /// <summary>
    /// Makes the directory where there is none, locks it and checks that the run may use it. Nothing of an earlier run is touched
    /// yet but <c>run.log</c>, and a switch that was interrupted: it is completed.
    /// </summary>
    /// <param name="options">Its directory, what to do with an earlier run, and its clock.</param>
    /// <param name="pipelineType">The pipeline's full metadata name.</param>
    /// <param name="pipelineName">The pipeline's name.</param>
    /// <param name="identity">What the data depend on besides the rows.</param>
    /// <param name="definitions">The leaves.</param>
    /// <exception cref="RunDirectoryException">The run may not use the directory, or cannot.</exception>
    public static RunDirectory Open(
        RunOptions options,
        string pipelineType,
        string pipelineName,
        IReadOnlyList<IdentityPart> identity,
        IReadOnlyList<LeafDefinition> definitions)
    {
        string[] leaves = [.. definitions.Select(static leaf => leaf.Name)];
        var path = options.Directory;
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException("RunOptions.Directory is empty: give a path, or null to run in memory.", nameof(options));
        }

        RunDirectoryFiles.RequireDistinctFolders(path, leaves);
        var full = Path.GetFullPath(path);
        var disk = options.Engine.Disk;
        IDisposable? lockFile = null;
        try
        {
            if (!File.Exists(RunDirectoryRecord.PathIn(full)))
            {
                RunDirectoryFiles.RefuseForeign(full, [.. s_described, RunDirectoryFiles.Log, RunDirectoryFiles.Report], leaves);
            }

            disk.CreateDirectory(Path.Combine(full, RunDirectoryFiles.Own));
            lockFile = RunDirectoryLock.Take(full, disk);
            var record = RunDirectoryRecord.Read(full);
            RequireSamePipeline(full, record, pipelineType);
            return record is { Data.IsBegun: true }
                ? OpenKept(full, lockFile, record, identity, definitions, options)
                : OpenNew(
                    full,
                    lockFile,
                    record,
                    new(pipelineType, pipelineName, Guid.NewGuid(), GenerationChoice.Begin(1, leaves, identity)),
                    definitions,
                    options);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            lockFile?.Dispose();
            throw new RunDirectoryException(
                $"The directory '{full}' cannot be used for a run: {exception.Message.TrimEnd('.')}. Make sure that it can be written "
                    + "to, or choose another one.",
                full,
                exception);
        }
        catch
        {
            lockFile?.Dispose();
            throw;
        }
    }

    /// <summary>The directory holds no run, or one that never began.</summary>
    private static RunDirectory OpenNew(
        string full, IDisposable lockFile, RunDirectoryRecord? earlier, RunDirectoryRecord record,
        IReadOnlyList<LeafDefinition> definitions, RunOptions options)
    {
        var disk = options.Engine.Disk;
        if (earlier?.Data.State == RunDirectoryState.Unbegun)
        {
            // Its card is all that such a run has left.
            disk.Delete(Path.Combine(full, RunDirectoryFiles.Card));
        }

        RunDirectoryFiles.RefuseForeign(full, s_described, record.Data.Leaves);
        var cuts = CutLog.Open(RunDirectoryFiles.Cuts(full), disk, isRead: false);
        return Begin(full, lockFile, record, new(GenerationUse.First, record.Data), cuts, definitions, options);
    }

    private static RunDirectory OpenKept(
        string full, IDisposable lockFile, RunDirectoryRecord record, IReadOnlyList<IdentityPart> identity,
        IReadOnlyList<LeafDefinition> definitions, RunOptions options)
    {
        var disk = options.Engine.Disk;
        var toNext = new DirectorySwitch(disk, full, options.TimeProvider);
        if (record.IsSwitching)
        {
            record = toNext.Complete(record);
        }
        else if (record.Next is null)
        {
            toNext.Clean(record);
        }

        string[] leaves = [.. definitions.Select(static leaf => leaf.Name)];
        var own = record.Data.Leaves.Select(RunDirectoryFiles.FileName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        RunDirectoryFiles.RefuseForeign(full, [], leaves.Where(leaf => !own.Contains(RunDirectoryFiles.FileName(leaf))));
        var data = OpenCuts(full, options, out var isDataDamaged);
        var next = OpenCuts(RunDirectoryFiles.Next(full), options, out var isNextDamaged);
        var choice = Choose(isDataDamaged || isNextDamaged);
        if (choice.Use is GenerationUse.Resumed or GenerationUse.Ended)
        {
            try
            {
                ResumedFiles.Check(choice.IsNext ? RunDirectoryFiles.Next(full) : full, choice.Generation, choice.Start);
                if (!options.Resume)
                {
                    CheckAnswers(full, record, choice);
                }
            }
            catch (RunDirectoryException) when (options.Recompute || !options.Resume)
            {
                choice = Choose(isDamaged: true);
            }
        }

        return Begin(full, lockFile, record, choice, choice.IsNext ? next : data, definitions, options);

        GenerationChoice Choose(bool isDamaged) => GenerationChoice.Choose(
            record, data.CutOf(record.Data.RunId), record.Next is null ? null : next.CutOf(record.Next.RunId), identity, leaves, options,
            isDamaged);
    }

    /// <summary>
    /// The run knows what it does: opens the directory whose answers it takes over, and writes what is written before it runs.
    /// </summary>
    private static RunDirectory Begin(
        string full, IDisposable lockFile, RunDirectoryRecord record, GenerationChoice choice, CutLog cuts,
        IReadOnlyList<LeafDefinition> definitions, RunOptions options)
    {
        var disk = options.Engine.Disk;
        var toNext = new DirectorySwitch(disk, full, options.TimeProvider);
        if (choice.IsNext)
        {
            toNext.RequireOneVolume();
        }

        var reused = OpenReused(full, record, choice, options);
        try
        {
            choice = reused is null ? choice : choice.With(reused);
            if (choice.Use == GenerationUse.First)
            {
                record = record with { Data = choice.Generation };
                record.Write(disk, full);
            }
            else if (choice.Use == GenerationUse.Ended)
            {
                // Its process was killed before it had deleted them.
                HeldFiles.Delete(disk, full, needed: []);
                if (record.Next is { Journal: null })
                {
                    record = record with { Next = null };
                    record.Write(disk, full);
                    toNext.DeleteNext();
                }
            }

            return new(full, lockFile, record, choice, cuts, definitions, options, reused);
        }
        catch
        {
            reused?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the directory whose answers a run takes over; null: there is none, or the run goes on with one without it.</summary>
    private static ReusedDirectory? OpenReused(string full, RunDirectoryRecord record, GenerationChoice choice, RunOptions options)
    {
        var isResumed = choice.Use == GenerationUse.Resumed;
        if (options.ReuseFrom is null || choice.Use == GenerationUse.Ended || (isResumed && choice.Generation.Reuses is null))
        {
            return null;
        }

        // Of a run that is replaced no answer stays: what was copied there from here is taken over, too.
        var journal = choice.Generation.Journal ?? (choice.Use == GenerationUse.Replaced ? Guid.Empty : record.JournalId);
        var reused = ReusedDirectory.Open(options.ReuseFrom, full, journal, choice.Generation.Number, options.Engine.Disk);
        if (isResumed && choice.Generation.Reuses != reused.Answers.JournalId)
        {
            reused.Dispose();
            return null;
        }

        return reused;
    }

    /// <summary>Opens the cuts of a generation. Of one that can be replaced they may be damaged, or of any format.</summary>
    private static CutLog OpenCuts(string directory, RunOptions options, out bool isDamaged)
    {
        var (folder, disk) = (RunDirectoryFiles.Cuts(directory), options.Engine.Disk);
        isDamaged = false;
        try
        {
            return CutLog.Open(folder, disk);
        }
        catch (RunDirectoryException) when (!options.Resume)
        {
            isDamaged = true;
            return CutLog.Open(folder, disk, isRead: false);
        }
    }

    /// <summary>Requires that the answers of a generation that is gone on with are what was written.</summary>
    /// <exception cref="RunDirectoryException">They are not, or cannot be read.</exception>
    private static void CheckAnswers(string full, RunDirectoryRecord record, GenerationChoice choice)
    {
        var journal = choice.Generation.Journal;
        var files = new JournalFiles(RunDirectoryFiles.Answers(journal is null ? full : RunDirectoryFiles.Next(full)));
        var chain = SegmentChain.Find(files, journal ?? record.JournalId);
        new JournalScan(files, choice.Answers, (uint)record.LastNumber).Run(
            chain, default, (in JournalRecord one) => LargeBodies.FindFault(files, one), static (in JournalRecord _) => { });
    }

    private static void RequireSamePipeline(string path, RunDirectoryRecord? record, string pipelineType)
    {
        if (record is not null && record.PipelineType != pipelineType)
        {
            throw new RunDirectoryException(
                $"The directory '{path}' holds a run of the pipeline '{record.PipelineType}', not of '{pipelineType}': choose another "
                    + "directory.",
                path);
        }
    }
}
