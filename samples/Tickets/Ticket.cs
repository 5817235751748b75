using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Distil;

namespace Tickets;

/// <summary>A ticket as its customer sent it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Opened">The day on which it came.</param>
/// <param name="Text">What the customer wrote.</param>
/// <param name="Tags">What the customer chose from a list; empty: nothing.</param>
/// <param name="Paid">What the customer pays a month, in euros; null: a guest.</param>
[Row]
public sealed record Ticket(int Id, DateOnly Opened, string Text, string[] Tags, decimal? Paid);

/// <summary>How a line of the file reads without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Ticket))]
internal sealed partial class TicketFile : JsonSerializerContext;

/// <summary>The source: the tickets of a JSON Lines file.</summary>
/// <param name="path">The file.</param>
[Source]
public sealed class ReadTickets(string path) : IFingerprint
{
    /// <summary>The file's length and time: an edited file is another source.</summary>
    public string Fingerprint => new FileInfo(path) is var file ? $"{file.Length}:{file.LastWriteTimeUtc.Ticks}" : "";

    /// <summary>Reads a ticket a line.</summary>
    /// <param name="ct">Ends the reading.</param>
    public async IAsyncEnumerable<Ticket> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (string line in File.ReadLinesAsync(path, ct))
        {
            yield return JsonSerializer.Deserialize(line, TicketFile.Default.Ticket) ?? throw new FormatException($"{path} holds a line without a ticket.");
        }
    }
}
