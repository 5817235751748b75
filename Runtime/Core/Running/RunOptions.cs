using Distil.Devices;
using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Running;
using Microsoft.Extensions.Logging;

namespace Distil;

/// <summary>How a pipeline is run.</summary>
public sealed record RunOptions
{
    /// <summary>
    /// The directory that the run writes its data sets, its errors and its checkpoint to; it is made if it does not exist, and locked
    /// while the run goes on. Null, the default: the data sets are kept in memory.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>
    /// Whether a run that finds an earlier one in <see cref="Directory"/> uses what that has made; default true: it goes on with it, or,
    /// where the program, parameters or sources have changed, makes the data anew from the answers that are kept. With false it makes all
    /// anew, answers too, and touches no file that is not a run's: data sets that are complete, and their answers, stand until the new ones
    /// are complete; what is not complete is deleted at once. A run that began so and was cut off is gone on with. A directory of another
    /// pipeline type is refused either way.
    /// </summary>
    public bool Resume { get; init; } = true;

    /// <summary>
    /// Whether the data in <see cref="Directory"/> are made anew although nothing has changed that is known; answers of durable steps are
    /// kept. Default false. A run that began so and was cut off is gone on with.
    /// </summary>
    public bool Recompute { get; init; }

    /// <summary>
    /// The directory of another run whose answers of durable steps are taken over, as far as steps and inputs are the same; null, the
    /// default: none. That run may be one of another pipeline. Nothing is written there, and no run can use the directory meanwhile.
    /// </summary>
    /// <remarks>
    /// An answer is copied into <see cref="Directory"/>, which has to be set, when a row takes it over: own answers of earlier runs first.
    /// The answers are asked for from the first row on: a run that goes on with one that was begun without them, or with those of another
    /// directory, does not take them over, and says so in <c>run.log</c>. A dry run does not read the directory.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// Thrown by the run: it is empty, or <see cref="Directory"/> is null and the run no dry run.
    /// </exception>
    /// <exception cref="RunDirectoryException">
    /// Thrown by the run before it does anything: it is <see cref="Directory"/> itself, a run uses it, no answers are kept there, or they
    /// are damaged or cannot be read.
    /// </exception>
    public string? ReuseFrom { get; init; }

    /// <summary>
    /// Whether to try the pipeline out: only the first 50 rows of each source are read, no sink is called, and nothing is read from
    /// or written to <see cref="Directory"/>. Default false.
    /// </summary>
    public bool DryRun { get; init; }

    /// <summary>How many rows of each source are read at most; null, the default: all.</summary>
    public long? Limit { get; init; }

    /// <summary>Whether one call runs at a time, in one thread, for debugging; the output is the same. Default false.</summary>
    public bool Sequential { get; init; }

    /// <summary>Values for this run's parameters; what is not set keeps the step's own value. Null, the default: none is set.</summary>
    public PipelineParameters? Parameters { get; init; }

    /// <summary>
    /// Told from time to time how far the run is, and at its end how it has ended; null, the default: nobody is. What it throws ends
    /// nothing: it is logged, and kept in <see cref="PipelineResult.Errors"/>.
    /// </summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>Where the run and its steps log; null, the default: nowhere. In a host: the host's logging.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Stops the run gracefully: sources stop, calls that have begun are finished, and the run returns with
    /// <see cref="RunStatus.Stopped"/>. The token given to <c>RunAsync</c> itself is the hard stop.
    /// </summary>
    public CancellationToken StopToken { get; init; }

    /// <summary>
    /// Whether Ctrl+C and SIGTERM stop the run gracefully; default true. A second Ctrl+C says that a third forces, the third exits
    /// the process with code 130. A pipeline that runs in a host leaves signals to the host, whatever this says.
    /// </summary>
    public bool HandleSignals { get; init; } = true;

