using Distil.IO.JsonLines;
using Distil.Leaves;

namespace Distil.Runtime.Tests.Data;

public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_in_memory_are_read_both_ways()
    {
        var leaf = new MemoryLeaf<Item>("Ranked");
        leaf.Append(new ItemKernel(), ItemBatch.Range(0, 3), 0, 3);
        leaf.Append(new ItemKernel(), ItemBatch.Range(10, 3), 1, 2);
        leaf.Complete();
        var dataset = leaf.ToDataset(new ItemKernel());
        Assert.Equal("Ranked", dataset.Name);
        Assert.Equal(4, dataset.Count);
        Assert.Equal([0, 1, 2, 11], dataset.Select(item => item.Number));
        Assert.Equal(dataset, await ToListAsync(dataset));
        Assert.Empty(dataset.Files);
        Assert.Equal("Ranked: 4 rows", dataset.ToString());
    }

    [Fact]
    public async Task Rows_in_files_are_read_both_ways_and_again()
    {
        var dataset = Files(
            _folder.Write("1.jsonl", """{"number":1,"text":"a"}""" + "\n" + """{"number":2,"text":null}""" + "\n"),
            _folder.Write("2.jsonl", ""),
            _folder.Write("3.jsonl", """{"extra":[{}],"number":3}"""));
        Item[] expected = [new(1, "a"), new(2, null), new(3, null)];
        Assert.Equal(expected, dataset);
        Assert.Equal(expected, dataset);
        Assert.Equal(expected, await ToListAsync(dataset));
        Assert.Equal(3, dataset.Files.Count);
    }

    [Fact]
    public void Line_ends_a_byte_order_mark_and_empty_lines_are_no_rows()
        => Assert.Equal(
            [1, 2],
            Files(_folder.Write("1.jsonl", "\uFEFF{\"number\":1}\r\n\r\n\n{\"number\":2}\r\n")).Select(item => item.Number));

    [Theory]
    [InlineData("{\"number\":1", 2, 12, "this is no JSON: ")]
    [InlineData("{\"text\":\"é\",\"number\":\"one\"}", 2, 22, "the column 'number' expects a whole number (long); there is the text \"one\".")]
    [InlineData("{\"number\":1,\"text\":[]}", 2, 20, "the column 'text' expects text; there is an array.")]
    [InlineData("{\"text\":\"\\udc00\"}", 2, 9, "the column 'text' holds half of a surrogate pair, which is no valid Unicode: ")]
    [InlineData("{\"number\":1,\"Number\":2}", 2, 13, "the column 'number' is given twice, here as \"Number\".")]
    [InlineData("[1]", 2, 1, "a line is one object; there is an array.")]
    [InlineData("{} {}", 2, 4, "this is no JSON: ")]
    [InlineData("\n\n{\"text\":tru}", 4, 12, "this is no JSON: ")]
    public async Task A_broken_line_is_named(string line, int number, int column, string problem)
    {
        var path = _folder.Write("000001.jsonl", "{\"number\":1}\n" + line + "\n{\"number\":3}\n");
        var dataset = Files(path);
        using var rows = dataset.GetEnumerator();
        Assert.True(rows.MoveNext());
        var exception = Assert.Throws<RunDirectoryException>(() => rows.MoveNext());
        Assert.StartsWith($"Line {number}, column {column} of '{path}' is no row of the data set 'Ranked': {problem}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, exception.Path);
        Assert.NotNull(exception.InnerException);
        Assert.Equal(exception.Message, (await Assert.ThrowsAsync<RunDirectoryException>(() => ToListAsync(dataset))).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var exception = Assert.Throws<RunDirectoryException>(() => Files(_folder["000001.jsonl"]).ToList());
        Assert.Contains("000001.jsonl' could not be read: it does not exist any more.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_any_length_are_read_whole()
    {
        var texts = new[] { 1, 65_000, 65_536, 70_000, 400_000, 3, 131_072 }.Select(length => new string('x', length)).ToArray();
        var path = _folder.Write("1.jsonl", string.Concat(texts.Select((text, i) => $"{{\"number\":{i},\"text\":\"{text}\"}}\n")));
        Assert.Equal(texts, Files(path).Select(item => item.Text));
    }

    [Fact]
    public void Lines_are_the_same_however_the_stream_is_cut()
    {
        var bytes = "{\"number\":1}\r\n\n{\"number\":22}\n{\"number\":3}"u8.ToArray();
        for (var chunk = 1; chunk <= bytes.Length; chunk++)
        {
            using var lines = new JsonLinesReader("x", new ChunkedStream(bytes, chunk), bufferSize: 16);
            var read = new List<string>();
            while (lines.MoveNext())
            {
                read.Add($"{lines.LineNumber}:{System.Text.Encoding.UTF8.GetString(lines.Line)}");
            }

            Assert.Equal(["1:{\"number\":1}", "3:{\"number\":22}", "4:{\"number\":3}"], read);
        }
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var dataset = Files(_folder.Write("1.jsonl", "{\"number\":1}\n{\"number\":2}\n"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in dataset.ReadAsync(cancel.Token))
            {
                Assert.Equal(1, item.Number);
                await cancel.CancelAsync();
            }
        });
    }

    [Fact]
    public void More_rows_than_an_int_holds_are_counted()
    {
        var dataset = new Dataset<Item>("Ranked", [], 3_000_000_000, new ItemKernel().Read);
        Assert.Equal(3_000_000_000, dataset.LongCount);
        Assert.Throws<OverflowException>(() => dataset.Count);
    }

    private static Dataset<Item> Files(params string[] paths) => new("Ranked", paths, paths.Length, new ItemKernel().Read);

    private static async Task<List<Item>> ToListAsync(Dataset<Item> dataset)
    {
        var rows = new List<Item>();
        await foreach (var row in dataset.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }

    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(chunk, buffer.Length)]);
    }
}
