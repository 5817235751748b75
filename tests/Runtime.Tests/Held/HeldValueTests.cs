using System.Globalization;
using System.Runtime.CompilerServices;
using Distil.Engine;
using Distil.Held;

namespace Distil.Runtime.Tests.Held;

/// <summary>Every value that is written is read as it was, bit by bit.</summary>
public sealed class HeldValueTests
{
    private enum Small : byte
    {
        None,
        Last = 255,
    }

    private enum Large : long
    {
        First = long.MinValue,
        None = 0,
        Last = long.MaxValue,
    }

    [Fact]
    public void Numbers_are_kept()
    {
        Check(HeldValues.Of<bool>(), true, false);
        Check(HeldValues.Of<byte>(), byte.MinValue, byte.MaxValue);
        Check(HeldValues.Of<sbyte>(), sbyte.MinValue, (sbyte)0, sbyte.MaxValue);
        Check(HeldValues.Of<short>(), short.MinValue, (short)-1, short.MaxValue);
        Check(HeldValues.Of<ushort>(), ushort.MinValue, ushort.MaxValue);
        Check(HeldValues.Of<int>(), int.MinValue, -1, 0, int.MaxValue);
        Check(HeldValues.Of<uint>(), 0u, uint.MaxValue);
        Check(HeldValues.Of<long>(), long.MinValue, -1, 0, long.MaxValue);
        Check(HeldValues.Of<ulong>(), 0ul, ulong.MaxValue);
        Check(HeldValues.Of<nint>(), nint.MinValue, 0, nint.MaxValue);
        Check(HeldValues.Of<nuint>(), nuint.MinValue, nuint.MaxValue);
        Check(HeldValues.Enum<Small>(), Small.None, Small.Last, (Small)7);
        Check(HeldValues.Enum<Large>(), Large.First, Large.None, Large.Last, (Large)(-3));
    }

