using System.Globalization;
using System.Text;
using Distil;

namespace ApiDocs;

/// <summary>Prints what a run did.</summary>
/// <param name="output">Where to.</param>
public sealed class Report(TextWriter output)
{
    // An answer longer than this is shown in part: the whole is in the data set.
    private const int Shown = 280;

    /// <summary>The rows in and out of each step, and its time.</summary>
    public void Steps(IEnumerable<StepReport> steps)
    {
        output.WriteLine();
        output.WriteLine("What each step did");
        Row("step", "rows in", "rows out", "waiting", "failed", "seconds");
        foreach (StepReport step in steps)
        {
            Row(step.Name, Number(step.RowsIn), Number(step.RowsOut), Number(step.Waiting), Number(step.Failed), Seconds(step.Time));
        }

        void Row(string name, string rowsIn, string rowsOut, string waiting, string failed, string time) =>
            output.WriteLine($"  {name,-14}{rowsIn,10}{rowsOut,10}{waiting,9}{failed,8}{time,9}");
    }

    /// <summary>The verdicts by kind of member, as the sink counted them.</summary>
    public void Verdicts(Tally tally)
    {
        output.WriteLine();
        output.WriteLine("Verdicts by kind of member");
        MemberKind[] kinds = Enum.GetValues<MemberKind>();
        Flaw[] flaws = Enum.GetValues<Flaw>();
        Row("kind", ["questions", .. flaws.Select(flaw => flaw == Flaw.None ? "kept" : flaw.ToString())]);
        foreach (MemberKind kind in kinds)
        {
            Row(kind.ToString(), [Number(tally.Of(kind)), .. flaws.Select(flaw => Number(tally[kind, flaw]))]);
        }

        Row("all", [Number(kinds.Sum(tally.Of)), .. flaws.Select(flaw => Number(kinds.Sum(kind => tally[kind, flaw])))]);

        void Row(string name, IEnumerable<string> cells) =>
            output.WriteLine($"  {name,-14}{string.Concat(cells.Select(cell => cell.PadLeft(16)))}");
    }

    /// <summary>A few rows.</summary>
    public void Samples(string title, IEnumerable<SampleRow> rows)
    {
        output.WriteLine();
        output.WriteLine(title);
        foreach (SampleRow row in rows)
        {
            output.WriteLine($"  [{row.Title}]");
            output.WriteLine($"  Q: {row.Question}");
            output.WriteLine($"  A: {Short(row.Answer)}");
            if (row.Reason is not null)
            {
                output.WriteLine($"  -> {row.Reason}");
            }

            output.WriteLine();
        }
    }

    /// <summary>Where the data sets are.</summary>
    public void Files(string directory)
    {
        output.WriteLine($"The run is in {RunFolder.Show(directory)}; its data sets:");
        string data = Path.Combine(directory, "data");
        string[] leaves = Directory.Exists(data) ? Directory.GetDirectories(data) : [];
        foreach (string leaf in leaves.Order(StringComparer.Ordinal))
        {
            FileInfo[] files = new DirectoryInfo(leaf).GetFiles("*.jsonl");
            output.WriteLine($"  {RunFolder.Show(leaf)}: {Number(files.Length)} files, {Number(files.Sum(f => f.Length) / 1024)} KB");
        }
    }

    /// <summary>A number with its thousands apart, the same everywhere.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Short(string answer)
    {
        var text = new StringBuilder();
        foreach (string line in answer.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(text.Length == 0 ? "" : "\n     ").Append(line);
        }

        return text.Length <= Shown ? text.ToString() : $"{text.ToString(0, Shown).TrimEnd()} ...";
    }
}
