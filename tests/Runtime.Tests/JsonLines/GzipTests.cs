using System.IO.Compression;

namespace Distil.Runtime.Tests.JsonLines;

public sealed class GzipTests
{
    private static readonly string s_lines = string.Concat(Enumerable.Range(0, 100).Select(i => $$"""{"number":{{i}},"text_of_it":"{{i * 7919L % 10007}}"}""" + "\n"));

    [Theory]
    [InlineData("""{"number":100,"text_of_it":"lost"}""", 1)]
    [InlineData("x", 1)]
    [InlineData("""{"number":100,"text_of_it":"lost"}""" + "\n", 3000)]
    [InlineData("\0\0\0\0x", 1)]
    [InlineData("x\0\0\0\0\0\0\0\0\0\0\0\0", 1)]
    [InlineData("lost\0\0\0\0\0\0\0\0\0\0\0\0", 1000)]
    public async Task What_follows_the_members_and_is_not_compressed_is_refused(string text, int times)
    {
        var rest = Lines.Utf8(string.Concat(Enumerable.Repeat(text, times)));
        foreach (var members in new byte[][] { Member(s_lines), [.. Member(s_lines), .. Member(s_lines)] })
        {
            var (rows, fault) = await Lines.ReadAsync([[.. members, .. rest]], chunkSize: 100_000);

            Assert.Equal(members.Length / Member(s_lines).Length * 100, rows.Count);
            Assert.Equal(
                $"Line {rows.Count + 1}, column 1 of '0.jsonl': the file cannot be read: what follows the compressed data is not compressed. Compress it too, or remove it.",
                fault?.Message);
        }
    }

    [Fact]
    public async Task Zeros_that_fill_up_a_file_are_allowed()
    {
        foreach (var content in new[] { s_lines, "" })
        {
            foreach (var zeros in Enumerable.Range(0, 20).Append(512).Append(100_000))
            {
                var (rows, fault) = await Lines.ReadAsync([[.. Member(s_lines), .. Member(content), .. new byte[zeros]]]);

                Assert.Null(fault);
                Assert.Equal(content.Length == 0 ? 100 : 200, rows.Count);
            }
        }
    }

    /// <summary>Also where the disk has put zeros in the place of what is lost.</summary>
    [Fact]
    public async Task A_file_that_was_cut_off_is_refused_wherever_it_was()
    {
        var member = Member(s_lines);
        byte[] file = [.. member, .. member];
        for (var length = 1; length < file.Length; length++)
        {
            foreach (var zeros in new[] { 0, 1, 30 })
            {
                // A member may end in zeros itself: then nothing is lost.
                var lost = file.AsSpan(length..(length <= member.Length ? member.Length : file.Length));
                if (lost.Length <= zeros && lost.IndexOfAnyExcept((byte)0) < 0)
                {
                    continue;
                }

                var (rows, fault) = await Lines.ReadAsync([[.. file[..length], .. new byte[zeros]]], chunkSize: 100_000);

                Assert.True(fault is not null, $"{length} of {file.Length} bytes and {zeros} zeros: {rows.Count} rows");
            }
        }
    }

    private static byte[] Member(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Lines.Utf8(text));
        }

        // An empty stream writes nothing: a member of nothing is these bytes.
        return bytes.ToArray() is { Length: > 0 } member ? member : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }
}
