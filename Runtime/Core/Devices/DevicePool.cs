namespace Distil.Devices;

/// <summary>Which devices the runs of a process use: one is lent to one step at a time, whichever run the step belongs to.</summary>
/// <remarks>Devices are told apart by their names, as they were given. Several runs may borrow and return at once.</remarks>
internal sealed class DevicePool
{
    private readonly Gate _lock = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The devices of this process.</summary>
    public static DevicePool Process { get; } = new();

    /// <summary>Lends devices, all that are asked for or none.</summary>
    /// <param name="counts">How many each step asks for, in declared order.</param>
    /// <param name="present">The devices that there are, without repeats; the first that are free go to the first step.</param>
    /// <param name="used">Those of <paramref name="present"/> that are lent already.</param>
    /// <returns>What each step has; null: fewer are free than are asked for, and nothing was lent.</returns>
    public DeviceLoan? Borrow(IReadOnlyList<int> counts, IReadOnlyList<string> present, out IReadOnlyList<string> used)
    {
        lock (_lock)
        {
            used = [.. present.Where(_used.Contains)];
            var free = present.Where(device => !_used.Contains(device)).ToArray();
            if (counts.Sum(static count => (long)count) > free.Length)
            {
                return null;
            }

            var next = 0;
            var lent = new IReadOnlyList<string>[counts.Count];
            for (var step = 0; step < lent.Length; step++)
            {
                lent[step] = Array.AsReadOnly(free[next..(next + counts[step])]);
                next += counts[step];
            }

            _used.UnionWith(free.Take(next));
            return new(this, lent);
        }
    }

    internal void Return(IEnumerable<string> devices)
    {
        lock (_lock)
        {
            _used.ExceptWith(devices);
        }
    }
}
