namespace Distil.Pipelines.Tests.Helpers;

/// <summary>What a run said last of how far it is.</summary>
public sealed class LastProgress : IProgress<RunProgress>
{
    private volatile RunProgress? _last;

    public RunProgress? Last => _last;

    public void Report(RunProgress value) => _last = value;
}
