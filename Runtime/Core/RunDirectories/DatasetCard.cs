using System.Globalization;
using System.Text;

namespace Distil.RunDirectories;

/// <summary>
/// <c>README.md</c>: the data set card. Its front matter names each leaf's files, so that Hugging Face <c>datasets</c> finds them and
/// not <c>errors.jsonl</c>. Nothing in it depends on when the run was started.
/// </summary>
internal static class DatasetCard
{
    public static void Write(
        Stream stream,
        RunDirectoryRecord record,
        RunDirectoryState state,
        PipelineGraph graph,
        IReadOnlyList<DatasetDescription> datasets,
        IReadOnlyList<StepReport> steps)
        => stream.Write(Encoding.UTF8.GetBytes(Text(record, state, graph, datasets, steps)));

    private static string Text(
        RunDirectoryRecord record,
        RunDirectoryState state,
        PipelineGraph graph,
        IReadOnlyList<DatasetDescription> datasets,
        IReadOnlyList<StepReport> steps)
    {
        var text = new StringBuilder();
        if (datasets.Count > 0)
        {
            text.Append("---\nconfigs:\n");
            foreach (var dataset in datasets)
            {
                text.Append(CultureInfo.InvariantCulture, $"- config_name: \"{dataset.Name}\"\n  data_files: \"{Glob(dataset)}\"\n");
            }

            text.Append("---\n\n");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"# {record.PipelineName}\n\nMade by the pipeline `{record.PipelineType}`. The run {Sentence(state)}\n");
        foreach (var dataset in datasets)
        {
            var rows = dataset.Rows == 1 ? "row" : "rows";
            text.Append(CultureInfo.InvariantCulture, $"\n## {dataset.Name}\n\n{dataset.Rows} {rows} in `{Glob(dataset)}`.\n");
            var columns = dataset.Leaf.Columns;
            if (columns.Count == 0)
            {
                continue;
            }

            text.Append("\n| column | type | made by |\n|---|---|---|\n");
            foreach (var column in columns)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {column.FileName} | `{column.Type}` | {column.MadeBy} |\n");
            }
        }

        var called = steps.Where(static step => step.Attempts > 0).ToList();
        if (called.Count > 0)
        {
            text.Append("\n## Calls\n\n| step | attempts | of them retries | rows that failed |\n|---|---|---|---|\n");
            foreach (var step in called)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {step.Name} | {step.Attempts} | {step.Retries} | {step.Failed} |\n");
            }
        }

        var mermaid = graph.ToMermaid().ReplaceLineEndings("\n").Trim('\n');
        if (mermaid.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## How it was made\n\n```mermaid\n{mermaid}\n```\n");
        }

        return text.ToString();
    }

    private static string Glob(DatasetDescription dataset) => $"{RunDirectoryFiles.Data}/{dataset.Name}/*.jsonl";

    private static string Sentence(RunDirectoryState state) => state switch
    {
        RunDirectoryState.Completed => "completed.",
        RunDirectoryState.CompletedWithErrors => $"completed, but some rows failed and are missing: see `{RunDirectoryFiles.Errors}`.",
        RunDirectoryState.Stopped => "was stopped before its end: rows are missing.",
        _ => $"failed before its end: rows are missing. See `{RunDirectoryFiles.Log}`.",
    };
}
