using Distil.CommandLine.Output;
using Spectre.Console;

namespace Distil.CommandLine.Views;

/// <summary>
/// Shows how far a run is: on a terminal a table that is written over, elsewhere a line every few seconds. The run tells it of snapshots;
/// one task writes them.
/// </summary>
internal sealed class RunView : IProgress<RunProgress>, IAsyncDisposable
{
    private static readonly TimeSpan s_live = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_plain = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _writing;
    private RunProgress? _latest;

    /// <param name="terminal">Where it is shown.</param>
    /// <param name="isQuiet">Nothing is shown.</param>
    public RunView(Terminal terminal, bool isQuiet)
    {
        _terminal = terminal;
        _writing = isQuiet ? Task.CompletedTask : Task.Run(terminal.IsLive ? ShowTableAsync : WriteLinesAsync);
    }

    /// <inheritdoc/>
    public void Report(RunProgress value) => Volatile.Write(ref _latest, value);

    /// <summary>Writes the last snapshot, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        try
        {
            await _writing.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The terminal is gone: the run went on without it.
        }

        _ended.Dispose();
    }

    private async Task WriteLinesAsync()
    {
        var lines = new ProgressLines();
        while (await NextAsync(s_plain).ConfigureAwait(false))
        {
            if (Volatile.Read(ref _latest) is { } latest)
            {
                await _terminal.Error.WriteLineAsync(lines.Next(latest)).ConfigureAwait(false);
            }
        }
    }

    private async Task ShowTableAsync()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_terminal.Error),
            Ansi = AnsiSupport.Yes,
            ColorSystem = _terminal.HasColors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        var width = _terminal.Width ?? 80;
        console.Profile.Width = width;
        var table = new ProgressTable(width);
        await console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (await NextAsync(s_live).ConfigureAwait(false))
            {
                if (Volatile.Read(ref _latest) is { } latest)
                {
                    live.UpdateTarget(table.Of(latest));
                    live.Refresh();
                }
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Waits for the next moment to write at. False: the run has ended.</summary>
    private async Task<bool> NextAsync(TimeSpan interval)
    {
        try
        {
            await Task.Delay(interval, _ended.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
