using Distil.Checkpoints;
using Distil.Journal.Records;

namespace Distil.RunDirectories;

/// <summary>What a run does with the generations that its directory holds.</summary>
internal enum GenerationUse
{
    /// <summary>There is none: it makes the first.</summary>
    First,

    /// <summary>It goes on with one that has not ended.</summary>
    Resumed,

    /// <summary>There is nothing to do: the data sets are complete, and nothing has changed.</summary>
    Ended,

    /// <summary>It makes the data anew, from the answers that are kept.</summary>
    Anew,

    /// <summary>It makes the data anew, and the answers too (<see cref="RunOptions.Resume"/>).</summary>
    Replaced,
}

/// <summary>Which generation a run makes, or goes on with.</summary>
/// <param name="Use">What it does.</param>
/// <param name="Generation">The generation, as it is, or as it begins.</param>
internal sealed record GenerationChoice(GenerationUse Use, Generation Generation)
{
    /// <summary>Whether the generation stands under <c>.distil/next</c>.</summary>
    public bool IsNext { get; init; }

    /// <summary>Why the data are made anew, as a sentence says it; null: they are not.</summary>
    public string? Reason { get; init; }

    /// <summary>By the name of a step: what of it has changed since the generation before, as a sentence says it.</summary>
    public IReadOnlyDictionary<string, string> Changes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the run begins; null: at its first row.</summary>
    public Cut? Start { get; init; }

    /// <summary>What of the journal is on the storage device.</summary>
    public JournalLocation Answers { get; init; }

    /// <summary>Whether what lies behind that is trusted without being copied: the last run has ended by itself.</summary>
    public bool AreAnswersWhole { get; init; }

    /// <summary>Chooses for a directory that holds generations.</summary>
    /// <param name="record">What the directory holds.</param>
    /// <param name="data">How far the generation under <c>data</c> came; null: nothing of it is committed.</param>
    /// <param name="next">How far that under <c>.distil/next</c> came.</param>
    /// <param name="identity">What the data of this run depend on.</param>
    /// <param name="leaves">The leaves of the pipeline.</param>
    /// <param name="options">Whether to resume, and whether to recompute.</param>
    /// <param name="isDamaged">Whether the files of the generation that would be gone on with are not what was written.</param>
    public static GenerationChoice Choose(
        RunDirectoryRecord record, Cut? data, Cut? next, IReadOnlyList<IdentityPart> identity, string[] leaves, RunOptions options,
        bool isDamaged = false)
    {
        var chosen = options.Resume
            ? ChooseKept(record, data, next, identity, leaves, options, isDamaged)
            : ChooseReplacing(record, data, next, identity, leaves, isDamaged);
        if (chosen.Use == GenerationUse.Replaced)
        {
            return chosen;
        }

        var answers = chosen.Generation.Journal is null ? JournalPlace.Of(record, data, next) : JournalPlace.OfNext(record, next);
        if (chosen.Use != GenerationUse.Anew)
        {
            return chosen with { Answers = answers, AreAnswersWhole = chosen.Start?.Answers is { IsEnd: true } };
        }

        // What the last generation has written behind its last cut is trusted only if that is the cut of its end.
        var (last, cut) = record.Next is { } newest && newest.Journal == chosen.Generation.Journal ? (newest, next) : (record.Data, data);
        return chosen with
        {
            Generation = chosen.Generation with { Answers = answers },
            Changes = ChangesSince(last, identity),
            Answers = answers,
            AreAnswersWhole = last.Number == record.LastNumber && cut?.Answers is { IsEnd: true } end && end.Synced == answers,
        };
    }

    private static GenerationChoice ChooseKept(
        RunDirectoryRecord record, Cut? data, Cut? next, IReadOnlyList<IdentityPart> identity, string[] leaves, RunOptions options,
        bool isDamaged)
    {
        if (record.Next is { } unfinished
            && !isDamaged
            && (unfinished.IsRecomputed || !options.Recompute)
            && RunIdentity.Difference(unfinished.Identity, identity, hasEnded: false, next) is null)
        {
            return new(GenerationUse.Resumed, unfinished) { IsNext = true, Start = next };
        }

        var present = record.Data;
        var reason = RunIdentity.Difference(present.Identity, identity, present.HasEnded, data);
        if (reason is null && options.Recompute && (present.HasEnded || !present.IsRecomputed || isDamaged))
        {
            reason = "RunOptions.Recompute asks for it";
        }

        if (reason is null && present.State != RunDirectoryState.CompletedWithErrors)
        {
            return new(present.HasEnded ? GenerationUse.Ended : GenerationUse.Resumed, present) { Start = data };
        }

        // After a change the answers of one that replaces those before are kept, and no others. Where nothing has changed, what was to
        // replace the data is given up with its answers.
        var begun = Begin(record.LastNumber + 1, leaves, identity) with
        {
            IsRecomputed = options.Recompute,
            Journal = reason is null ? null : record.Next?.Journal,
        };
        return new(GenerationUse.Anew, begun)
        {
            IsNext = present.HasEnded,
            Reason = reason ?? "the run has completed with errors, and its dead letters are tried again",
        };
    }

    /// <summary>Goes on with a generation that replaces those before, if it depends on the same; otherwise one begins.</summary>
    private static GenerationChoice ChooseReplacing(
        RunDirectoryRecord record, Cut? data, Cut? next, IReadOnlyList<IdentityPart> identity, string[] leaves, bool isDamaged)
    {
        var (last, cut) = record.Next is { } later ? (later, next) : (record.Data, data);
        if (last is { IsReplacing: true, HasEnded: false }
            && !isDamaged
            && RunIdentity.Difference(last.Identity, identity, hasEnded: false, cut) is null)
        {
            return new(GenerationUse.Resumed, last) { IsNext = record.Next is not null, Start = cut };
        }

        // Data that are not complete give way at once, with their answers.
        var isNext = record.Data.HasEnded;
        var begun = Begin(isNext ? record.LastNumber + 1 : 1, leaves, identity) with
        {
            IsReplacing = true,
            Journal = isNext ? Guid.NewGuid() : null,
        };
        return new(GenerationUse.Replaced, begun) { IsNext = isNext };
    }

    /// <summary>The choice, with answers of another directory that may be taken over.</summary>
    public GenerationChoice With(ReusedDirectory reused)
    {
        if (Use == GenerationUse.Resumed)
        {
            return this;
        }

        var changes = ChangesSince(reused.Newest, Generation.Identity);
        foreach (var change in Changes)
        {
            changes[change.Key] = change.Value;
        }

        return this with { Generation = Generation with { Reuses = reused.Answers.JournalId }, Changes = changes };
    }

    /// <summary>By the name of a step that a generation has, too: what of it has changed.</summary>
    private static Dictionary<string, string> ChangesSince(Generation earlier, IReadOnlyList<IdentityPart> identity)
    {
        var changes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in identity.Where(static part => part.Step is not null)
            .GroupBy(static part => part.Step!, StringComparer.Ordinal))
        {
            var names = step.Select(static part => part.Name).ToHashSet(StringComparer.Ordinal);
            var before = earlier.Identity.Where(part => names.Contains(part.Name)).ToList();
            if (before.Count > 0 && RunIdentity.Difference(before, [.. step], hasEnded: false, cut: null) is { } difference)
            {
                changes.Add(step.Key, difference);
            }
        }

        return changes;
    }

    /// <summary>A generation that begins.</summary>
    public static Generation Begin(int number, string[] leaves, IReadOnlyList<IdentityPart> identity) =>
        new(number, Guid.NewGuid().ToString("N"), RunDirectoryState.Loading, leaves, identity);
}
