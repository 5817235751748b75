using Distil.Leaves;
using Distil.RunDirectories;

namespace Distil.Engine.Run;

/// <summary>The data sets of a run: where each is kept while the run goes on, and what it is afterwards.</summary>
/// <param name="leaves">The leaves, by index.</param>
/// <param name="directory">Null: in memory.</param>
/// <param name="stream">The <see cref="RowStream{TRow}"/> of the one leaf, where rows are streamed.</param>
internal sealed class LeafSet(IReadOnlyList<LeafDefinition> leaves, RunDirectory? directory, object? stream) : IDisposable
{
    private readonly List<LeafStore> _stores = [];
    private readonly Dictionary<int, Func<object>> _datasets = [];
    private Func<Task>? _streamKept;

    public RowStream<TRow>? StreamOf<TRow>() => stream as RowStream<TRow>;

    public LeafStore<TRow> Open<TIn, TRow>(int leaf, LeafKernel<TIn, TRow> kernel, Func<string, int> stepOf)
        where TIn : RowBatch
    {
        kernel.Describe(leaves[leaf], stepOf);
        var name = leaves[leaf].Name;
        LeafStore<TRow> store = directory is not null ? directory.OpenLeaf<TRow>(name)
            : stream is null ? new MemoryLeaf<TRow>(name)
            : new StreamedLeaf<TRow>(name);
        _stores.Add(store);
        _datasets[leaf] = () => store.ToDataset(kernel);
        if (StreamOf<TRow>() is { } to)
        {
            _streamKept = () => to.WriteAllAsync(store.ToDataset(kernel));
        }

        return store;
    }

    /// <summary>Gives the rows that are kept already to who streams them.</summary>
    public Task StreamKeptAsync() => _streamKept?.Invoke() ?? Task.CompletedTask;

    /// <summary>Closes every data set that is not left out; the run has ended.</summary>
    public void Complete(Func<string, bool> isLeftOut) =>
        _stores.FindAll(store => !isLeftOut(store.Name)).ForEach(static store => store.Complete());

    /// <summary>The rows of a leaf, once the run has ended: a <see cref="Dataset{T}"/>.</summary>
    public object Dataset(int leaf) => _datasets[leaf]();

    public void Dispose() => _stores.ForEach(static store => store.Dispose());
}
