namespace Distil.Pipelines.Tests.Graphs;

/// <summary>What becomes of the rows that a step of a random graph fails on.</summary>
internal sealed partial class Node
{
    public OnError Policy { get; set; } = OnError.DeadLetter;

    /// <summary>As the property says it; null: as the kind has it.</summary>
    public int? Retries { get; set; }

    /// <summary>A time limit that is never over.</summary>
    public bool HasTimeout { get; set; }

    public bool SplitsBatches { get; set; } = true;

    /// <summary>Whether the step has a policy: it is called for rows or batches, and is no source.</summary>
    public bool CanFail => kind is not (Kind.Source or Kind.Pass or Kind.Whole or Kind.Groups);

    /// <summary>Whether the step fails on some rows.</summary>
    public bool IsFailing => CanFail && Hash.IsFailing(Salt);

    /// <summary>Whether rows may end here: a filter or an expand, and every step whose failures are dead letters.</summary>
    public bool MayDrop => kind is Kind.Sift or Kind.SiftBatch or Kind.Children || (CanFail && Policy == OnError.DeadLetter);

    /// <summary>Whether calls of it that fail are made again.</summary>
    public int Attempts => Hash.IsTransient(Salt) ? 1 + EffectiveRetries : 1;

    /// <summary>Whether its children go on while it makes more, so that a call that fails may have given some.</summary>
    public bool IsStreamed => kind == Kind.Children && Policy == OnError.Stop && EffectiveRetries == 0;

    /// <summary>Whether it is called a row at a time beside its stage's loop.</summary>
    public bool IsCalled => IsLater || HasTimeout || EffectiveRetries > 0;

    private int EffectiveRetries => Retries ?? (CanFail && IsLater ? 3 : 0);
}
