using System.ComponentModel;
using System.Runtime.CompilerServices;
using Distil.Engine.Run;
using Distil.Leaves;

namespace Distil.Engine;

/// <summary>Runs a pipeline from its definition: parameters, loading, stages, unloading, result.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PipelineRunner
{
    private static readonly ConditionalWeakTable<object, object> s_running = [];

    /// <summary>Runs a pipeline to its end.</summary>
    /// <typeparam name="TResult">The pipeline's result.</typeparam>
    /// <param name="definition">The pipeline.</param>
    /// <param name="options">How; null: in memory, with the defaults.</param>
    /// <param name="ct">The hard stop.</param>
    /// <returns>What the run gave.</returns>
    public static Task<TResult> RunAsync<TResult>(PipelineDefinition<TResult> definition, RunOptions? options, CancellationToken ct)
        where TResult : PipelineResult => RunAsync(definition, options ?? new(), stream: null, started: null, ct);

    /// <summary>Runs a pipeline of one leaf and gives its rows as they come; leaving the enumeration stops the run.</summary>
    /// <typeparam name="TResult">The pipeline's result.</typeparam>
    /// <typeparam name="TRow">The leaf's row.</typeparam>
    /// <param name="definition">The pipeline.</param>
    /// <param name="options">How; null: with the defaults.</param>
    /// <param name="ct">The hard stop.</param>
    /// <returns>The rows, in order.</returns>
    public static async IAsyncEnumerable<TRow> StreamAsync<TResult, TRow>(
        PipelineDefinition<TResult> definition, RunOptions? options, [EnumeratorCancellation] CancellationToken ct)
        where TResult : PipelineResult
    {
        options ??= new();
        var stream = new RowStream<TRow>(options.Engine.TransportSize);
        using var left = new CancellationTokenSource();
        var running = Task.Run(() => RunAsync(definition, options, stream, run => left.Token.UnsafeRegister(_ => run.Stop(), null), ct),
            CancellationToken.None);
        _ = running.ContinueWith(_ => stream.Complete(), TaskScheduler.Default);
        try
        {
            while (await stream.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (stream.Reader.TryRead(out var row))
                {
                    yield return row;
                }
            }

            await running.ConfigureAwait(false);
        }
        finally
        {
            if (!running.IsCompleted)
            {
                await left.CancelAsync().ConfigureAwait(false);
                await stream.DiscardAsync().ConfigureAwait(false);
                await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<TResult> RunAsync<TResult>(
        PipelineDefinition<TResult> definition, RunOptions options, object? stream, Func<PipelineRun, IDisposable>? started,
        CancellationToken ct)
        where TResult : PipelineResult
    {
        ct.ThrowIfCancellationRequested();
        Claim(definition);
        try
        {
            var session = new RunSession<TResult>(definition, options, stream);
            return await session.RunAsync(started, ct).ConfigureAwait(false);
        }
        finally
        {
            s_running.Remove(definition.Instance);
        }
    }

    private static void Claim<TResult>(PipelineDefinition<TResult> definition)
        where TResult : PipelineResult
    {
        if (!s_running.TryAdd(definition.Instance, definition))
        {
            throw new InvalidOperationException(
                $"This {definition.Name} is already running: its steps are objects, and one run at a time may use them. Await the first "
                    + $"run, or make a second {definition.Name} for the second run.");
        }
    }
}
