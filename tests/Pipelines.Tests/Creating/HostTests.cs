using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Distil.Pipelines.Tests.Creating;

/// <summary>Pipelines in a host that makes them itself.</summary>
[Collection("exit code")]
public sealed class HostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int _exitCode = Environment.ExitCode;

    public void Dispose()
    {
        Environment.ExitCode = _exitCode;
        _directory.Dispose();
    }

    [Fact]
    public async Task The_golden_sample_is_made_from_configuration_and_keyed_services()
    {
        await File.WriteAllLinesAsync(_directory["prompts.txt"], ["Say hello", "Count to ten"], TestContext.Current.CancellationToken);
        await RunAsync(
            services => services
                .AddKeyedSingleton("small", Models.small)
                .AddKeyedSingleton("large", Models.large)
                .AddPreferences(),
            ("Preferences:Path", _directory["prompts.txt"]),
            ("Preferences:Run:Directory", _directory["run"]),
            ("Preferences:Small:Temperature", "0.2"));
        Assert.Equal(_exitCode, Environment.ExitCode);
        var files = Directory.GetFiles(_directory["run", "data", "ranked"]);
        Assert.Equal(2, files.SelectMany(File.ReadAllLines).Count());
    }

    [Theory]
    [InlineData(2, "Preferences:Small:Temperatur", "0.2")]
    [InlineData(2, "Preferences:Run:Limit", "many")]
    [InlineData(2, "", "")]
    [InlineData(1, "Preferences:Path", "/no/such/file")]
    public async Task A_wrong_configuration_and_a_failed_run_have_codes_of_their_own(int code, string key, string value)
    {
        await RunAsync(
            services => services.AddKeyedSingleton("small", Models.small).AddKeyedSingleton("large", Models.large).AddPreferences(),
            (key, value));
        Assert.Equal(code, Environment.ExitCode);
    }

    [Fact]
    public async Task Two_models_without_keys_are_an_error_at_start()
    {
        await RunAsync(services => services.AddSingleton<IModel>(Models.small).AddPreferences(), ("Preferences:Path", "a"));
        Assert.Equal(1, Environment.ExitCode);
    }

    [Fact]
    public async Task A_trigger_runs_it_again_and_what_comes_meanwhile_is_one_further_run()
    {
        var trigger = new Items();
        var runs = new Notes();
        await RunAsync(
            services => services.AddSingleton(trigger).AddSingleton(runs).AddTriggered().RunOn<Items>(),
            async host =>
            {
                trigger.Channel.Writer.TryWrite(null);
                await Task.Run(() => runs.Wait(1));
                trigger.Channel.Writer.TryWrite(new() { Limit = 1 });
                trigger.Channel.Writer.TryWrite(new() { Limit = 0 });
                trigger.Channel.Writer.TryWrite(new() { Limit = 2 });
                await Task.Run(() => trigger.Given.Wait(4));
                runs.Add("let go");
                await Task.Run(() => runs.Wait(5));
                await host.StopAsync(TestContext.Current.CancellationToken);
            });
        Assert.Equal(["1", "let go", "2", "1", "2"], runs.All);
        Assert.Equal(_exitCode, Environment.ExitCode);
    }

    private static Task RunAsync(Action<IServiceCollection> configure, params (string Key, string Value)[] values) =>
        RunAsync(configure, _ => Task.CompletedTask, values);

    private static async Task RunAsync(
        Action<IServiceCollection> configure, Func<IHost, Task> meanwhile, params (string Key, string Value)[] values)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            values.Where(value => value.Key.Length > 0).Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)));
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateScopes = true, ValidateOnBuild = true }));
        builder.Services.AddSingleton<IHostLifetime, NoConsole>();
        configure(builder.Services);
        using var host = builder.Build();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.StartAsync(limit.Token);
        await meanwhile(host);
        await host.WaitForShutdownAsync(limit.Token);
        Assert.False(limit.IsCancellationRequested, "The application did not stop.");
    }

    private sealed class NoConsole : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Items : IPipelineTrigger
    {
        public Channel<RunOptions?> Channel { get; } = System.Threading.Channels.Channel.CreateUnbounded<RunOptions?>();

        /// <summary>A note for each item that was taken.</summary>
        public Notes Given { get; } = new();

        public async IAsyncEnumerable<RunOptions?> WaitAsync([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var item in Channel.Reader.ReadAllAsync(ct))
            {
                yield return item;
                Given.Add("taken");
            }
        }
    }
}

[Source] public sealed class Numbered
{
    public IEnumerable<(int Id, string Text)> Read() => [(1, "a"), (2, "b")];
}

public sealed class Notes
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly List<string> _notes = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_notes)
            {
                return [.. _notes];
            }
        }
    }

    public void Add(string note)
    {
        lock (_notes)
        {
            _notes.Add(note);
            Monitor.PulseAll(_notes);
        }
    }

    /// <summary>Waits until there are so many.</summary>
    public void Wait(int count)
    {
        lock (_notes)
        {
            while (_notes.Count < count)
            {
                if (!Monitor.Wait(_notes, s_limit))
                {
                    throw new TimeoutException($"There are {_notes.Count} notes and not {count}: {string.Join(", ", _notes)}");
                }
            }
        }
    }
}

/// <summary>The first call waits for a second note.</summary>
[Step] public sealed class Noted(Notes notes)
{
    [return: Column("seen")]
    public int Process(int id)
    {
        notes.Add($"{id}");
        notes.Wait(2);
        return id;
    }
}

[Pipeline]
public sealed partial class Triggered(Notes notes)
{
    Numbered All { get; } = new();
    [From(nameof(All))] Noted Seen { get; } = new(notes);
}
