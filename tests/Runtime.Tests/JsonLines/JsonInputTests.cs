using System.IO.Compression;
using System.Text;
using Distil.IO.JsonLines;

namespace Distil.Runtime.Tests.JsonLines;

public sealed class JsonInputTests
{
    private const string Good = """{"number":1,"text_of_it":"a"}""";

    [Fact]
    public async Task Reads_lines_with_any_end_blank_ones_aside()
    {
        var text = "\uFEFF" + """{"number":1,"text_of_it":"a","note":"n","score":2.5,"unread":"u","flag":true}""" + "\r\n\n \t\r\n"
            + """{ "Text_Of_It" : "b\n\u00e9\ud83d\ude00" , "NUMBER" : -7 , "other" : [ {"x":1} , null ] } """ + "\n"
            + """{"number":3,"textofit":"","note":null,"flag":null}""";

        var (rows, fault) = await Lines.ReadAsync([Lines.Utf8(text)]);

        Assert.Null(fault);
        Assert.Equal([new(1, "a", "n", 2.5, true), new(-7, "b\né😀", null, 0.5, null), new(3, "", null, 0.5, null)], rows);
    }

    [Theory]
    [InlineData("""{"number":1,"text_of_it":"é",}""", 30, "this is no JSON: The JSON object contains a trailing comma at the end which is not supported in this mode. Change the reader options.")]
    [InlineData("""[1]""", 1, "a line is one object, whose members are the columns; there is an array.")]
    [InlineData("\"x\"", 1, "a line is one object, whose members are the columns; there is the text \"x\".")]
    [InlineData("""{"number":1,"text_of_it":"a"} {}""", 31, "this is no JSON: '{' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("""{"number":"1","text_of_it":"a"}""", 11, "the column 'number' expects a whole number (long); there is the text \"1\".")]
    [InlineData("""{"text_of_it":"é","number":1.5}""", 28, "the column 'number' expects a whole number (long); there is the number 1.5.")]
    [InlineData("""{"number":1,"text_of_it":12}""", 26, "the column 'text_of_it' expects text; there is the number 12.")]
    [InlineData("""{"number":1,"text_of_it":{}}""", 26, "the column 'text_of_it' expects text; there is an object.")]
    [InlineData("""{"number":1,"text_of_it":"\ud800"}""", 26, "the column 'text_of_it' holds half of a surrogate pair, which is no valid Unicode: the text \"\\ud800\".")]
    [InlineData("""{"number":null,"text_of_it":"a"}""", 11, "the column 'number' cannot be null; it expects a whole number (long).")]
    [InlineData("""{"text_of_it":"a"}""", 18, "the column 'number' is missing; it expects a whole number (long).")]
    [InlineData("""{"number":1,"text_of_it":"a","number":2}""", 30, "the column 'number' is given in this line twice, here as 'number'.")]
    [InlineData("""{"number":1,"text_of_it":"a","TextOfIt":"b"}""", 30, "the column 'text_of_it' is given in this line twice, here as 'TextOfIt'.")]
    [InlineData("""{"number":1,"text_of_it":"a","x":1,"\u0078":2}""", 36, "the key 'x' stands in this line twice.")]
    [InlineData("""{"number":1,"text_of_it":"a","unread":tru}""", 42, "this is no JSON: 'tru}' is an invalid JSON literal. Expected the literal 'true'.")]
    public async Task Says_what_is_wrong_with_a_line_and_where(string line, long column, string problem)
    {
        foreach (var end in new[] { "\n", "\n" + Good })
        {
            var (rows, fault) = await Lines.ReadAsync([Lines.Utf8(Good), Lines.Utf8(Good + "\n\n" + Good + "\n" + line + end)]);

            Assert.Equal($"Line 4, column {column} of '1.jsonl': {problem}", fault?.Message);
            Assert.Equal(("1.jsonl", 4, column), (fault!.File, fault.Line, fault.Column));
            Assert.Equal(3, rows.Count);
        }
    }

    [Fact]
    public async Task Tells_a_torn_last_line_from_one_that_is_wrong()
    {
        for (var length = 1; length < Good.Length; length++)
        {
            var (rows, fault) = await Lines.ReadAsync([Lines.Utf8(Good + "\n" + Good[..length])]);

            Assert.Equal($"Line 2, column {length + 1} of '0.jsonl': the file ends in the middle of this line. It was cut off, or is still being written.", fault?.Message);
            Assert.Single(rows);
        }

        var ended = await Lines.ReadAsync([Lines.Utf8(Good + "\n" + Good[..5] + "\n")]);
        Assert.Contains("this is no JSON", ended.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_where_a_line_is_no_utf8()
    {
        byte[] file = [.. Lines.Utf8(Good + "\n{\"number\":1,\"text_of_it\":\"é"), 0xC3, .. Lines.Utf8("\"}\n" + Good)];

        var (rows, fault) = await Lines.ReadAsync([file]);

        Assert.Equal("Line 2, column 28 of '0.jsonl': this is no valid UTF-8 (byte 0xC3). Save the file as UTF-8.", fault?.Message);
        Assert.Single(rows);
    }

    /// <summary>Wherever a buffer ends, the same rows come out, by one thread or by several, and the same fault.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Is_the_same_wherever_a_piece_ends(int degree)
    {
        var lines = Enumerable.Range(0, 23).Select(i => $$"""{"number":{{i}},"text_of_it":"{{new string('é', i)}}"{{(i % 5 == 0 ? ",\"note\":\"\\n\"" : "")}}}""").ToArray();
        byte[][] files = [Lines.Utf8("\uFEFF" + string.Join('\n', lines)), [], Lines.Utf8(string.Join("\r\n\n", lines) + "\nwrong\n" + Good)];
        var expected = await Lines.ReadAsync(files, chunkSize: 1 << 20);
        Assert.Equal(46, expected.Rows.Count);
        Assert.Equal("Line 46, column 1 of '2.jsonl': this is no JSON: 'w' is an invalid start of a value.", expected.Fault?.Message);

        for (var size = 1; size < 400; size += degree == 0 ? 1 : 7)
        {
            var (rows, fault) = await Lines.ReadAsync(files, size, degree);

            Assert.Equal(expected.Rows, rows);
            Assert.Equal(expected.Fault!.Message, fault?.Message);
        }
    }

    [Fact]
    public async Task Begins_at_a_row()
    {
        byte[][] files = [Lines.Utf8(string.Concat(Enumerable.Range(0, 10).Select(i => $$"""{"number":{{i}},"text_of_it":""}""" + "\n\n"))), Lines.Utf8(Good)];
        for (var skip = 0; skip < 13; skip++)
        {
            var (rows, fault) = await Lines.ReadAsync(files, chunkSize: 90, degree: skip % 3, skip: skip);

            Assert.Null(fault);
            Assert.Equal(Enumerable.Range(0, 10).Append(1).Skip(skip), rows.Select(row => (int)row.Number));
        }
    }

    [Fact]
    public async Task Reads_gzip_of_several_members_and_tells_where_it_is_broken()
    {
        var text = string.Concat(Enumerable.Range(0, 3000).Select(i => $$"""{"number":{{i}},"text_of_it":"{{i * 7919L % 10007}}"}""" + "\n"));
        var member = Gzip(text);
        var whole = await Lines.ReadAsync([[.. member, .. member]]);
        Assert.Null(whole.Fault);
        Assert.Equal(6000, whole.Rows.Count);

        for (var length = 20; length < 2 * member.Length; length += 997)
        {
            if (length == member.Length)
            {
                continue;
            }

            var (rows, fault) = await Lines.ReadAsync([((byte[])[.. member, .. member])[..length]]);

            Assert.EndsWith("of '0.jsonl': the compressed data is broken or cut off from here on.", fault?.Message, StringComparison.Ordinal);
            Assert.Equal(whole.Rows[..rows.Count], rows);
        }

        var corrupt = (byte[])member.Clone();
        corrupt[^6] ^= 1;
        Assert.EndsWith("the compressed data is broken or cut off from here on.", (await Lines.ReadAsync([corrupt])).Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_no_buffer_holds_is_refused_with_its_place()
    {
        var long5000 = $$"""{"number":2,"text_of_it":"{{new string('x', 5000)}}"}""";
        var reader = new JsonChunkReader(
            ["0.jsonl"], 100, _ => new MemoryStream(Lines.Utf8(Good + "\n" + long5000 + "\n" + long5000 + long5000 + "\n" + Good)), largestChunk: 6000);
        await using var input = new JsonInput<LineRows>(new JsonPrefetch<LineRows>(reader, new LineParser(), 0), 0);
        while (await input.WaitAsync() && input.Take(1) is { Count: 1, From: var row } && input.Rows[row].Number < 2)
        {
            // Up to the long line that fits.
        }

        var fault = await Assert.ThrowsAsync<JsonLinesException>(() => input.WaitAsync().AsTask());

        Assert.Equal("Line 3, column 1 of '0.jsonl': the file cannot be read: a line is longer than 6,000 bytes.", fault.Message);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_named()
    {
        using var folder = new TemporaryFolder();
        await using var input = new JsonInput<LineRows>(
            new JsonPrefetch<LineRows>(new JsonChunkReader([Path.Combine(folder.FullPath, "gone.jsonl")], 100), new LineParser(), 2), 0);

        var fault = await Assert.ThrowsAsync<JsonLinesException>(() => input.WaitAsync().AsTask());

        Assert.StartsWith($"Line 1, column 1 of '{Path.Combine(folder.FullPath, "gone.jsonl")}': the file cannot be read: ", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What the fast way takes, it takes as the slow way does; what it does not take, the slow way decides.</summary>
    [Fact]
    public async Task The_fast_way_is_the_slow_way()
    {
        var random = new Random(1);
        string[] values =
        [
            "1", "-0", "0", "01", "1.0", "1e2", "9223372036854775807", "9223372036854775808", "123456789012345678", "-5", "1.5e-3", "1.", ".5", "1e400", "--1",
            "\"\"", "\"plain\"", "\"é😀\"", "\"a\\n\\\"b\\\\\"", "\"\\u00e9\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\x\"", "\"\\u12\"", "\"\t\"", "\"open", "null", "true", "false", "nul",
            "[]", "[1,{\"a\":[]}]", "[\"é\",\"日本\"]", "[1", "{}", "{\"a\":1,}", "", " 1", "1 ",
        ];
        string[] names = ["number", "text_of_it", "note", "score", "unread", "flag", "other", "Number", "n\\u006fte"];
        var fast = 0;
        for (var round = 0; round < 4000; round++)
        {
            // A line that both read, so that its layout is known, and one like it with some values and bytes changed.
            var order = names.Take(7).OrderBy(_ => random.Next()).Take(random.Next(2, 8)).Union(["number", "text_of_it"]).ToArray();
            var space = random.Next(3) == 0 ? " " : "";
            string Member(string name, string value) => $"\"{name}\":{space}{value}";
            string Usual(string name) => name switch
            {
                "number" => random.Next(1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
                "score" => "2.5",
                "flag" => "true",
                _ => "\"text\"",
            };
            var first = $"{{{string.Join("," + space, order.Select(name => Member(name, Usual(name))))}}}";
            var changed = order.Select(name => Member(random.Next(8) == 0 ? names[random.Next(names.Length)] : name, random.Next(3) == 0 ? values[random.Next(values.Length)] : Usual(name)));
            var second = new StringBuilder($"{{{string.Join("," + space, changed)}}}");
            if (random.Next(4) == 0)
            {
                second[random.Next(second.Length)] = "{}[]\",: \\0x"[random.Next(11)];
            }

            var bytes = Lines.Utf8($"{first}\n{second}\n{first}");
            if (random.Next(4) == 0)
            {
                // No valid UTF-8, or another letter.
                bytes[Encoding.UTF8.GetByteCount(first) + 1 + random.Next(Encoding.UTF8.GetByteCount(second.ToString()))] = (byte)random.Next(0x80, 0x100);
            }

            byte[][] file = [bytes];
            var parser = new LineParser();
            var (rows, fault) = await Lines.ReadAsync(file, parser: parser);
            var slow = await Lines.ReadAsync(file, parser: new LineParser(isFast: false));

            Assert.True(slow.Fault?.Message == fault?.Message, $"{second}\nslow: {slow.Fault?.Message}\nfast: {fault?.Message}");
            Assert.True(slow.Rows.SequenceEqual(rows), second.ToString());
            fast += parser.Fast;
        }

        Assert.True(fast > 500, $"Only {fast} lines were read the fast way.");
    }

    [Fact]
    public void Finds_files_folders_and_patterns()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "b.jsonl", "a.jsonl", "B.jsonl.gz", "c.json", "part-2.txt", "part-10.txt" })
        {
            File.WriteAllText(Path.Combine(folder.FullPath, name), "");
        }

        Directory.CreateDirectory(Path.Combine(folder.FullPath, "d.jsonl"));
        IEnumerable<string> Names(params string[] path) => JsonFiles.Find(Path.Combine([folder.FullPath, .. path])).Select(file => Path.GetFileName(file));

        Assert.Equal(["B.jsonl.gz", "a.jsonl", "b.jsonl"], Names());
        Assert.Equal(["c.json"], Names("c.json"));
        Assert.Equal(["part-10.txt", "part-2.txt"], Names("part-*.txt"));
        Assert.Equal(["part-2.txt"], Names("part-?.txt"));
        foreach (var (path, problem) in new (string[], string)[]
        {
            (["x.jsonl"], "There is no file or folder '{0}'."),
            (["*.csv"], "No file matches '{0}'."),
            (["*", "a.jsonl"], "There is no file or folder '{0}'."),
            (["*", "*.jsonl"], "No file matches '{0}': there is no folder '{1}'. A pattern can have * and ? in its last part alone."),
            (["d.jsonl"], "The folder '{0}' holds no file whose name ends in .jsonl or .jsonl.gz."),
        })
        {
            var full = Path.Combine([folder.FullPath, .. path]);
            var exception = Assert.Throws<FileNotFoundException>(() => JsonFiles.Find(full));
            Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, problem, full, Path.GetDirectoryName(full)), exception.Message);
        }
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Lines.Utf8(text));
        }

        return bytes.ToArray();
    }
}
