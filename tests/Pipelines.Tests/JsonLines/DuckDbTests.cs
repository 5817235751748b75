using System.Globalization;
using System.Numerics;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>
/// Data sets as DuckDB reads them, which infers types from the first rows of a file. Whole numbers come first here and a fraction last,
/// behind the rows that it looks at.
/// </summary>
public sealed class DuckDbTests
{
    private const int Rows = 25_000;

    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["id"] = "BIGINT",
        ["n8"] = "BIGINT",
        ["u8"] = "BIGINT",
        ["n16"] = "BIGINT",
        ["u16"] = "BIGINT",
        ["u32"] = "BIGINT",
        ["n64"] = "BIGINT",
        ["u64"] = "BIGINT",
        ["d"] = "DOUBLE",
        ["f"] = "DOUBLE",
        ["h"] = "DOUBLE",
        ["m"] = "DOUBLE",
        ["maybe"] = "DOUBLE",
        ["ds"] = "DOUBLE[]",
        ["part"] = "STRUCT(f DOUBLE, m DOUBLE, hs DOUBLE[], \"at\" TIMESTAMP)",
        ["flag"] = "BOOLEAN",
        ["text"] = "VARCHAR",
        ["key"] = "UUID",
        ["level"] = "VARCHAR",
        ["utc"] = "TIMESTAMP",
        ["fine"] = "TIMESTAMP",
        ["plain"] = "TIMESTAMP",
        ["moment"] = "TIMESTAMP",
        ["day"] = "DATE",
        ["clock"] = "TIME",
    };

    [Fact]
    public async Task Types_and_sums_are_those_of_the_rows()
    {
        using var folder = new TemporaryDirectory();
        Measured[] rows = [.. Enumerable.Range(0, Rows).Select(Make)];

        // As other programs write: 8 for 8.0.
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
        File.WriteAllLines(folder["in.jsonl"], rows.Select(row => JsonSerializer.Serialize(row, options)));

        var written = await Run.WithLimit(o => new WriteMeasured(rows).RunAsync(o), new RunOptions { Directory = folder["written"] });
        var copied = await Run.WithLimit(o => new CopyMeasured(folder["in.jsonl"]).RunAsync(o), new RunOptions { Directory = folder["copied"] });
        var read = await Run.WithLimit(o => new ReadMeasured(folder["in.jsonl"]).RunAsync(o), new RunOptions { Directory = folder["read"] });

        var file = Assert.Single(written.Measured.Files);
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(copied.Measured.Files)));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(read.Measured.Files)));

        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        var source = $"read_json_auto('{file.Replace("'", "''", StringComparison.Ordinal)}')";
        Assert.Equal(s_types, Query(duck, $"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {source})").ToDictionary(row => (string)row[0], row => (string)row[1]));
        Assert.Equal(
            [
                Rows,
                rows.Sum(row => (double)row.Id + row.N8 + row.U8 + row.N16 + row.U16 + row.U32 + row.N64 + row.U64),
                rows.Sum(row => row.D),
                rows.Sum(row => (double)row.F),
                rows.Sum(row => (double)row.H),
                rows.Sum(row => (double)row.M),
                rows.Sum(row => row.Maybe ?? 0),
                rows.Sum(row => row.Ds.Sum()),
                rows.Sum(row => row.Part.F + (double)row.Part.M + row.Part.Hs.Sum(h => (double)h)),
                rows.Count(row => row.Flag),
                Exact(rows.Select(row => Microseconds(row.Utc) + Microseconds(row.Fine) + Microseconds(row.Plain) + Microseconds(row.Part.At))),
                Exact(rows.Select(row => Microseconds(row.Moment.UtcDateTime))),
                rows.Sum(row => (double)row.Day.DayNumber),
                rows.Sum(row => row.Clock.ToTimeSpan().TotalMicroseconds),
            ],
            Assert.Single(Query(duck, $"""
                SELECT count(*), sum(id + n8 + u8 + n16 + u16 + u32 + n64 + u64), sum(d), sum(f), sum(h), sum(m), sum(maybe), sum(list_sum(ds)),
                    sum(part.f + part.m + list_sum(part.hs)), count(*) FILTER (WHERE flag),
                    sum(epoch_us(utc) + epoch_us(fine) + epoch_us(plain) + epoch_us(part."at")), sum(epoch_us(moment)),
                    sum(day - DATE '0001-01-01'), sum(epoch_us(clock))
                FROM {source}
                """)).Select(value => value is BigInteger large ? (double)large : Convert.ToDouble(value, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("2024-02-29T12:00:00Z")]
    [InlineData("2024-02-29T12:00:00.5Z")]
    [InlineData("2024-02-29T12:00:00.123456Z")]
    [InlineData("2024-02-29T12:00:00.1234560Z")]
    [InlineData("2024-02-29T12:00:00+02:00")]
    [InlineData("2024-02-29T12:00:00.250+05:30")]
    [InlineData("2024-02-29T12:00:00")]
    public async Task A_time_is_a_timestamp_however_it_was_written(string time)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], $$"""{"at":"{{time}}","maybe":null,"all":["{{time}}"],"part":{"at":"{{time}}"},"moment":"{{time}}"}""");
        var copied = await Run.WithLimit(o => new CopyTimed(folder["in.jsonl"]).RunAsync(o), new RunOptions { Directory = folder["run"] });

        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        var row = Assert.Single(Query(duck, $"SELECT \"at\", \"all\"[1], part.\"at\" FROM read_json_auto('{Assert.Single(copied.Later.Files)}')"));
        var expected = DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        Assert.All(row, value => Assert.Equal(expected, Assert.IsType<DateTime>(value)));
    }

    private static double Exact(IEnumerable<long> numbers) => (double)numbers.Aggregate(BigInteger.Zero, (sum, number) => sum + number);

    private static long Microseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / 10;

    /// <summary>Sums of these are exact in any order.</summary>
    private static Measured Make(int i)
    {
        var fraction = i == Rows - 1 ? 0.5 : 0;
        var time = new DateTime(2024, 2, 29, 23, 59, 59, DateTimeKind.Utc).AddMinutes(i);
        return new Measured(
            i, (sbyte)(i % 100), (byte)(i % 200), (short)(i % 300), (ushort)i, (uint)i * 100_000, -7_000_000_000L - i, 9_000_000_000UL + (ulong)i,
            i + fraction, (i % 1000) + (float)fraction, (Half)(i % 100) + (Half)fraction, i + (decimal)fraction, i % 3 == 0 ? null : i + fraction,
            [i, 2 + fraction], new Reading(8 + (float)fraction, 8 + (decimal)fraction, [(Half)8, (Half)fraction], time),
            i % 2 == 0, $"row {i}", new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), i % 5 == 0 ? Level.High : Level.Low,
            time, time.AddTicks(1230 + ((i % 9) * 10)), DateTime.SpecifyKind(time, DateTimeKind.Unspecified), new DateTimeOffset(time).ToOffset(TimeSpan.FromHours((i % 5) - 2)),
            DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time));
    }

    private static List<object[]> Query(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(values);
        }

        return rows;
    }
}
