namespace Distil.Benchmarks.Workloads.Documents;

/// <summary>Adds up what it is given.</summary>
[Sink]
public sealed class Totals
{
    public long Documents { get; private set; }

    public long Popularity { get; private set; }

    public void Write(long popularity)
    {
        Documents++;
        Popularity += popularity;
    }
}

/// <summary>JSON lines in, two numbers out: two of the eight columns are read.</summary>
[Pipeline]
public sealed partial class Reading(string path, Totals totals)
{
    JsonLines<Document> Documents { get; } = JsonLines.Read<Document>(path);
    [From(nameof(Documents))] Popularity Rated { get; } = new();
    [From(nameof(Rated))] Totals Counted { get; } = totals;
}
