using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>Files of JSON lines with all that may stand in one, and how many bytes runs read of them.</summary>
internal sealed class InputFiles
{
    private long _bytes;

    /// <summary>Bytes that were read.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The names of the files that were opened, in their order.</summary>
    public Log<string> Opened { get; } = new();

    /// <summary>Writes files of numbered rows, with blank lines, lines that are no row, other ends of lines and compressed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="random">Draws what stands in them.</param>
    /// <param name="count">How many rows there are, and lines that are none.</param>
    public static void Write(string folder, Random random, int count)
    {
        Directory.CreateDirectory(folder);
        var number = 0;
        for (var file = 0; number < count; file++)
        {
            var text = new StringBuilder(random.Next(3) == 0 ? "\uFEFF" : "");
            for (var lines = random.Next(count / 2); lines > 0 && number < count; lines--)
            {
                text.Append(random.Next(10) switch
                {
                    0 => "",
                    1 => $"wrong {number++}",
                    2 => $$"""{"text":"{{new string('é', random.Next(200))}}","number":{{number++}}}""",
                    _ => Row(number++),
                });
                text.Append(lines == 1 && random.Next(2) == 0 ? "" : random.Next(4) == 0 ? "\r\n" : "\n");
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            var path = Path.Combine(folder, $"{file:000}.jsonl");
            if (random.Next(3) > 0)
            {
                File.WriteAllBytes(path, bytes);
                continue;
            }

            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
            gzip.Write(bytes);
        }
    }

    /// <summary>A line of a row.</summary>
    public static string Row(int number) => string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{number}},"text":"{{number % 10}}"}""");

    /// <summary>Opens a file whose bytes are counted.</summary>
    public Stream Open(string path)
    {
        Opened.Add(Path.GetFileName(path));
        return new CountedFile(this, path);
    }

    private sealed class CountedFile(InputFiles files, string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            Interlocked.Add(ref files._bytes, read);
            return read;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            Interlocked.Add(ref files._bytes, read);
            return read;
        }
    }
}
