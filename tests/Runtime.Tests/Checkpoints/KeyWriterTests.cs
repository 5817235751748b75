using System.Globalization;
using Distil.Engine;

namespace Distil.Runtime.Tests.Checkpoints;

/// <summary>The expected keys were computed from the documented layout by another program.</summary>
public sealed class KeyWriterTests
{
    /// <summary>Groups of the same types: within one every two have other bytes, also where one value ends earlier than in the other.</summary>
    private static readonly Action<KeyWriter>[][] s_groups =
    [
        [key => key.Write(false), key => key.Write(true)],
        [key => key.Write(0.0), key => key.Write(-0.0), key => key.Write(double.NaN), key => key.Write(BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001)), key => key.Write(0.1)],
        [key => key.Write(0f), key => key.Write(-0f), key => key.Write(float.NaN), key => key.Write(float.Epsilon)],
        [key => key.Write(1m), key => key.Write(1.0m), key => key.Write(-1m), key => key.Write(0m), key => key.Write(-0.0m)],
        [
            key => key.Write(new DateTime(5, DateTimeKind.Utc)), key => key.Write(new DateTime(5, DateTimeKind.Local)),
            key => key.Write(new DateTime(5, DateTimeKind.Unspecified)), key => key.Write(new DateTime(6, DateTimeKind.Utc)),
        ],
        [
            key => key.Write(new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero)),
            key => key.Write(new DateTimeOffset(2024, 1, 1, 13, 0, 0, TimeSpan.FromHours(1))),
            key => key.Write(new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.FromHours(1))),
        ],
        [
            key => key.Write((string?)null), key => key.Write(""), key => key.Write("a"), key => key.Write("A"), key => key.Write("a\0"),
            key => key.Write("\ud800"), key => key.Write("\ud801"), key => key.Write("\ufffd"), key => key.Write(new string('a', 127)),
            key => key.Write(new string('a', 128)), key => key.Write(new string('a', 20_000)), key => key.Write(new string('a', 20_001)),
        ],
        [
            key => key.Write((byte[]?)null), key => key.Write([]), key => key.Write([0]), key => key.Write([1]), key => key.Write([0, 0]),
            key => key.Write(new byte[5_000]), key => key.Write(new byte[5_001]),
        ],
        [key => Texts(key), key => Texts(key, ""), key => Texts(key, "", ""), key => Texts(key, "ab"), key => Texts(key, "a", "b"), key => key.WriteLength(null)],
        [key => Pair(key, "ab", "c"), key => Pair(key, "a", "bc"), key => Pair(key, "", "abc"), key => Pair(key, "abc", ""), key => Pair(key, null, "abc"), key => Pair(key, "abc", null)],
        [key => Nullable(key, null), key => Nullable(key, 0), key => Nullable(key, 1)],
    ];

    [Fact]
    public void Different_values_have_different_keys_and_equal_ones_the_same()
    {
        using var key = new KeyWriter();
        using var other = new KeyWriter();
        foreach (var values in s_groups)
        {
            var keys = values.Select(write => KeyOf(key, write)).ToList();
            Assert.Equal(keys.Count, keys.Distinct().Count());
            Assert.Equal(keys, values.Select(write => KeyOf(other, write)));
        }
    }

    [Fact]
    public void Followed_by_any_other_value_they_are_still_different()
    {
        using var key = new KeyWriter();
        foreach (var values in s_groups)
        {
            var keys = (
                from first in values
                from second in values
                select KeyOf(key, both =>
                {
                    first(both);
                    second(both);
                })).ToList();
            Assert.Equal(keys.Count, keys.Distinct().Count());
        }
    }

    [Fact]
    public void Random_texts_that_differ_in_one_place_have_different_keys()
    {
        using var key = new KeyWriter();
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Create(random.Next(1, 9_000), random, static (span, random) =>
            {
                for (var j = 0; j < span.Length; j++)
                {
                    span[j] = (char)random.Next(char.MaxValue + 1);
                }
            });
            var changed = text.ToCharArray();
            changed[random.Next(changed.Length)] ^= (char)(1 << random.Next(16));
            Assert.NotEqual(KeyOf(key, writer => writer.Write(text)), KeyOf(key, writer => writer.Write(new string(changed))));
        }
    }

    [Fact]
    public void The_layout_is_the_documented_one()
    {
        using var key = new KeyWriter();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb924", Text(KeyOf(key, static _ => { })));
        Assert.Equal("5eff214af55d751eb99b036cdcf6dc55", Text(KeyOf(key, static key =>
        {
            key.Write(new string('x', 100));
            key.Write(7);
            key.Write(0.5);
        })));
        Assert.Equal("45e431747e7ea3f827cbd54d91eb4db5", Text(KeyOf(key, static key =>
        {
            key.Write(new string('y', 10_000));
            key.Write(1);
        })));
        Assert.Equal("7d46dca0648ae3a7cd30488e0d33066f", Text(KeyOf(key, OneOfEach)));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_value()
    {
        using var key = new KeyWriter();
        var text = new string('x', 100);
        var allocated = Allocated.Least(() =>
        {
            for (var row = 0; row < 1_000; row++)
            {
                key.Write(text);
                key.Write(1.5m);
                key.Write(Guid.Empty);
                key.WritePresence(true);
            }
        });

        Assert.InRange(allocated, 0, 1_000);
        key.End();
    }

    private static void OneOfEach(KeyWriter key)
    {
        key.Write(true);
        key.Write((byte)200);
        key.Write((sbyte)-3);
        key.Write('x');
        key.Write((short)-300);
        key.Write((ushort)60_000);
        key.Write(-70_000);
        key.Write(4_000_000_000);
        key.Write(-(1L << 40));
        key.Write(1UL << 63);
        key.Write((nint)(-5));
        key.Write((nuint)6);
        key.Write((Half)1.5);
        key.Write(-0.25f);
        key.Write(0.1);
        key.Write(1.50m);
        key.Write(new DateTime(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc));
        key.Write(new DateTimeOffset(2024, 2, 29, 12, 30, 15, TimeSpan.FromMinutes(-90)));
        key.Write(new DateOnly(2024, 2, 29));
        key.Write(new TimeOnly(8, 30));
        key.Write(TimeSpan.FromSeconds(-1));
        key.Write(new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        key.Write("aé\U0001F600");
        key.Write((string?)null);
        key.Write([1, 2, 3]);
        key.Write((byte[]?)null);
        Nullable(key, null);
        Nullable(key, 5);
        Texts(key, "a", "b");
    }

    private static void Texts(KeyWriter key, params string[] texts)
    {
        key.WriteLength(texts.Length);
        foreach (var text in texts)
        {
            key.Write(text);
        }
    }

    private static void Pair(KeyWriter key, string? first, string? second)
    {
        key.Write(first);
        key.Write(second);
    }

    private static void Nullable(KeyWriter key, int? value)
    {
        if (key.WritePresence(value.HasValue))
        {
            key.Write(value.GetValueOrDefault());
        }
    }

    private static UInt128 KeyOf(KeyWriter key, Action<KeyWriter> write)
    {
        write(key);
        return key.End();
    }

    private static string Text(UInt128 key) => key.ToString("x32", CultureInfo.InvariantCulture);
}
