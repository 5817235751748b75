using System.Globalization;
using System.Threading.Tasks.Sources;

namespace Distil.Pipelines.Tests.Running;

/// <summary>Answers at once.</summary>
[Step(Concurrency = 64)]
public sealed class AddAtOnce
{
    [return: Column("number")]
    public ValueTask<int> ProcessAsync(int number) => new(number + 1);
}

/// <summary>Answers from another thread, and allocates nothing for it: what is allocated is the engine's.</summary>
[Step(Concurrency = 64)]
public sealed class AddElsewhere
{
    [return: Column("number")]
    public ValueTask<int> ProcessAsync(int number) => Answer.From(number + 1);

    private sealed class Answer : IValueTaskSource<int>, IThreadPoolWorkItem
    {
        [ThreadStatic]
        private static Stack<Answer>? s_spare;

        private Action<object?>? _continuation;
        private object? _state;
        private int _value;

        public static ValueTask<int> From(int value)
        {
            var answer = (s_spare ??= new()).TryPop(out var spare) ? spare : new();
            answer._value = value;
            return new(answer, 0);
        }

        public int GetResult(short token)
        {
            var value = _value;
            (s_spare ??= new()).Push(this);
            return value;
        }

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        {
            (_continuation, _state) = (continuation, state);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute() => _continuation!(_state);
    }
}

[Sink]
public sealed class Forget
{
    public void Write(int number)
    {
        // Rows end here: nothing is kept.
    }
}

[Pipeline]
public sealed partial class CallsAnsweredAtOnce(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] AddAtOnce More { get; } = new();
    [From(nameof(More))] Forget Forgotten { get; } = new();
}

[Pipeline]
public sealed partial class CallsAnsweredElsewhere(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] AddElsewhere More { get; } = new();
    [From(nameof(More))] Forget Forgotten { get; } = new();
}

/// <summary>What the child process of these tests does.</summary>
internal static class CallAllocation
{
    private const int WarmUpRows = 100_000;

    public static async Task MeasureAsync(string kind, int rows)
    {
        await RunAsync(kind, WarmUpRows);
        var few = await RunAsync(kind, WarmUpRows);
        var many = await RunAsync(kind, WarmUpRows + rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{many - few}"));
    }

    private static async Task<long> RunAsync(string kind, int rows)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var options = new RunOptions { HandleSignals = false };
        if (kind == "at-once")
        {
            await new CallsAnsweredAtOnce(rows).RunAsync(options);
        }
        else
        {
            await new CallsAnsweredElsewhere(rows).RunAsync(options);
        }

        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}

/// <summary>A call of an awaited step allocates nothing but what the step's method does.</summary>
public sealed class CallAllocationTests
{
    [Theory]
    [InlineData("at-once")]
    [InlineData("elsewhere")]
    public async Task A_million_calls_allocate_less_than_a_byte_each(string kind)
    {
        const int Rows = 1_000_000;

        var output = await Child.StartAsync("call-allocation", [kind, Rows.ToString(CultureInfo.InvariantCulture)]);

        Assert.True(output.ExitCode == 0, output.Errors);
        var bytes = long.Parse(output.Text, CultureInfo.InvariantCulture);
        Assert.True(bytes < Rows, $"{bytes:N0} bytes for {Rows:N0} calls.");
    }
}
