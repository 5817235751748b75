namespace Distil.Engine.State;

/// <summary>What numbers the rows of a run: its sources and the global steps that make new rows, in declared order.</summary>
/// <remarks>Safe for several threads at once: the stage of a source writes its length, and stages below read it.</remarks>
internal sealed class SourceTable
{
    private readonly string[] _names;
    private readonly long[] _lengths;

    public SourceTable(IEnumerable<StepDefinition> steps)
    {
        _names = [.. steps.Where(static step => step.Kind == StepKind.Source || step.Settings.NewRows).Select(static step => step.Name)];
        _lengths = new long[_names.Length];
        Array.Fill(_lengths, -1);
    }

    public IReadOnlyList<string> Names => _names;

    /// <summary>The index of a step that makes rows or makes them anew.</summary>
    public int IndexOf(string step) => Array.IndexOf(_names, step);

    public string NameOf(int source) => source < _names.Length ? _names[source] : "";

    /// <summary>How many rows a source has; -1: that is not known yet.</summary>
    public long LengthOf(int source) => Volatile.Read(ref _lengths[source]);

    public void SetLength(int source, long rows) => Volatile.Write(ref _lengths[source], rows);
}
