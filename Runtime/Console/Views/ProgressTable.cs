using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distil.CommandLine.Views;

/// <summary>A snapshot of a run as a table of its steps. What does not fit the width is left out, the names last.</summary>
internal sealed class ProgressTable(int width)
{
    /// <summary>Columns beside the name, and from which width on they are shown.</summary>
    private static readonly (string Head, int From)[] s_columns =
        [("out", 0), ("in", 40), ("rows/s", 50), ("failed", 60), ("waiting", 70)];

    private readonly StepRates _rates = new();
    private readonly IReadOnlyList<string> _columns =
        [.. s_columns.Where(column => column.From <= width).Select(static column => column.Head)];

    /// <summary>The table.</summary>
    public IRenderable Of(RunProgress progress)
    {
        var rates = _rates.Next(progress);
        var table = new Table { Border = TableBorder.None };
        table.AddColumn(new TableColumn(new Text("step")).NoWrap());
        foreach (var column in _columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).RightAligned().NoWrap());
        }

        foreach (var (step, place) in progress.Steps.Select(static (step, place) => (step, place)))
        {
            table.AddRow([new Text(step.Name), .. _columns.Select(column => Cell(column, step, rates[place]))]);
        }

        return new Spectre.Console.Rows(table, new Text(Summary(progress)));
    }

    private static Text Cell(string column, StepProgress step, double rate) => column switch
    {
        "in" => new Text(Number(step.RowsIn)),
        "out" => new Text(Number(step.RowsOut)),
        "rows/s" => new Text(Number((long)Math.Round(rate))),
        "waiting" => new Text(Number(step.Waiting)),
        _ => new Text(Number(step.Failed), step.Failed > 0 ? new Style(Color.Red) : Style.Plain),
    };

    private static string Summary(RunProgress progress) =>
        $"{ProgressLines.Time(progress.Elapsed)}. Ctrl+C stops: calls that have begun are finished, and the next run goes on from there.";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