    /// <summary>
    /// The devices (GPUs) that steps with <see cref="StepSettingsAttribute.Devices"/> are given, in declared order; each name once. Null,
    /// the default: those of the environment variable <c>CUDA_VISIBLE_DEVICES</c>; if it is not set, those that <c>nvidia-smi</c> lists, by
    /// their index; otherwise none.
    /// </summary>
    /// <remarks>
    /// Runs of one process that go on at the same time share no device. Devices are told apart by their names: give the same device the
    /// same name in each run. Nothing is looked up where no step asks for devices.
    /// </remarks>
    /// <exception cref="ArgumentException">Thrown by the run: a name is empty, or is given twice.</exception>
    /// <exception cref="StepLoadException">Thrown by the run before it loads a step: fewer are free than the steps ask for.</exception>
    public IReadOnlyList<string>? Devices { get; init; }

    /// <summary>The clock of the run: of its timeouts, delays and logs. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How many failures of one step in a row, in the order of the rows, stop the run; default 20. 0: no limit.</summary>
    public int MaxConsecutiveErrors { get; init; } = 20;

    /// <summary>
    /// How long a run that was cancelled, or that has failed, waits for calls and sources that do not end; default 10 seconds.
    /// </summary>
    /// <value>
    /// <see cref="TimeSpan.Zero"/> to 4,294,967,294 milliseconds, by <see cref="TimeProvider"/>, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>: for ever.
    /// </value>
    /// <remarks>
    /// The hard stop, and the first failure, cancel the calls and stop the sources. When the time is over, the run ends with the exception
    /// that it would have had; its message and the log name what was left behind. A step whose method still runs is not unloaded. A late
    /// call (its <c>Timeout</c> was over) that still runs when all else has ended, a callback of a token, the closing of a source, and the
    /// <c>UnloadAsync</c> of a step are waited for as long, those that begin only then at least a second. A run that completes waits for
    /// <c>UnloadAsync</c> until it is cancelled.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Thrown by the run: the value is outside of this range.</exception>
    public TimeSpan AbandonAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Sizes inside the engine that no output depends on.</summary>
    internal EngineSettings Engine { get; init; } = new();
}

/// <summary>Sizes inside the engine that no output depends on; tests make them small.</summary>
internal sealed record EngineSettings
{
    /// <summary>How many batches a channel between two stages holds.</summary>
    public int ChannelCapacity { get; init; } = 4;

    /// <summary>How often a run with a directory writes down how far it has come.</summary>
    public TimeSpan CutInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The devices that runs use; those of the process.</summary>
    public DevicePool DevicePool { get; init; } = DevicePool.Process;

    /// <summary>Finds devices where <see cref="RunOptions.Devices"/> is null.</summary>
    public DeviceSearch DeviceSearch { get; init; } = DeviceSearch.Machine;

    /// <summary>The disk that the run writes to.</summary>
    public IDisk Disk { get; init; } = RealDisk.Instance;

    /// <summary>How many bytes of a file of JSON lines are parsed at a time.</summary>
    public int JsonChunkSize { get; init; } = 1024 * 1024;

    /// <summary>Opens the files that <c>JsonLines</c> reads; null: as files are opened.</summary>
    public Func<string, Stream>? OpenInput { get; init; }

    /// <summary>A segment of the journal that would grow beyond so many bytes is followed by a new one.</summary>
    public long JournalSegmentBytes { get; init; } = JournalSettings.DefaultSegmentBytes;

    /// <summary>Answers of more bytes have a file of their own.</summary>
    public int LargeBodyBytes { get; init; } = JournalRecord.MaxBodyBytes;

    /// <summary>Called where one thread can overtake another, by that thread; null: nobody is.</summary>
    public Action<RacePoint>? Reached { get; init; }

    /// <summary>How many rows a file of a data set holds. The bytes of the rows do not depend on it, the files do.</summary>
    public int RowsPerFile { get; init; } = 100_000;

    /// <summary>How many rows a batch between two stages holds.</summary>
    public int TransportSize { get; init; } = 1024;
}
