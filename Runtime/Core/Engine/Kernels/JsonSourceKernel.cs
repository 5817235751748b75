using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Distil.IO.JsonLines;

namespace Distil.Engine;

/// <summary>A source whose rows stand in files of JSON lines, and what is fused to it. Rows are parsed ahead, beside the loop.</summary>
/// <typeparam name="TRows">The columns that are read.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1001", Justification = "The stage calls StopAsync, which disposes of the input.")]
public abstract class JsonSourceKernel<TRows> : SourceKernel
    where TRows : Results
{
    private const int MaxAhead = 8;

    private JsonInput<TRows>? _input;

    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="step">The source's index among the steps.</param>
    /// <param name="sourceIndex">The source's index among the sources.</param>
    /// <param name="outlets">What it writes to.</param>
    protected JsonSourceKernel(PipelineRun run, int forks, int[] steps, int step, int sourceIndex, params Outlet[] outlets)
        : base(run, forks, steps, step, sourceIndex, outlets) => Locations = run.KeepsOrder ? new() : null;

    /// <inheritdoc/>
    public override bool IsAsync => false;

    /// <inheritdoc/>
    public override bool SupportsOffset => true;

    internal override bool IsParsed => true;

    internal override SourceLocations? Locations { get; }

    /// <summary>Opens the files.</summary>
    /// <typeparam name="T">The row type.</typeparam>
    /// <param name="rows">What the source gave.</param>
    /// <param name="parser">What reads the lines.</param>
    protected void Open<T>(JsonRows<T>? rows, JsonParser<TRows> parser)
    {
        rows = Returned(rows);
        var ahead = Run.IsSequential ? 0 : Math.Clamp(Environment.ProcessorCount, 2, MaxAhead);
        var reader = new JsonChunkReader(rows.Files, Run.Engine.JsonChunkSize, Run.Engine.OpenInput, start: Locations?.Start);
        _input = new JsonInput<TRows>(
            new JsonPrefetch<TRows>(reader, parser, ahead, LeavesOutLines), rows.Offset - (Locations?.Start.Row ?? 0), Locations);
    }

    /// <summary>Whether a line that is no row is left out.</summary>
    private bool LeavesOutLines => Run.Settings(Step).OnError == OnError.DeadLetter;

    /// <summary>A line is no row: it keeps its number, and is left out.</summary>
    private void LeaveOut(BadLine line, long number, int index)
    {
        var failure = _input!.FailureOf(line);
        var inputs = !KeepsInputs ? null : BeginInputs()
            .Add("file", failure.File).Add("line", failure.Line).Add("column", failure.Column).Add("text", line.Text);
        Run.Failures.Add(new(Step, Run.RowId(number), failure, 1, inputs?.End()), RowNumber.OrdinalOf(number) + 1, index);
    }

    /// <summary>Runs the body for rows that have been parsed.</summary>
    /// <param name="rows">Their columns.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">The end.</param>
    /// <param name="number">The number of the first.</param>
    /// <returns>The first row not handled.</returns>
    protected abstract int Process(TRows rows, int from, int to, long number);

    /// <inheritdoc/>
    public override int Read(long number, int max)
    {
        Row = From = 0;
        var (from, count) = _input!.Take(max);
        for (var next = from; next < from + count;)
        {
            var bad = _input.NextBadLine(next);
            var to = Math.Min(bad?.Row ?? int.MaxValue, from + count);
            if (next < to)
            {
                next = Process(_input.Rows, next, to, number + next - from);
            }
            else
            {
                LeaveOut(bad!, number + next - from, next - from);
                next++;
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public override ValueTask StopAsync() => _input?.DisposeAsync() ?? default;

    internal override ValueTask<bool> WaitAsync() => _input!.WaitAsync();
}
