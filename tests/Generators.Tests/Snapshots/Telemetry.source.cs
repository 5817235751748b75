[Row] public sealed record Reading(int Sensor, float Value);
[Row] public sealed record Mean { public required int Sensor { get; init; } public double Average { get; init; } }
public enum Level { Low, High }

[Source] public sealed class Sensors(IReadOnlyList<Reading> readings) { public IEnumerable<Reading> Read() => readings; }
[Step(BatchSize = 20)] public sealed class Scale { public float[] ProcessBatch(ReadOnlySpan<float> value) => value.ToArray(); }
[Step] public sealed class Embed
{
    [RuntimeParameter] public string? Model { get; set; }
    [RuntimeParameter(Required = true)] public int Size { get; set; }
    [return: Column("vector")] public async ValueTask<ReadOnlyMemory<float[]>> ProcessBatchAsync(ReadOnlyMemory<double> scaled, CancellationToken ct) => default;
}
[Filter] public sealed class InRange { public IReadOnlyList<bool> KeepBatch(IReadOnlyList<Reading> reading) => []; }
[Router] public sealed class ByLevel { public List<Level> RouteBatch(IReadOnlyList<float[]> vector, StepContext context) => []; }
[Step(NewRows = true)] public sealed class Group { public IReadOnlyList<Mean> ProcessAll(IReadOnlyList<int> sensor, IReadOnlyList<double> value) => []; }
[Step] public sealed class Tap { public void ProcessAll(IReadOnlyList<int> sensor) { } }
[Sink] public sealed class Store { public Task WriteBatchAsync(IReadOnlyList<int> sensor, IReadOnlyList<string>? table = null, CancellationToken ct = default) => Task.CompletedTask; }

[Pipeline]
public sealed partial class Telemetry(IReadOnlyList<Reading> readings)
{
    Sensors Sensors { get; } = new(readings);
    [From(nameof(Sensors)), OutputMapping("Scale", "scaled")] Scale Scale { get; } = new();
    [From(nameof(Scale))] Embed Embed { get; } = new();
    [From(nameof(Embed))] InRange InRange { get; } = new();
    [From(nameof(InRange))] ByLevel Level { get; } = new();
    [From(nameof(Level), When = global::Level.Low)] Store Low { get; } = new();
    [From(nameof(Level), When = global::Level.High), Keep("sensor", "scaled"), Leaf(typeof(Sample))] Pass High { get; } = new();
    [From(nameof(Sensors))] Group Means { get; } = new();
    [From(nameof(Means))] Tap Tapped { get; } = new();
}
[Row] public sealed record Sample(long Sensor, double Scaled);
