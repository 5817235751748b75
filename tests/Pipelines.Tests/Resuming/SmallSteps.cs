using Distil.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>Settings with which a run of some dozen rows has many batches, files and cuts.</summary>
internal static class SmallSteps
{
    /// <summary>A run that writes to a disk.</summary>
    public static RunOptions On(IDisk disk, string directory) => new()
    {
        Directory = directory,
        HandleSignals = false,
        Engine = new EngineSettings
        {
            ChannelCapacity = 1, TransportSize = 5, RowsPerFile = 30, CutInterval = TimeSpan.FromMilliseconds(1), Disk = disk,
            JsonChunkSize = 300,
        },
    };
}
