using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Documents;

/// <summary>
/// The grading as an expert would write it by hand: blocks of bytes, Utf8JsonReader and Utf8JsonWriter, strings only for what the steps
/// read, and everything else copied from line to line.
/// </summary>
internal static class GradingByHand
{
    public static Outcome Run(long rows) => Run(rows, (take, emit) =>
    {
        using var block = new Block();
        while (take(block))
        {
            block.Process();
            emit(block);
        }
    });

    public static Outcome RunOnTwo(long rows) => Run(rows, (take, emit) => TwoThreads.Run(() => new Block(), take, block => block.Process(), emit));

    private static Outcome Run(long rows, Action<Func<Block, bool>, Action<Block>> loop)
    {
        var path = DocumentFiles.Output();
        using (var input = new LineBlocks(DocumentFiles.Input(rows)))
        using (var output = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            loop(block => input.Fill(block.Input), block => output.Write(block.Output));
        }

        return DocumentFiles.Outcome(path, rows);
    }

    private sealed class Block : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _output = new(LineBlock.Size * 2);
        private readonly Utf8JsonWriter _writer;
        private readonly Readable _readable = new();
        private readonly Popularity _popularity = new();
        private readonly TitleLength _titleLength = new();
        private readonly Grade _grade = new();

        public Block() => _writer = new(
            _output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

        public LineBlock Input { get; } = new();

        public ReadOnlySpan<byte> Output => _output.WrittenSpan;

        public void Dispose() => _writer.Dispose();

        public void Process()
        {
            _output.ResetWrittenCount();
            var lines = Input.Lines;
            while (lines.Length > 0)
            {
                var end = lines.IndexOf((byte)'\n');
                Process(lines[..end]);
                lines = lines[(end + 1)..];
            }
        }

        private void Process(ReadOnlySpan<byte> line)
        {
            var reader = new Utf8JsonReader(line);
            ReadOnlySpan<byte> id = default, titleText = default, text = default, languageText = default, url = default, author = default;
            string? title = null, language = null;
            int score = 0, views = 0;
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("id"u8))
                {
                    id = Raw(line, ref reader);
                }
                else if (reader.ValueTextEquals("title"u8))
                {
                    titleText = Raw(line, ref reader);
                    title = reader.GetString();
                }
                else if (reader.ValueTextEquals("text"u8))
                {
                    text = Raw(line, ref reader);
                }
                else if (reader.ValueTextEquals("language"u8))
                {
                    languageText = Raw(line, ref reader);
                    language = reader.GetString();
                }
                else if (reader.ValueTextEquals("score"u8))
                {
                    reader.Read();
                    score = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("views"u8))
                {
                    reader.Read();
                    views = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("url"u8))
                {
                    url = Raw(line, ref reader);
                }
                else
                {
                    author = Raw(line, ref reader);
                }
            }

            if (!_readable.Keep(language!))
            {
                return;
            }

            var popularity = _popularity.Process(score, views);
            var titleLength = _titleLength.Process(title!);
            _writer.WriteStartObject();
            Write("id"u8, id);
            Write("title"u8, titleText);
            Write("text"u8, text);
            Write("language"u8, languageText);
            _writer.WriteNumber("score"u8, score);
            _writer.WriteNumber("views"u8, views);
            Write("url"u8, url);
            Write("author"u8, author);
            _writer.WriteNumber("popularity"u8, popularity);
            _writer.WriteNumber("title_length"u8, titleLength);
            _writer.WriteString("grade"u8, _grade.Process(popularity, titleLength));
            _writer.WriteEndObject();
            _writer.Flush();
            _writer.Reset();
            _output.Write("\n"u8);
        }

        private static ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> line, scoped ref Utf8JsonReader reader)
        {
            reader.Read();
            return line[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
        }

        private void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            _writer.WritePropertyName(name);
            _writer.WriteRawValue(value, skipInputValidation: true);
        }
    }
}