    [Fact]
    public void The_bits_of_reals_are_kept()
    {
        var nan = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_1234));
        Check(HeldValues.Of<double>(), BitConverter.DoubleToInt64Bits, double.NaN, nan, -0.0, 0.0, double.NegativeInfinity, double.Epsilon, 0.1);
        Check(HeldValues.Of<float>(), BitConverter.SingleToInt32Bits, float.NaN, -0f, float.PositiveInfinity, float.MaxValue, 0.1f);
        Check(HeldValues.Of<Half>(), BitConverter.HalfToInt16Bits, Half.NaN, Half.NegativeZero, Half.MaxValue, Half.Epsilon);
        Check(
            HeldValues.Of<decimal>(),
            static value => string.Join(' ', decimal.GetBits(value)),
            1.0m, 1m, 1.000m, -0.0m, decimal.MaxValue, decimal.MinValue, new decimal(1, 0, 0, isNegative: true, 28));
    }

    [Fact]
    public void Dates_and_times_are_kept_with_all_that_they_know()
    {
        DateTime[] dates =
        [
            DateTime.MinValue, DateTime.MaxValue, new(2024, 10, 27, 2, 30, 0, DateTimeKind.Local), new(5, DateTimeKind.Utc),
            new(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Local),

            // Of an hour that comes twice a local time knows which it is.
            Unsafe.BitCast<ulong, DateTime>(0xC000_0000_0000_0000 | 638_655_822_000_000_000),
        ];
        Assert.Equal(DateTimeKind.Local, dates[^1].Kind);
        Check(HeldValues.Of<DateTime>(), Unsafe.BitCast<DateTime, ulong>, dates);
        Check(
            HeldValues.Of<DateTimeOffset>(),
            static value => (value.Ticks, value.Offset),
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new(2024, 1, 1, 0, 0, 0, TimeSpan.FromMinutes(-839)),
            new(7, TimeSpan.Zero), new(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)));
        Check(HeldValues.Of<DateOnly>(), DateOnly.MinValue, DateOnly.MaxValue);
        Check(HeldValues.Of<TimeOnly>(), TimeOnly.MinValue, TimeOnly.MaxValue);
        Check(HeldValues.Of<TimeSpan>(), TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue);
        Check(HeldValues.Of<Guid>(), Guid.Empty, Guid.AllBitsSet, new("00112233-4455-6677-8899-aabbccddeeff"));
    }

    [Fact]
    public void Text_is_kept_valid_or_not()
    {
        Check(HeldValues.Of<string>(), "", "a", "\uD800", "\uDC00\uD800", "\0", "\uFFFE\uFEFF", new string('\uDBFF', 70_000), null!);
        Check(HeldValues.Of<char>(), '\0', '\uD800', '\uFFFF');
    }

    [Fact]
    public void Nulls_arrays_and_lists_are_kept()
    {
        Check(HeldValues.Nullable(HeldValues.Of<int>()), null, 0, -1);
        Check(HeldValues.Nullable(HeldValues.Enum<Small>()), null, Small.None, Small.Last);
        Check(HeldValues.Array(HeldValues.Of<byte>()), Text, null, [], [0, 255]);
        Check(HeldValues.Array(HeldValues.Of<string>()), Text, null, [], [null!, "", "\uD800"]);
        Check(HeldValues.List(HeldValues.Nullable(HeldValues.Of<double>())), Text, null, [], [null, double.NaN, 1]);
        Check(HeldValues.Array(HeldValues.List(HeldValues.Of<int>())), Text, [null, [], [1, 2]]);
    }

    [Fact]
    public void Of_an_interface_an_array_is_an_array_and_all_else_a_list()
    {
        IReadOnlyList<int>?[] lists = [null, new[] { 1, 2 }, new List<int> { 3 }, Array.Empty<int>(), new Queue<int>([4]).ToList().AsReadOnly()];
        var read = Trip(HeldValues.IReadOnlyList(HeldValues.Of<int>()), lists);
        Assert.Equal(lists, read);
        Assert.Equal([null, typeof(int[]), typeof(List<int>), typeof(int[]), typeof(List<int>)], read.Select(static list => list?.GetType()));
        Assert.Equal([["a", null]], Trip(HeldValues.IList(HeldValues.Of<string?>()), [["a", null]]));
    }

    [Fact]
    public void Raw_json_is_kept_and_a_column_that_was_used_has_nothing_else()
    {
        var column = new RawJsonColumn(4);
        column.Set(0, "[1]"u8);
        column.Set(1, default);
        column.Set(2, "\"\\ud800\""u8);
        var writer = new HeldWriter();
        HeldWork.Write(writer, 0, 3).Do(column);

        var used = new RawJsonColumn(4);
        used.Set(1, "{}"u8);
        used.Empty(4);
        var reader = new HeldReader();
        reader.Reset(writer.Written.ToArray());
        HeldWork.Read(reader, 0, 3).Do(used);
        Assert.Equal(
            ["[1]", "", "\"\\ud800\""], Enumerable.Range(0, 3).Select(row => System.Text.Encoding.UTF8.GetString(used[row].Span)));
        Assert.Equal(0, reader.Left);
    }

    private static string Text<T>(T value) => value switch
    {
        null => "null",
        string text => '"' + text + '"',
        double real => BitConverter.DoubleToInt64Bits(real).ToString(CultureInfo.InvariantCulture),
        System.Collections.IEnumerable items => value.GetType() + "[" + string.Join(", ", items.Cast<object?>().Select(Text)) + "]",
        _ => value.ToString()!,
    };

    private static void Check<T>(HeldValue<T> held, params T[] values) => Assert.Equal(values, Trip(held, values));

    private static void Check<T, TSeen>(HeldValue<T> held, Func<T, TSeen> seen, params T[] values) =>
        Assert.Equal(values.Select(seen), Trip(held, values).Select(seen));

    /// <summary>Writes values as columns are, and one by one, and reads them back.</summary>
    private static T[] Trip<T>(HeldValue<T> held, T[] values)
    {
        var writer = new HeldWriter();
        HeldWork.Write(writer, 0, values.Length).Do(values, held);
        var all = writer.Written.ToArray();
        writer.Clear();
        foreach (var value in values)
        {
            held.Write(writer, value);
        }

        Assert.Equal(all, writer.Written.ToArray());
        var reader = new HeldReader();
        reader.Reset(all);
        var read = new T[values.Length];
        HeldWork.Read(reader, 0, read.Length).Do(read, held);
        Assert.Equal(0, reader.Left);
        reader.Reset(all);
        Assert.Equal(read.Length, Array.ConvertAll(read, _ => held.Read(reader)).Length);
        Assert.Equal(0, reader.Left);
        return read;
    }
}
