using System.Text.Json;
using Distil.Engine;

namespace Distil.Runtime.Tests.Data;

/// <summary>What generated code makes of a leaf with two columns.</summary>
internal sealed record Item(long Number, string? Text);

internal sealed class ItemBatch() : RowBatch(keys: 1, capacity: 4)
{
    public long[] Numbers = new long[4];
    public string?[] Texts = new string?[4];

    public static ItemBatch Of(params Item[] items)
    {
        var batch = new ItemBatch();
        foreach (var item in items)
        {
            var row = batch.Next();
            batch.Numbers[row] = item.Number;
            batch.Texts[row] = item.Text;
            batch.Count = row + 1;
        }

        return batch;
    }

    public static ItemBatch Range(long first, int count, string text = "text")
        => Of([.. Enumerable.Range(0, count).Select(i => new Item(first + i, text))]);

    protected override void ForColumns(in ColumnWork work)
    {
        var other = (ItemBatch?)work.From;
        work.Do(ref Numbers, other?.Numbers);
        work.Do(ref Texts, other?.Texts);
    }
}

internal sealed class ItemKernel : LeafKernel<ItemBatch, Item>
{
    private static readonly JsonEncodedText s_number = JsonEncodedText.Encode("number");
    private static readonly JsonEncodedText s_text = JsonEncodedText.Encode("text");

    private static readonly JsonMember[] s_members =
    [
        new("number", "a whole number (long)", JsonMemberRules.Read | JsonMemberRules.Missing),
        new("text", "text or null", JsonMemberRules.Read | JsonMemberRules.Null | JsonMemberRules.Missing),
    ];

    public override Item Row(ItemBatch rows, int row) => new(rows.Numbers[row], rows.Texts[row]);

    public override void Write(JsonRowWriter line, ItemBatch rows, int row)
    {
        var writer = line.BeginValue();
        writer.WriteStartObject();
        writer.WriteNumber(s_number, rows.Numbers[row]);
        writer.WriteString(s_text, rows.Texts[row] == "throw" ? throw new InvalidOperationException("not writable") : rows.Texts[row]);
        writer.WriteEndObject();
        line.EndValue();
    }

    public override Item Read(ref Utf8JsonReader reader)
    {
        long number = 0;
        string? text = null;
        var read = new JsonObjectReader(ref reader, s_members, strict: false);
        while (read.Next(ref reader, out var member))
        {
            switch (member)
            {
                case 0:
                    number = JsonValueReader.ReadInt64(ref reader);
                    break;
                case 1:
                    text = JsonValueReader.ReadText(ref reader);
                    break;
            }
        }

        return new(number, text);
    }
}
