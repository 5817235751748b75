using System.Text.Json;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Documents;

/// <summary>Two of the eight columns, as an expert would read them by hand: blocks of bytes and Utf8JsonReader.</summary>
internal static class ReadingByHand
{
    public static Outcome Run(long rows)
    {
        using var input = new LineBlocks(DocumentFiles.Input(rows));
        var (block, totals) = (new LineBlock(), new Totals());
        while (input.Fill(block))
        {
            Add(block.Lines, totals);
        }

        return ReadingWorkload.Outcome(totals.Documents, totals.Popularity);
    }

    public static Outcome RunOnTwo(long rows)
    {
        using var input = new LineBlocks(DocumentFiles.Input(rows));
        var documents = 0L;
        var popularity = 0L;
        TwoThreads.Run(
            () => new Part(),
            part => input.Fill(part.Block),
            part => Add(part.Block.Lines, part.Totals = new()),
            part =>
            {
                documents += part.Totals.Documents;
                popularity += part.Totals.Popularity;
            });
        return ReadingWorkload.Outcome(documents, popularity);
    }

    public static Outcome RunTypical(long rows)
    {
        var json = new DocumentJson(new JsonSerializerOptions(DocumentFiles.Json));
        var (popularity, totals) = (new Popularity(), new Totals());
        foreach (var line in File.ReadLines(DocumentFiles.Input(rows)))
        {
            var document = JsonSerializer.Deserialize(line, json.Document)!;
            totals.Write(popularity.Process(document.Score, document.Views));
        }

        return ReadingWorkload.Outcome(totals.Documents, totals.Popularity);
    }

    private static void Add(ReadOnlySpan<byte> lines, Totals totals)
    {
        var popularity = new Popularity();
        while (lines.Length > 0)
        {
            var end = lines.IndexOf((byte)'\n');
            var (score, views) = Read(lines[..end]);
            totals.Write(popularity.Process(score, views));
            lines = lines[(end + 1)..];
        }
    }

    private static (int Score, int Views) Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        int score = 0, views = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("score"u8))
            {
                reader.Read();
                score = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("views"u8))
            {
                reader.Read();
                views = reader.GetInt32();
            }
            else
            {
                reader.Skip();
            }
        }

        return (score, views);
    }

    /// <summary>A block and what it adds up to.</summary>
    private sealed class Part
    {
        public LineBlock Block { get; } = new();

        public Totals Totals { get; set; } = new();
    }
}
