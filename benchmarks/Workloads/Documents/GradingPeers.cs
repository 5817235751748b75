using System.Text.Json;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Documents;

/// <summary>The grading with System.Text.Json and records: in a plain loop, and as the documentation of other libraries would have it.</summary>
internal static class GradingPeers
{
    public const string Typical = "ReadLine, System.Text.Json, records";

    public static IEnumerable<Variant> All =>
    [
        Variant.Of(Typical, TypicalLoop),
        new(Ways.ChannelsRow, ChannelsAsync),
        new(Ways.DataflowRow, DataflowAsync),
        Variant.Of(Ways.Plinq, Plinq),
        new(Ways.AsyncLinq, AsyncLinqAsync),
    ];

    private static Outcome TypicalLoop(long rows)
    {
        var work = new Work();
        var path = DocumentFiles.Output();
        using (var output = new StreamWriter(path))
        {
            foreach (var line in File.ReadLines(DocumentFiles.Input(rows)))
            {
                var document = work.Parse(line);
                if (work.Keep(document))
                {
                    output.Write(work.Format(work.Grade(work.Measure(work.Rate(document)))));
                    output.Write('\n');
                }
            }
        }

        return DocumentFiles.Outcome(path, rows);
    }

    private static async Task<Outcome> ChannelsAsync(long rows)
    {
        var work = new Work();
        var graph = new ChannelGraph(1024);
        var path = DocumentFiles.Output();
        await using (var output = new StreamWriter(path))
        {
            var documents = graph.Select<string, Graded>(graph.From(File.ReadLines(DocumentFiles.Input(rows))), work.Parse);
            var kept = graph.Where(documents, work.Keep);
            var rated = graph.Select<Graded, Graded>(kept, work.Rate);
            var measured = graph.Select<Graded, Graded>(rated, work.Measure);
            var graded = graph.Select<Graded, Graded>(measured, work.Grade);
            graph.ForEach(graph.Select<Graded, string>(graded, work.Format), line => Write(output, line));
            await graph.Completion;
        }

        return DocumentFiles.Outcome(path, rows);
    }

    private static async Task<Outcome> DataflowAsync(long rows)
    {
        var work = new Work();
        var graph = new DataflowGraph(1024);
        var path = DocumentFiles.Output();
        await using (var output = new StreamWriter(path))
        {
            var parse = graph.Transform<string, Graded>(work.Parse);
            var rate = graph.Transform<Graded, Graded>(work.Rate);
            var measure = graph.Transform<Graded, Graded>(work.Measure);
            var grade = graph.Transform<Graded, Graded>(work.Grade);
            var format = graph.Transform<Graded, string>(work.Format);
            var write = graph.Action<string>(line => Write(output, line));
            DataflowGraph.Filter(parse, rate, work.Keep);
            DataflowGraph.Link(rate, measure);
            DataflowGraph.Link(measure, grade);
            DataflowGraph.Link(grade, format);
            DataflowGraph.Link(format, write);
            await DataflowGraph.FeedAsync(File.ReadLines(DocumentFiles.Input(rows)), parse, write);
        }

        return DocumentFiles.Outcome(path, rows);
    }

    private static Outcome Plinq(long rows)
    {
        var work = new Work();
        var path = DocumentFiles.Output();
        using (var output = new StreamWriter(path))
        {
            var lines = File.ReadLines(DocumentFiles.Input(rows)).AsParallel().AsOrdered()
                .Select(work.Parse).Where(work.Keep).Select(work.Rate).Select(work.Measure).Select(work.Grade).Select(work.Format);
            foreach (var line in lines)
            {
                Write(output, line);
            }
        }

        return DocumentFiles.Outcome(path, rows);
    }

    private static async Task<Outcome> AsyncLinqAsync(long rows)
    {
        var work = new Work();
        var path = DocumentFiles.Output();
        await using (var output = new StreamWriter(path))
        {
            var lines = File.ReadLinesAsync(DocumentFiles.Input(rows))
                .Select(work.Parse).Where(work.Keep).Select(work.Rate).Select(work.Measure).Select(work.Grade).Select(work.Format);
            await foreach (var line in lines)
            {
                await output.WriteAsync(line);
                await output.WriteAsync('\n');
            }
        }

        return DocumentFiles.Outcome(path, rows);
    }

    private static void Write(StreamWriter output, string line)
    {
        output.Write(line);
        output.Write('\n');
    }

    /// <summary>The steps over one record, which has the columns of the end from the beginning.</summary>
    private sealed class Work
    {
        private readonly DocumentJson _json = new(new JsonSerializerOptions(DocumentFiles.Json));
        private readonly Readable _readable = new();
        private readonly Popularity _popularity = new();
        private readonly TitleLength _titleLength = new();
        private readonly Grade _grade = new();

        public Graded Parse(string line)
        {
            var d = JsonSerializer.Deserialize(line, _json.Document)!;
            return new(d.Id, d.Title, d.Text, d.Language, d.Score, d.Views, d.Url, d.Author, 0, 0, "");
        }

        public bool Keep(Graded row) => _readable.Keep(row.Language);

        public Graded Rate(Graded row) => row with { Popularity = _popularity.Process(row.Score, row.Views) };

        public Graded Measure(Graded row) => row with { TitleLength = _titleLength.Process(row.Title) };

        public Graded Grade(Graded row) => row with { Grade = _grade.Process(row.Popularity, row.TitleLength) };

        public string Format(Graded row) => JsonSerializer.Serialize(row, _json.Graded);
    }
}
