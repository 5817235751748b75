using System.Text.Json;
using Distil.Engine;
using Distil.IO.JsonLines;

namespace Distil.Runtime.Tests.JsonLines;

/// <summary>Two columns that no step reads.</summary>
internal sealed class PassingRows(int capacity) : Results(capacity)
{
    public RawJsonColumn Id = new(capacity);
    public RawJsonColumn Text = new(capacity);

    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Id);
        work.Do(ref Text);
    }
}

internal sealed class PassingParser() : JsonParser<PassingRows>(
    new JsonMember("id", "a whole number (int)", JsonMemberRules.Read), new JsonMember("text", "text", JsonMemberRules.Read))
{
    private static readonly JsonShape s_id = JsonShape.WholeNumber(int.MinValue, int.MaxValue);

    public override PassingRows CreateRows(int capacity) => new(capacity);

    public override void Read(int member, ref Utf8JsonReader reader, PassingRows rows, int row)
    {
        var cells = member == 0 ? rows.Id : rows.Text;
        var writer = cells.BeginValue();
        if (member == 0)
        {
            writer.WriteNumberValue(reader.GetInt32());
        }
        else
        {
            JsonColumns.CopyText(writer, ref reader);
        }

        cells.EndValue(row);
    }

    public override int Missing(ReadOnlySpan<int> members, ReadOnlySpan<byte> line, PassingRows rows, int row) => -1;

    public override bool TryRead(ref JsonScanner line, PassingRows rows, int row)
    {
        for (var next = 0; next < line.Count; next++)
        {
            if (!line.Enter(next, out var member) || !line.Plain(member == 0 ? s_id : JsonShape.Text, member == 0 ? rows.Id : rows.Text, row))
            {
                return false;
            }
        }

        return true;
    }
}

public sealed class PassingTests
{
    private const int BatchSize = 100;

    [Fact]
    public async Task Columns_that_nobody_reads_cost_nothing_a_row()
    {
        await PassAsync(1_000);
        var few = await LeastAsync(10_000);
        var many = await LeastAsync(110_000);

        Assert.True(many - few < 0.1 * 100_000, $"{many - few:N0} bytes for 100,000 rows more; {few:N0} for the first.");
    }

    /// <summary>The least of several rounds: in one of them other tests may have emptied the pool of arrays.</summary>
    private static async Task<long> LeastAsync(int rows)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            least = Math.Min(least, await PassAsync(rows));
        }

        return least;
    }

    /// <summary>Reads rows into a batch that is cleared when it is full.</summary>
    /// <returns>The bytes that were allocated, but for the file.</returns>
    private static async Task<long> PassAsync(int rows)
    {
        var file = Lines.Utf8(string.Concat(Enumerable.Range(0, rows).Select(i => $$"""{"id":{{i}},"text":"größer \"{{i}}\""}""" + "\n")));
        var batch = new RawJsonColumn(BatchSize);
        var thread = Environment.CurrentManagedThreadId;
        var (before, passed) = (GC.GetAllocatedBytesForCurrentThread(), 0);
        var reader = new JsonChunkReader(["a.jsonl"], 8 * 1024, _ => new MemoryStream(file));
        await using (var input = new JsonInput<PassingRows>(new JsonPrefetch<PassingRows>(reader, new PassingParser(), degree: 0), 0))
        {
            while (await input.WaitAsync())
            {
                var (from, count) = input.Take(BatchSize);
                for (var row = from; row < from + count; row++, passed++)
                {
                    if (passed % BatchSize == 0)
                    {
                        batch.Clear();
                    }

                    batch[passed % BatchSize] = input.Rows.Text[row];
                }
            }
        }

        Assert.Equal(rows, passed);
        Assert.Equal($"\"größer \\\"{rows - 1}\\\"\"", System.Text.Encoding.UTF8.GetString(batch[BatchSize - 1].Span));
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
