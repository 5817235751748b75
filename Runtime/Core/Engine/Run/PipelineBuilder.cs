using System.ComponentModel;
using Distil.Engine.FanIn;
using Distil.Engine.Run;
using Distil.Engine.Stages;
using Distil.RunDirectories;

namespace Distil.Engine;

/// <summary>What generated code declares the loops of a run with: edges, then forks, then stages.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PipelineBuilder
{
    private readonly PipelineRun _run;
    private readonly LeafSet _leaves;
    private readonly RunDirectory? _directory;
    private readonly List<DeclaredStage> _stages = [];
    private readonly Dictionary<int, ForkGate> _sourceForks = [];

    internal PipelineBuilder(PipelineRun run, LeafSet leaves, RunDirectory? directory = null) =>
        (_run, _leaves, _directory) = (run, leaves, directory);

    internal IReadOnlyList<DeclaredStage> Declared => _stages;

    internal IReadOnlyList<Stage> Stages => _stages.ConvertAll(static declared => declared.Stage);

    /// <summary>Declares what crosses from one stage to others.</summary>
    /// <typeparam name="TBatch">The rows that cross.</typeparam>
    /// <param name="readers">How many stages read it.</param>
    /// <param name="fanIn">Whether a fan-in below needs to know how far it has come.</param>
    /// <returns>The edge.</returns>
    public Edge<TBatch> Edge<TBatch>(int readers, bool fanIn)
        where TBatch : RowBatch, new() => new(Create<TBatch>, readers, fanIn, _run.Engine);

    /// <summary>
    /// Declares that the rows of a reader are held on disk, if the run has a directory: a global step has them again when the run is
    /// resumed, and a branch that goes around one does not fill the memory. Said before the stage that reads is declared.
    /// </summary>
    /// <typeparam name="TBatch">The rows.</typeparam>
    /// <param name="step">The step that reads them.</param>
    /// <param name="edge">The edge.</param>
    /// <param name="reader">Which of its readers it is.</param>
    /// <param name="rows">How they are written.</param>
    public void Hold<TBatch>(string step, Edge<TBatch> edge, int reader, HeldRows<TBatch> rows)
        where TBatch : RowBatch
    {
        ArgumentNullException.ThrowIfNull(edge);
        if (_directory?.Held.Open(step) is { } file)
        {
            edge.Hold(reader, file, rows, exception => _run.Fail(0, exception));
        }
    }

    /// <summary>Declares a fork whose branches meet in another stage.</summary>
    /// <param name="step">The step's name.</param>
    /// <returns>The fork, whose fan-ins are to be declared.</returns>
    public ForkGate Fork(string step) => new(_run, step, -1);

    /// <summary>Declares a source whose rows are zipped, or merged with those of another.</summary>
    /// <param name="step">The source's name.</param>
    /// <param name="sourceIndex">Its index among the sources.</param>
    /// <returns>The fork, whose fan-ins are to be declared.</returns>
    public ForkGate SourceFork(string step, int sourceIndex) => _sourceForks[sourceIndex] = new(_run, step, sourceIndex);

    /// <summary>Declares a source's stage.</summary>
    /// <param name="name">The steps in it.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    public void Source(string name, SourceKernel kernel, ForkGate[] forks)
    {
        _stages.Add(new(new SourceStage(_run, name, kernel, forks, _sourceForks.GetValueOrDefault(kernel.SourceIndex)), []));
    }

    /// <summary>Declares a stage that handles batches as they come.</summary>
    /// <typeparam name="TIn">The rows that come in.</typeparam>
    /// <param name="name">The steps in it.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="reader">Which of its readers it is.</param>
    /// <param name="kernel">Makes its code; several times where the loop is replicated.</param>
    /// <param name="forks">The forks counted in it.</param>
    /// <param name="steps">The indices of the steps in it: the least of their concurrencies holds.</param>
    public void Loop<TIn>(string name, Edge<TIn> input, int reader, Func<LoopKernel<TIn>> kernel, ForkGate[] forks, params int[] steps)
        where TIn : RowBatch
    {
        var replicas = _run.IsSequential || steps.Length == 0 ? 1 : steps.Min(step => _run.Settings(step).Concurrency);
        var first = steps.Length == 0 ? 0 : steps[0];
        Stage stage = replicas > 1
            ? new ReplicatedStage<TIn>(
                _run, name, first, input, reader, Enumerable.Range(0, replicas).Select(_ => kernel()).ToArray(), forks)
            : new LoopStage<TIn>(_run, name, first, input, reader, kernel(), forks);
        _stages.Add(new(stage, [(input, reader)]));
    }

    /// <summary>Declares a stage whose step is awaited row by row.</summary>
    /// <typeparam name="TIn">The rows that come in.</typeparam>
    /// <typeparam name="TResults">What the step gives.</typeparam>
    /// <typeparam name="TResult">What one call gives.</typeparam>
    /// <param name="name">The steps in it.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="reader">Which of its readers it is.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    /// <param name="ordered">False: results may go on in any order.</param>
    public void Call<TIn, TResults, TResult>(
        string name, Edge<TIn> input, int reader, CallKernel<TIn, TResults, TResult> kernel, ForkGate[] forks, bool ordered)
        where TIn : RowBatch
        where TResults : Results =>
        _stages.Add(new(
            new RowCallStage<TIn, TResults, TResult>(_run, name, input, reader, kernel, forks, ordered || _run.KeepsOrder),
            [(input, reader)]));

    /// <summary>Declares a stage whose step expands rows, each by a call, and whose children go on as they are made.</summary>
    /// <typeparam name="TIn">The rows that come in.</typeparam>
    /// <typeparam name="TResults">Where the children are on their way.</typeparam>
    /// <typeparam name="T">The type of a child.</typeparam>
    /// <param name="name">The steps in it.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="reader">Which of its readers it is.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    /// <param name="ordered">False: children of several rows may go on in any order.</param>
    public void Expand<TIn, TResults, T>(
        string name, Edge<TIn> input, int reader, ExpandKernel<TIn, TResults, T> kernel, ForkGate[] forks, bool ordered)
        where TIn : RowBatch
        where TResults : Results =>
        _stages.Add(new(
            new ExpandStage<TIn, TResults, T>(_run, name, input, reader, kernel, forks, ordered || _run.KeepsOrder), [(input, reader)]));

    /// <summary>Declares a stage whose step sees batches.</summary>
    /// <typeparam name="TIn">The rows that come in.</typeparam>
    /// <typeparam name="TResults">What the step gives.</typeparam>
    /// <param name="name">The steps in it.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="reader">Which of its readers it is.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    /// <param name="ordered">False: batches may go on in any order.</param>
    /// <param name="closeLevels">Levels of the input by whose numbers a batch also closes, each 64 × <c>BatchSize</c>.</param>
    public void Batch<TIn, TResults>(
        string name,
        Edge<TIn> input,
        int reader,
        BatchKernel<TIn, TResults> kernel,
        ForkGate[] forks,
        bool ordered,
        params int[] closeLevels)
        where TIn : RowBatch
        where TResults : Results
    {
        Stage stage = _run.IsSequential || _run.Settings(kernel.Step).Concurrency == 1
            ? new BatchStage<TIn, TResults>(_run, name, input, reader, kernel, forks, closeLevels)
            : new ConcurrentBatchStage<TIn, TResults>(_run, name, input, reader, kernel, forks, ordered || _run.KeepsOrder, closeLevels);
        _stages.Add(new(stage, [(input, reader)]));
    }

    /// <summary>Declares a stage whose step sees every row.</summary>
    /// <typeparam name="TIn">The rows that come in.</typeparam>
    /// <typeparam name="TResults">What the step gives.</typeparam>
    /// <param name="name">The steps in it.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="reader">Which of its readers it is.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    public void All<TIn, TResults>(string name, Edge<TIn> input, int reader, BatchKernel<TIn, TResults> kernel, ForkGate[] forks)
        where TIn : RowBatch
        where TResults : Results =>
        _stages.Add(new(new GlobalStage<TIn, TResults>(_run, name, input, reader, kernel, forks), [(input, reader)]));

    /// <summary>Declares a stage where rows of one fork are joined.</summary>
    /// <param name="name">The steps in it.</param>
    /// <param name="step">The step that reads the joined rows.</param>
    /// <param name="inputs">The branches: what is read, and as which reader.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    /// <param name="held">The forks that it holds back.</param>
    public void Join(
        string name, int step, (Edge Edge, int Reader)[] inputs, FanInKernel kernel, ForkGate[] forks, params HeldFork[] held) =>
        FanIn(name, step, inputs, kernel, forks, held, new JoinMatcher());

    /// <summary>Declares a stage where rows of several branches become one stream.</summary>
    /// <param name="name">The steps in it.</param>
    /// <param name="step">The step that reads the merged rows.</param>
    /// <param name="inputs">The branches: what is read, and as which reader.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    /// <param name="held">The forks that it holds back.</param>
    public void Merge(
        string name, int step, (Edge Edge, int Reader)[] inputs, FanInKernel kernel, ForkGate[] forks, params HeldFork[] held) =>
        FanIn(name, step, inputs, kernel, forks, held, new MergeMatcher());

    /// <summary>Declares a stage where rows of several sources are put together by their numbers.</summary>
    /// <param name="name">The steps in it.</param>
    /// <param name="step">The step that reads the combined rows.</param>
    /// <param name="inputs">The sides: what is read, and as which reader.</param>
    /// <param name="sources">The index of each side's source.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="forks">The forks counted in it.</param>
    /// <param name="held">The forks that it holds back.</param>
    public void Zip(
        string name, int step, (Edge Edge, int Reader)[] inputs, int[] sources, FanInKernel kernel, ForkGate[] forks,
        params HeldFork[] held) =>
        FanIn(name, step, inputs, kernel, forks, held, new ZipMatcher(_run, _run.StepName(step), sources), sources);

    /// <summary>Declares a data set.</summary>
    /// <typeparam name="TIn">The rows that come in.</typeparam>
    /// <typeparam name="TRow">The row type of the data set.</typeparam>
    /// <param name="leaf">Its index among the leaves.</param>
    /// <param name="step">The step whose rows they are.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="reader">Which of its readers it is.</param>
    /// <param name="kernel">Its kernel.</param>
    public void Leaf<TIn, TRow>(int leaf, int step, Edge<TIn> input, int reader, LeafKernel<TIn, TRow> kernel)
        where TIn : RowBatch
    {
        var name = _run.StepName(step);
        var store = _leaves.Open(leaf, kernel, _run.StepIndex);
        _stages.Add(new(
            new LeafStage<TIn, TRow>(_run, name, step, input, reader, kernel, store, _leaves.StreamOf<TRow>()),
            [(input, reader)],
            Leaf: store.Name));
    }

    private void FanIn(
        string name, int step, (Edge Edge, int Reader)[] inputs, FanInKernel kernel, ForkGate[] forks, HeldFork[] held,
        RowMatcher matcher, int[]? zipped = null)
    {
        var branches = new BranchCursor[inputs.Length];
        for (var branch = 0; branch < inputs.Length; branch++)
        {
            var (edge, reader) = inputs[branch];
            edge.Unbound(reader);
            branches[branch] = new(edge.Reader(reader), kernel.FanIn[branch], matcher.IsByOrdinal);
        }

        _stages.Add(new(new FanInStage(_run, name, step, kernel, branches, matcher, forks, held), inputs, zipped));
    }

    private static TBatch Create<TBatch>(int capacity)
        where TBatch : RowBatch, new()
    {
        var batch = new TBatch();
        batch.Reserve(capacity);
        return batch;
    }
}
