using System.Globalization;
using System.IO.Compression;
using System.Text;
using Distil.IO;
using Distil.IO.JsonLines;

namespace Distil.Runtime.Tests.JsonLines;

/// <summary>A source that begins in the middle of its files gives the same rows and errors as one from the start, and reads nothing before.</summary>
public sealed class LocationTests
{
    [Fact]
    public async Task Begun_at_any_row_random_files_give_the_rows_that_follow()
    {
        var random = new Random(11);
        for (var round = 0; round < 60; round++)
        {
            var files = Files(random, mayBeCompressed: round % 3 == 2);
            var goesOn = round % 4 != 0;
            Func<int, Stream>? open = round % 3 == 0 ? file => new Pipe(files[file]) : null;
            var whole = await ReadAsync(files, Shape(random), new(), 0, goesOn);
            var locations = new SourceLocations();
            var again = await ReadAsync(files, Shape(random), locations, 0, goesOn, open: open);
            Assert.Equal(whole.Rows, again.Rows);
            for (var row = 0; row <= whole.Rows.Count; row++)
            {
                var range = locations.RangeFrom(row);
                var resumed = new SourceLocations();
                resumed.StartAt(range with { Read = range.Start });
                var rest = await ReadAsync(files, Shape(random), resumed, row, goesOn, open: open);

                Assert.Equal(whole.Rows.Skip(row), rest.Rows);
                Assert.Equal(whole.Fault, rest.Fault);
                Assert.True(whole.Fault is not null || locations.Read == resumed.Read);
            }
        }
    }

    [Fact]
    public async Task Begun_again_and_again_files_give_the_same_rows()
    {
        var random = new Random(12);
        for (var round = 0; round < 100; round++)
        {
            var files = Files(random, mayBeCompressed: round % 3 == 2);
            var whole = await ReadAsync(files, Shape(random), new(), 0, goesOn: true);
            var range = new SourceLocations().RangeFrom(0);
            for (var row = 0; row < whole.Rows.Count; row += random.Next(1, 20))
            {
                var locations = new SourceLocations();
                locations.StartAt(range);
                var rest = await ReadAsync(files, Shape(random), locations, row, goesOn: true, most: random.Next(1, 40));

                Assert.Equal(whole.Rows.Skip(row).Take(rest.Rows.Count), rest.Rows);
                Assert.False(range.Read.IsBehind(locations.Read));
                range = locations.RangeFrom(row);
                Assert.InRange(range.Start.Row, 0, row);
            }
        }
    }

    [Fact]
    public async Task Nothing_is_read_of_what_lies_before()
    {
        byte[][] files = [.. Enumerable.Range(0, 4).Select(file => Lines.Utf8(string.Concat(Enumerable.Range(0, 500).Select(row => Row((file * 500) + row) + "\n"))))];
        const int ChunkSize = 300;
        var locations = new SourceLocations();
        await ReadAsync(files, (ChunkSize, 0), locations, 0, goesOn: false);
        for (var row = 0; row < 2000; row += 7)
        {
            var range = locations.RangeFrom(row);
            var resumed = new SourceLocations();
            resumed.StartAt(range);
            var streams = new List<(int File, WatchedStream Stream)>();
            var rest = await ReadAsync(files, (ChunkSize, row % 3), resumed, row, goesOn: false, open: file =>
            {
                var stream = new WatchedStream(files[file]);
                streams.Add((file, stream));
                return stream;
            });

            Assert.Equal(2000 - row, rest.Rows.Count);
            Assert.Equal(Enumerable.Range(row / 500, 4 - (row / 500)), streams.Select(stream => stream.File));

            // A piece has 300 bytes at most, and the row is in the first.
            var before = files[row / 500].AsSpan(0, (int)streams[0].Stream.First).Count((byte)'\n');
            Assert.InRange(row % 500, before, before + ChunkSize / Row(0).Length);
        }
    }

