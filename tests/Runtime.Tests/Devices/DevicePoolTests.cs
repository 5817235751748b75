using Distil.Devices;

namespace Distil.Runtime.Tests.Devices;

public sealed class DevicePoolTests
{
    private static readonly string[] s_names = ["0", "1", "2", "3"];

    private readonly DevicePool _pool = new();

    [Fact]
    public void Where_too_few_are_free_none_is_lent()
    {
        using var first = _pool.Borrow([1, 1], s_names, out _);
        Assert.Equal([["0"], ["1"]], first!.Devices);
        Assert.Null(_pool.Borrow([1, 2], s_names, out var used));
        Assert.Equal(["0", "1"], used);
        using var second = _pool.Borrow([2], s_names, out _);
        Assert.Equal([["2", "3"]], second!.Devices);
    }

    [Fact]
    public void Sums_do_not_overflow() => Assert.Null(_pool.Borrow([int.MaxValue, int.MaxValue, 2], s_names, out _));

    [Fact]
    public void A_loan_is_returned_once()
    {
        var first = _pool.Borrow([4], s_names, out _);
        first!.Dispose();
        using var second = _pool.Borrow([4], s_names, out _);
        first.Dispose();
        Assert.Null(_pool.Borrow([1], s_names, out _));
    }

    [Fact]
    public void What_is_lent_cannot_be_changed_by_a_cast()
    {
        using var loan = _pool.Borrow([2], s_names, out _);
        Assert.IsNotType<string[]>(loan!.Devices[0]);
        Assert.True(Assert.IsAssignableFrom<IList<string>>(loan.Devices[0]).IsReadOnly);
    }

    [Fact]
    public void Two_threads_never_have_one_device()
    {
        var holders = new int[s_names.Length];
        var lent = 0;
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var loan = _pool.Borrow([1, 1], s_names, out var _);
            foreach (var device in loan?.Devices.SelectMany(static step => step) ?? [])
            {
                Assert.Equal(1, Interlocked.Increment(ref holders[device[0] - '0']));
                Interlocked.Increment(ref lent);
            }

            foreach (var device in loan?.Devices.SelectMany(static step => step) ?? [])
            {
                Interlocked.Decrement(ref holders[device[0] - '0']);
            }
        });
        Assert.True(lent > 0);
        using var all = _pool.Borrow([4], s_names, out _);
        Assert.NotNull(all);
    }
}
