using Distil.Devices;

namespace Distil.Pipelines.Tests.Running;

/// <summary>Notes the devices that it has when it is loaded, called and unloaded.</summary>
public abstract class OnDevices(string name, Log<string> log) : IStepLifecycle
{
    public ValueTask LoadAsync(StepContext context, CancellationToken ct)
    {
        log.Add($"{name} loads on {Names(context)}");
        return LoadAsync(ct);
    }

    public virtual ValueTask LoadAsync(CancellationToken ct) => default;

    public virtual ValueTask UnloadAsync(CancellationToken ct) => default;

    protected int Note(int number, StepContext context)
    {
        log.Add($"{name} runs on {Names(context)}");
        return number;
    }

    private static string Names(StepContext context) => string.Join("+", context.Devices);
}

[Step(Devices = 1, OnError = OnError.Stop)]
public sealed class OneDevice(string name, Log<string> log, Func<string, Task>? at = null) : OnDevices(name, log)
{
    [return: Column("number")]
    public async Task<int> ProcessAsync(int number, StepContext context)
    {
        await (at?.Invoke("call") ?? Task.CompletedTask);
        return Note(number, context);
    }

    public override async ValueTask LoadAsync(CancellationToken ct) => await (at?.Invoke("load") ?? Task.CompletedTask);

    public override async ValueTask UnloadAsync(CancellationToken ct) => await (at?.Invoke("unload") ?? Task.CompletedTask);
}

[Source(Devices = 1, Version = "1")]
public sealed class SourceOnDevice(Log<string> log)
{
    [return: Column("number")]
    public IEnumerable<int> Read(StepContext context)
    {
        log.Add($"source reads on {string.Join("+", context.Devices)}");
        return [1];
    }
}

[Filter(Devices = 1)]
public sealed class FilterOnDevice(Log<string> log)
{
    public bool Keep(int number, StepContext context)
    {
        log.Add($"filter runs on {string.Join("+", context.Devices)}");
        return number > 0;
    }
}

[Pipeline]
public sealed partial class DeviceChain1(Log<string> log, Func<string, Task>? at = null)
{
    Numbers All { get; } = new(2);
    [From(nameof(All)), Step(Durable = false)] OneDevice A { get; } = new("A", log, at);
}

[Pipeline]
public sealed partial class DeviceChain2(Log<string> log)
{
    Numbers All { get; } = new(2);
    [From(nameof(All)), Step(Durable = false)] OneDevice A { get; } = new("A", log);
    [From(nameof(A)), Step(Durable = false)] OneDevice B { get; } = new("B", log);
}

[Pipeline]
public sealed partial class DeviceChain3(Log<string> log)
{
    Numbers All { get; } = new(2);
    [From(nameof(All)), Step(Durable = false)] OneDevice A { get; } = new("A", log);
    [From(nameof(A)), Step(Durable = false, Devices = 2)] OneDevice B { get; } = new("B", log);
    [From(nameof(B)), Step(Durable = false, Devices = 0)] OneDevice C { get; } = new("C", log);
}

[Pipeline]
public sealed partial class DeviceChain4(Log<string> log)
{
    Numbers All { get; } = new(2);
    [From(nameof(All)), Step(Durable = false)] OneDevice A { get; } = new("A", log);
    [From(nameof(A)), Step(Durable = false)] OneDevice B { get; } = new("B", log);
    [From(nameof(B)), Step(Durable = false)] OneDevice C { get; } = new("C", log);
    [From(nameof(C)), Step(Durable = false)] OneDevice D { get; } = new("D", log);
}

[Pipeline]
public sealed partial class DevicesOfOtherKinds(Log<string> log)
{
    SourceOnDevice All { get; } = new(log);
    [From(nameof(All))] FilterOnDevice Kept { get; } = new(log);
}

/// <summary>One object in two places.</summary>
[Pipeline]
public sealed partial class SharedOnDevice(OneDevice shared)
{
    Numbers All { get; } = new(1);
    [From(nameof(All)), Step(Durable = false)] OneDevice First { get; } = shared;
    [From(nameof(First)), Step(Durable = false, Devices = 2)] OneDevice Second { get; } = shared;
}

/// <summary>Each step object has devices of its own before it loads, and they are free again when its run has unloaded its steps.</summary>
public sealed class DeviceTests
{
    private static readonly string[] s_four = ["a", "b", "c", "d"];

    private readonly DevicePool _pool = new();
    private readonly Log<string> _log = new();

    public static TheoryData<int, int> Counts() => new(from given in (int[])[0, 1, 4] from steps in Enumerable.Range(1, 4) select (given, steps));

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task Steps_have_devices_of_their_own_in_declared_order(int given, int steps)
    {
        var (asked, expected) = steps switch
        {
            1 => ("'A' 1", "A=a"),
            2 => ("'A' 1, 'B' 1", "A=a B=b"),
            3 => ("'A' 1, 'B' 2", "A=a B=b+c C="),
            _ => ("'A' 1, 'B' 1, 'C' 1, 'D' 1", "A=a B=b C=c D=d"),
        };
        var needed = expected.Split(' ').Sum(step => step.EndsWith('=') ? 0 : step.Count(letter => letter == '+') + 1);
        var options = Options(s_four[..given]);
        if (needed > given)
        {
            var exception = await Assert.ThrowsAsync<StepLoadException>(() => RunAsync(steps, options));
            Assert.Equal(given == 0 ? "A" : "B", exception.StepName);
            Assert.Contains($"Asked for by Devices: {asked}.", exception.Message);
            Assert.Contains(given == 0 ? "There are none" : "There are 1 (a)", exception.Message);
            Assert.Equal(exception.StepName, Assert.Single(exception.Errors).Step);
            Assert.Empty(_log.All);
        }
        else
        {
            await RunAsync(steps, options);
            foreach (var step in expected.Split(' ').Select(step => step.Split('=')))
            {
                Assert.Equal(
                    [$"{step[0]} loads on {step[1]}", $"{step[0]} runs on {step[1]}", $"{step[0]} runs on {step[1]}"],
                    _log.All.Where(line => line[0] == step[0][0]));
            }
        }

        AssertFree(s_four);
    }

