using System.Text;
using System.Text.Json;
using Distil.Engine;
using Distil.IO.JsonLines;

namespace Distil.Runtime.Tests.JsonLines;

/// <summary>What generated code makes of a row type with five members, one of which nobody reads.</summary>
internal sealed record Line(long Number, string Text, string? Note, double Score, bool? Flag);

internal sealed class LineRows(int capacity) : Results(capacity)
{
    public long[] Numbers = new long[capacity];
    public string[] Texts = new string[capacity];
    public string?[] Notes = new string?[capacity];
    public double[] Scores = new double[capacity];
    public bool?[] Flags = new bool?[capacity];

    public Line this[int row] => new(Numbers[row], Texts[row], Notes[row], Scores[row], Flags[row]);

    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Numbers);
        work.Do(ref Texts);
        work.Do(ref Notes);
        work.Do(ref Scores);
        work.Do(ref Flags);
    }
}

/// <param name="isFast">False: every line is read the slow way.</param>
internal sealed class LineParser(bool isFast = true) : JsonParser<LineRows>(
    new JsonMember("number", "a whole number (long)", JsonMemberRules.Read),
    new JsonMember("text_of_it", "text", JsonMemberRules.Read),
    new JsonMember("note", "text or null", JsonMemberRules.Read | JsonMemberRules.Null | JsonMemberRules.Missing),
    new JsonMember("score", "a number (double)", JsonMemberRules.Read | JsonMemberRules.Missing),
    new JsonMember("unread", "text", JsonMemberRules.None),
    new JsonMember("flag", "true or false or null", JsonMemberRules.Read | JsonMemberRules.Null | JsonMemberRules.Missing))
{
    private int _fast;

    /// <summary>How many lines were read the fast way.</summary>
    public int Fast => _fast;

    public override LineRows CreateRows(int capacity) => new(capacity);

    public override void Read(int member, ref Utf8JsonReader reader, LineRows rows, int row)
    {
        switch (member)
        {
            case 0:
                rows.Numbers[row] = reader.GetInt64();
                break;
            case 1:
                rows.Texts[row] = JsonValueReader.ReadText(ref reader)!;
                break;
            case 2:
                rows.Notes[row] = JsonValueReader.ReadText(ref reader);
                break;
            case 3:
                rows.Scores[row] = reader.GetDouble();
                break;
            case 5:
                rows.Flags[row] = reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean();
                break;
        }
    }

    public override int Missing(ReadOnlySpan<int> members, ReadOnlySpan<byte> line, LineRows rows, int row)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case 2:
                    rows.Notes[row] = null;
                    break;
                case 3:
                    rows.Scores[row] = 0.5;
                    break;
                case 5:
                    rows.Flags[row] = null;
                    break;
            }
        }

        return -1;
    }

    public override bool TryRead(ref JsonScanner line, LineRows rows, int row)
    {
        if (!isFast)
        {
            return false;
        }

        for (var next = 0; next < line.Count; next++)
        {
            if (!line.Enter(next, out var member))
            {
                return false;
            }

            var isRead = member switch
            {
                0 => line.Number(out rows.Numbers[row]),
                1 => line.Text(out rows.Texts[row]),
                2 => line.Null() ? (rows.Notes[row] = null) is null : line.Text(out rows.Notes[row]!),
                3 => line.Number(out rows.Scores[row]),
                5 => ReadValue(5, ref line, rows, row),
                _ => line.Skip(),
            };
            if (!isRead)
            {
                return false;
            }
        }

        Interlocked.Increment(ref _fast);
        return true;
    }
}

/// <summary>Reads contents as the files of a source.</summary>
internal static class Lines
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The rows of files <c>0.jsonl</c>, <c>1.jsonl</c>, … up to the first fault, and the fault.</summary>
    public static async Task<(List<Line> Rows, JsonLinesException? Fault)> ReadAsync(
        byte[][] files, int chunkSize = 1000, int degree = 0, long skip = 0, LineParser? parser = null)
    {
        var names = Enumerable.Range(0, files.Length).Select(file => $"{file}.jsonl").ToArray();
        var reader = new JsonChunkReader(names, chunkSize, name => new MemoryStream(files[Array.IndexOf(names, name)]));
        await using var input = new JsonInput<LineRows>(new JsonPrefetch<LineRows>(reader, parser ?? new LineParser(), degree), skip);
        var rows = new List<Line>();
        try
        {
            while (await input.WaitAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)))
            {
                var (from, count) = input.Take(7);
                rows.AddRange(Enumerable.Range(from, count).Select(row => input.Rows[row]));
            }

            return (rows, null);
        }
        catch (JsonLinesException fault)
        {
            return (rows, fault);
        }
    }
}
