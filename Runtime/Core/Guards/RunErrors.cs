using Distil.Running;

namespace Distil.Guards;

/// <summary>The failures of a run: how many there were, and of each step the first in the order of its rows.</summary>
/// <remarks>
/// Safe for several threads at once. What is kept is a function of the failures, and not of when they came: so a run that is repeated
/// tells the same.
/// </remarks>
internal sealed class RunErrors
{
    private readonly Gate _gate = new();
    private readonly Dictionary<string, OwnErrors> _byOwner = new(StringComparer.Ordinal);
    private readonly List<OwnErrors> _owners = [];
    private IReadOnlyList<string> _steps = [];
    private RowOrder _order = new([]);
    private RunError? _first;
    private long _count;

    /// <summary>
    /// How many failures were added, and those that are kept: the failure that ended the run, then those of the steps, step by step as they
    /// are declared, then those of other code.
    /// </summary>
    public (IReadOnlyList<RunError> Kept, long Count) All
    {
        get
        {
            lock (_gate)
            {
                var owners = _owners.OrderBy(owner => Place(owner.Name)).ToList();
                var kept = new List<RunError>();
                if (_first is not null)
                {
                    kept.Add(_first);
                }

                var shares = Share(RunSummary.MaxErrors - kept.Count, owners.ConvertAll(static owner => owner.Kept.Count));
                for (var owner = 0; owner < owners.Count; owner++)
                {
                    kept.AddRange(owners[owner].Kept.Take(shares[owner]));
                }

                return (kept, _count);
            }
        }
    }

    /// <summary>Sets the order in which failures are told. Called before the first row fails.</summary>
    /// <param name="steps">The names of the steps, as they are declared.</param>
    /// <param name="sources">The names of what numbers rows, as they are declared.</param>
    public void OrderBy(IReadOnlyList<string> steps, IReadOnlyList<string> sources)
    {
        lock (_gate)
        {
            (_steps, _order) = (steps, new(sources));
        }
    }

    /// <summary>Adds a failure.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="isFirst">It is the one that ended the run, which comes before those that the run did not stop for.</param>
    public void Add(RunError error, bool isFirst = false)
    {
        lock (_gate)
        {
            _count++;
            if (isFirst && _first is null)
            {
                _first = error;
                return;
            }

            if (!_byOwner.TryGetValue(error.Step, out var own))
            {
                _byOwner.Add(error.Step, own = new(error.Step));
                _owners.Add(own);
            }

            own.Add(error, _order);
        }
    }

    /// <summary>Shares places evenly: whoever needs fewer than an even share leaves the rest to the others.</summary>
    internal static int[] Share(int places, IReadOnlyList<int> wanted)
    {
        var shares = new int[wanted.Count];
        var open = wanted.Count;
        foreach (var at in Enumerable.Range(0, wanted.Count).OrderBy(at => wanted[at]))
        {
            // The first of equals have what an even share leaves over.
            shares[at] = Math.Min(wanted[at], (places + open - 1) / open);
            places -= shares[at];
            open--;
        }

        return shares;
    }

    private int Place(string owner)
    {
        for (var step = 0; step < _steps.Count; step++)
        {
            if (_steps[step] == owner)
            {
                return step;
            }
        }

        return int.MaxValue;
    }

    /// <summary>The order of rows: by their source as it is declared, then by number.</summary>
    private sealed class RowOrder(IReadOnlyList<string> sources)
    {
        public bool IsBefore(RowId? left, RowId? right)
        {
            // What names no row comes where it came.
            if (left is not { } one || right is not { } other)
            {
                return false;
            }

            var bySource = SourceOf(one).CompareTo(SourceOf(other));
            return bySource != 0 ? bySource < 0
                : one.Ordinal != other.Ordinal ? one.Ordinal < other.Ordinal
                : IsBefore(one.Children, other.Children);
        }

        private static bool IsBefore(IReadOnlyList<long> left, IReadOnlyList<long> right)
        {
            for (var depth = 0; depth < Math.Min(left.Count, right.Count); depth++)
            {
                if (left[depth] != right[depth])
                {
                    return left[depth] < right[depth];
                }
            }

            return left.Count < right.Count;
        }

        private int SourceOf(RowId row)
        {
            for (var source = 0; source < sources.Count; source++)
            {
                if (sources[source] == row.Source)
                {
                    return source;
                }
            }

            return int.MaxValue;
        }
    }

    /// <summary>The first failures of one step, or of other code.</summary>
    private sealed class OwnErrors(string name)
    {
        public string Name => name;

        public List<RunError> Kept { get; } = [];

        public void Add(RunError error, RowOrder order)
        {
            // Most come in order, or nearly so.
            var at = Kept.Count;
            while (at > 0 && order.IsBefore(error.RowId, Kept[at - 1].RowId))
            {
                at--;
            }

            if (at < RunSummary.MaxErrors)
            {
                Kept.Insert(at, error);
                if (Kept.Count > RunSummary.MaxErrors)
                {
                    Kept.RemoveAt(RunSummary.MaxErrors);
                }
            }
        }
    }
}