    [Fact]
    public async Task A_source_and_a_filter_have_devices_without_loading()
    {
        await Run.WithLimit(o => new DevicesOfOtherKinds(_log).RunAsync(o), Options("x", "y"));
        Assert.Equal(["source reads on x", "filter runs on y"], _log.All);
    }

    [Fact]
    public async Task A_step_object_in_two_places_has_the_same_devices_in_both()
    {
        await Run.WithLimit(o => new SharedOnDevice(new("S", _log)).RunAsync(o), Options("x", "y"));
        Assert.Equal(["S loads on x+y", "S runs on x+y", "S runs on x+y"], _log.All);
    }

    [Theory]
    [InlineData("a,b,a", "'a' twice")]
    [InlineData("a, ", "empty name")]
    [InlineData("", "empty name")]
    public async Task A_device_that_is_listed_twice_or_has_no_name_is_an_error(string listed, string message)
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(1, Options(listed.Split(','))));
        Assert.Contains(message, exception.Message);
        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData("load", typeof(StepLoadException))]
    [InlineData("call", typeof(PipelineFailedException))]
    [InlineData("unload", typeof(PipelineFailedException))]
    public async Task Devices_are_free_after_a_failure(string place, Type failure)
    {
        var pipeline = new DeviceChain1(_log, at => at == place ? Task.FromException(new InvalidDataException("Broken.")) : Task.CompletedTask);
        await Assert.ThrowsAsync(failure, () => Run.WithLimit(o => pipeline.RunAsync(o), Options("a")));
        AssertFree("a");
    }

    [Fact]
    public async Task Devices_are_free_after_a_hard_stop()
    {
        using var stop = new CancellationTokenSource();
        var pipeline = new DeviceChain1(_log, at => at == "call" ? stop.CancelAsync() : Task.CompletedTask);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run.WithLimit(o => pipeline.RunAsync(o, stop.Token), Options("a")));
        AssertFree("a");
    }

    [Theory]
    [InlineData("load")]
    [InlineData("call")]
    [InlineData("unload")]
    public async Task Two_runs_side_by_side_share_no_device(string place)
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var first = new DeviceChain1(_log, async at =>
        {
            if (at == place)
            {
                reached.TrySetResult();
                await goOn.Task;
            }
        });
        var running = Run.WithLimit(o => first.RunAsync(o), Options("a", "b"));
        await Run.WithLimit(reached.Task);

        var other = new Log<string>();
        await Run.WithLimit(o => new DeviceChain1(other).RunAsync(o), Options("a", "b"));
        Assert.Equal("A loads on b", other.All[0]);
        var exception = await Assert.ThrowsAsync<StepLoadException>(() => RunAsync(2, Options("a", "b")));
        Assert.Equal("B", exception.StepName);
        Assert.Contains("other runs of this process use 1 of them (a)", exception.Message);

        goOn.SetResult();
        await running;
        Assert.All(_log.All, line => Assert.EndsWith("on a", line));
        AssertFree("a", "b");
    }

    [Fact]
    public async Task Devices_of_the_environment_are_used_where_none_are_given()
    {
        await Run.WithLimit(o => new DeviceChain1(_log).RunAsync(o), Searching("7,8"));
        Assert.Equal("A loads on 7", _log.All[0]);
    }

    [Fact]
    public async Task Devices_that_the_environment_lists_twice_are_an_error()
    {
        var exception = await Assert.ThrowsAsync<StepLoadException>(() => RunAsync(1, Searching("7,7")));
        Assert.Contains("CUDA_VISIBLE_DEVICES lists the device '7' twice", exception.Message);
    }

    [Fact]
    public async Task Nothing_is_searched_for_where_no_step_asks()
    {
        var search = new DeviceSearch(_ => throw new InvalidOperationException("Searched."), "nvidia-smi", TimeSpan.FromSeconds(1));
        var options = new RunOptions { Engine = new() { DevicePool = _pool, DeviceSearch = search } };
        await Run.WithLimit(o => new LoadedSideBySide(new Barrier(2)).RunAsync(o), options);
    }

    private Task RunAsync(int steps, RunOptions options) => Run.WithLimit(
        async o => steps switch
        {
            1 => (PipelineResult)await new DeviceChain1(_log).RunAsync(o),
            2 => await new DeviceChain2(_log).RunAsync(o),
            3 => await new DeviceChain3(_log).RunAsync(o),
            _ => await new DeviceChain4(_log).RunAsync(o),
        },
        options);

    private RunOptions Options(params string[] devices) => new() { Devices = devices, Engine = new() { DevicePool = _pool } };

    private RunOptions Searching(string visible) => new()
    {
        Engine = new() { DevicePool = _pool, DeviceSearch = new(_ => visible, "nvidia-smi", TimeSpan.FromSeconds(1)) },
    };

    private void AssertFree(params string[] devices)
    {
        using var loan = _pool.Borrow([devices.Length], devices, out var used);
        Assert.Empty(used);
        Assert.NotNull(loan);
    }
}