    [Fact]
    public async Task The_checksum_is_that_of_the_bytes_before()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(13);
        for (var round = 0; round < 40; round++)
        {
            var files = Files(random, mayBeCompressed: round % 2 == 0);
            var paths = files.Select((file, index) =>
            {
                var path = Path.Combine(folder.FullPath, $"{round}-{index}.jsonl");
                File.WriteAllBytes(path, file);
                return path;
            }).ToList();
            var locations = new SourceLocations();
            var whole = await ReadAsync(files, Shape(random), locations, 0, goesOn: true);
            Assert.Equal(Crc32C.Of([.. files.SelectMany(Unpacked)]), Crc32C.End(locations.Read.Checksum));
            for (var row = 0; row <= whole.Rows.Count; row += 3)
            {
                foreach (var location in (SourceLocation[])[locations.RangeFrom(row).Start, locations.Read])
                {
                    Assert.Equal(location.Checksum, JsonContents.ChecksumOf(paths, location, TestContext.Current.CancellationToken));
                }
            }

            if (files.Sum(static file => file.Length) is var length and > 0)
            {
                var changed = files.ToList().FindIndex(static file => file.Length > 0);
                var bytes = Unpacked(files[changed]);
                bytes[random.Next(bytes.Length)] ^= 1;
                File.WriteAllBytes(paths[changed], bytes);
                Assert.NotEqual(
                    locations.Read.Checksum, JsonContents.ChecksumOf(paths, locations.Read, TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task A_file_that_has_become_shorter_is_named()
    {
        byte[][] files = [Lines.Utf8(Row(1) + "\n" + Row(2) + "\n"), Gzip(Lines.Utf8(Row(1) + "\n" + Row(2) + "\n"))];
        for (var file = 0; file < files.Length; file++)
        {
            var locations = new SourceLocations();
            locations.StartAt(new(new(2, file, 1_000, 9, 0), new(2, file, 1_000, 9, 0)));
            var (rows, fault) = await ReadAsync(files, (100, 0), locations, 2, goesOn: true);

            Assert.Empty(rows);
            Assert.StartsWith($"Line 10, column 1 of '{file}.jsonl': the file cannot be read: it has ", fault, StringComparison.Ordinal);
            Assert.EndsWith("bytes, and an earlier run that this one goes on with has read 1000 of it.", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_many_locations_some_near_each_row_stay()
    {
        const int Notes = 100_000;
        var locations = new SourceLocations();
        for (var row = 1; row <= Notes; row++)
        {
            locations.Note(new(row, 0, row * 10, row, 0), new(row + 1, 0, (row + 1) * 10, row + 1, 0));
        }

        for (var row = 0; row <= Notes; row += 100)
        {
            var range = locations.RangeFrom(row);
            Assert.InRange(range.Start.Row, Math.Max(0, row - (Notes / (SourceLocations.MaxLocations / 4))), row);
            Assert.Equal(range.Start.Row * 10, range.Start.Byte);
            Assert.Equal(Notes + 1, range.Read.Row);
        }
    }

    private static string Row(int number) => $$"""{"number":{{number}},"text_of_it":"{{number % 7}}"}""";

    private static (int ChunkSize, int Degree) Shape(Random random) => (random.Next(2) == 0 ? random.Next(1, 60) : random.Next(60, 2_000), random.Next(4));

    /// <summary>Files with all that may stand in one, some of them without a row.</summary>
    private static byte[][] Files(Random random, bool mayBeCompressed)
    {
        var number = 0;
        return [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        {
            var text = new StringBuilder(random.Next(3) == 0 ? "\uFEFF" : "");
            for (var line = random.Next(4) == 0 ? 0 : random.Next(25); line > 0; line--)
            {
                text.Append(random.Next(9) switch
                {
                    8 => "\uFEFF" + Row(number++),
                    0 => "",
                    1 => " \t",
                    2 => random.Next(2) == 0 ? "wrong é" : """{"number":"é"}""",
                    3 => $$"""{"number":{{number++}},"text_of_it":"{{new string('x', random.Next(100))}}","note":"\n"}""",
                    _ => Row(number++),
                });
                text.Append(line == 1 && random.Next(2) == 0 ? "" : random.Next(3) == 0 ? "\r\n" : "\n");
            }

            var bytes = Lines.Utf8(text.ToString());
            return mayBeCompressed && bytes.Length > 0 && random.Next(2) == 0 ? Gzip(bytes) : bytes;
        })];
    }

    private static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    private static byte[] Unpacked(byte[] file)
    {
        if (file is not [0x1F, 0x8B, ..])
        {
            return [.. file];
        }

        using var content = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        gzip.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The rows from one on, those that are no row as the error that they are, and the fault that ends the reading.</summary>
    private static async Task<(List<string> Rows, string? Fault)> ReadAsync(
        byte[][] files, (int ChunkSize, int Degree) shape, SourceLocations locations, long from, bool goesOn, int most = int.MaxValue,
        Func<int, Stream>? open = null)
    {
        var names = Enumerable.Range(0, files.Length).Select(file => $"{file}.jsonl").ToArray();
        open ??= file => new MemoryStream(files[file]);
        var reader = new JsonChunkReader(names, shape.ChunkSize, name => open(Array.IndexOf(names, name)), start: locations.Start);
        var prefetch = new JsonPrefetch<LineRows>(reader, new LineParser(), shape.Degree, goesOn);
        await using var input = new JsonInput<LineRows>(prefetch, from - locations.Start.Row, locations);
        var rows = new List<string>();
        try
        {
            while (rows.Count < most && await input.WaitAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)))
            {
                var (first, count) = input.Take(Math.Min(7, most - rows.Count));
                for (var row = first; row < first + count; row++)
                {
                    rows.Add(input.NextBadLine(row) is { } bad && bad.Row == row ? input.FailureOf(bad).Message : $"{input.Rows[row]}");
                }
            }

            return (rows, null);
        }
        catch (JsonLinesException fault)
        {
            return (rows, fault.Message);
        }
    }

    /// <summary>A file that is read from its beginning to its end alone, a few bytes at a time.</summary>
    private sealed class Pipe(byte[] content) : ForwardStream
    {
        private readonly MemoryStream _content = new(content);

        public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, Math.Min(count, 40));
    }

    /// <summary>Notes the first byte that is read, but for those that tell gzip.</summary>
    private sealed class WatchedStream(byte[] content) : MemoryStream(content)
    {
        public long First { get; private set; } = long.MaxValue;

        public override int Read(byte[] buffer, int offset, int count)
        {
            First = Math.Min(First, Position);
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            // It calls the other one.
            Assert.InRange(buffer.Length, 1, 2);
            var first = First;
            var read = base.Read(buffer);
            First = first;
            return read;
        }
    }
}
