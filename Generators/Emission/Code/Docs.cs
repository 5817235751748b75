using System.Runtime.CompilerServices;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;

namespace Distil.Generators.Emission.Code;

/// <summary>Documentation comments.</summary>
internal static class Docs
{
    private const int LineLength = 400;

    private static readonly ConditionalWeakTable<PipelineModel, Origins> s_origins = new();

    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>A type's name in a <c>cref</c>: of <c>Enrich&lt;T&gt;</c> it is <c>Enrich{T}</c>.</summary>
    public static string Cref(string type) => type.Replace('<', '{').Replace('>', '}');

    /// <summary>Writes a summary of sentences and paragraphs that are XML already.</summary>
    public static void Summary(this IndentedWriter writer, params string[] texts)
    {
        var lines = new List<string>();
        foreach (var text in texts)
        {
            // A paragraph begins a line; a sentence follows the one before it.
            if (lines.Count == 0 || text.StartsWith("<para>", StringComparison.Ordinal))
            {
                lines.Add(text);
            }
            else
            {
                lines[lines.Count - 1] += " " + text;
            }
        }

        lines[0] = "<summary>" + lines[0];
        lines[lines.Count - 1] += "</summary>";
        foreach (var line in lines.SelectMany(Wrap))
        {
            writer.Line("/// " + line);
        }
    }

    /// <summary>The step's name and class.</summary>
    public static string Step(StepModel step) => $"{Escape(step.Name)} (<c>{Escape(step.Summary)}</c>)";

    /// <summary>The columns that come into a step, with the steps that made them, and those that go out: a paragraph each.</summary>
    public static IEnumerable<string> Columns(PipelineModel model, StepModel step)
    {
        if (step.InputColumns.Count > 0)
        {
            yield return $"<para>In: {List(model, step.InputColumns, madeBy: true)}.</para>";
        }

        if (step.Kind == StepKind.Sink)
        {
            yield return "<para>Out: nothing, the rows end here.</para>";
            yield break;
        }

        var made = step.OutputColumns.Where(column => !step.InputColumns.Contains(column)).ToList();
        var gone = step.InputColumns.Where(column => !step.OutputColumns.Contains(column)).ToList();
        if (gone.Count == step.InputColumns.Count)
        {
            yield return $"<para>Out: {List(model, made, madeBy: false)}.</para>";
            yield break;
        }

        // Of a column that is made anew the list of what is made says enough.
        var names = new HashSet<string>(made.Select(column => model.Columns[column].Name), StringComparer.Ordinal);
        gone.RemoveAll(column => names.Contains(model.Columns[column].Name));
        yield return "<para>Out: the same"
            + (gone.Count == 0 ? "" : $" without {string.Join(", ", gone.Select(column => $"<c>{model.Columns[column].Name}</c>"))}")
            + (made.Count == 0 ? "" : $", and {List(model, made, madeBy: false)}") + ".</para>";
    }

    /// <summary>What a pipeline reads and what it gives: a paragraph a source, a leaf and a sink.</summary>
    public static IEnumerable<string> Ends(PipelineModel model)
    {
        foreach (var source in model.Steps.Where(step => step.Kind == StepKind.Source))
        {
            yield return $"<para>In: {Step(source)} reads {List(model, source.OutputColumns, madeBy: false)}.</para>";
        }

        foreach (var leaf in model.Leaves)
        {
            var columns = leaf.Members.Select(member => (member.Column, member.Type));
            yield return $"<para>Out: the data set {Step(model.Steps[leaf.Step])} has {List(model, columns, madeBy: true)}.</para>";
        }

        foreach (var sink in model.Steps.Where(step => step.Kind == StepKind.Sink))
        {
            yield return $"<para>Out: the sink {Step(sink)} takes {List(model, sink.InputColumns, madeBy: true)}.</para>";
        }
    }

    /// <summary>A reference to the paragraphs of <see cref="Ends"/>, which stand at the result alone.</summary>
    public static string SameEnds(string result) => $"<inheritdoc cref=\"{Cref(result)}\" path=\"/summary/para\"/>";

    private static string List(PipelineModel model, IEnumerable<int> columns, bool madeBy) =>
        List(model, columns.Select(id => (id, model.Columns[id].Type)), madeBy);

    /// <param name="columns">Columns, each with the type that its values have where it is listed.</param>
    private static string List(PipelineModel model, IEnumerable<(int Column, string Type)> columns, bool madeBy)
    {
        var texts = columns.Select(listed =>
            $"<c>{model.Columns[listed.Column].Name}</c> "
                + $"({Escape(ShortType(listed.Type))}{(madeBy ? $", made by {Makers(model, listed.Column)}" : "")})").ToList();
        return texts.Count == 0 ? "no column" : string.Join(", ", texts);
    }

    /// <summary>The text in lines that fit the screen, broken where words end.</summary>
    private static IEnumerable<string> Wrap(string text)
    {
        while (text.Length > LineLength && text.LastIndexOf(' ', LineLength) is var end and > 0)
        {
            yield return text.Substring(0, end);
            text = text.Substring(end + 1);
        }

        yield return text;
    }

    /// <summary>Where a column was made, as a sentence.</summary>
    public static string Made(PipelineModel model, int column)
    {
        var combined = Combined(model, column);
        var makers = Makers(model, column, withClass: true);
        if (combined.Step is { } step)
        {
            return combined.Column!.IsGathered
                ? $"Gathered at {Escape(step.Name)} from what {makers} made."
                : $"Made by {makers}, whose rows meet at {Escape(step.Name)}.";
        }

        return OriginsOf(model).Filter(column) switch
        {
            null => $"Made by {makers}.",
            { Kind: StepKind.Pass } pass => $"Made by {makers}; renamed at {Escape(pass.Name)}.",
            var filter => $"Made by {makers}; not null below {Escape(filter.Name)}.",
        };
    }

    /// <summary>The steps that made a column, with those of the branches where it comes from several.</summary>
    private static string Makers(PipelineModel model, int column, bool withClass = false)
    {
        var names = new List<string>();
        Collect(column);
        return names.Count < 2 ? string.Concat(names) : string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];

        void Collect(int id)
        {
            if (OriginsOf(model).Filter(id) is { } filter)
            {
                Collect(filter.Refinements.First(refinement => refinement.To == id).From);
            }
            else if (Combined(model, id).Column is { } combined)
            {
                foreach (var source in combined.Sources.Where(source => source >= 0).Distinct())
                {
                    Collect(source);
                }
            }
            else
            {
                var name = model.Columns[id].MadeBy;
                var text = withClass && model.Steps.FirstOrDefault(step => step.Name == name) is { } maker ? Step(maker) : Escape(name);
                if (!names.Contains(text))
                {
                    names.Add(text);
                }
            }
        }
    }

    /// <summary>How a column is made at a fan-in; nothing for one that is passed through unchanged.</summary>
    private static (StepModel? Step, CombinedColumnModel? Column) Combined(PipelineModel model, int id) => OriginsOf(model).FanIn(id);

    private static Origins OriginsOf(PipelineModel model) => s_origins.GetValue(model, model => new Origins(model));

    /// <summary>The type as a reader wants it: without namespaces.</summary>
    public static string ShortType(string type)
    {
        var text = new System.Text.StringBuilder();
        var start = 0;
        for (var i = 0; i <= type.Length; i++)
        {
            if (i < type.Length && (char.IsLetterOrDigit(type[i]) || type[i] is '_' or '@' or '.' or ':'))
            {
                continue;
            }

            text.Append(Names.Last(type.Substring(start, i - start).Replace("global::", "")));
            if (i < type.Length)
            {
                text.Append(type[i]);
            }

            start = i + 1;
        }

        return text.ToString();
    }

    /// <summary>
    /// The columns that no step's method makes, with where they are made, in a table, since every comment asks for every column.
    /// </summary>
    private sealed class Origins
    {
        private readonly Dictionary<int, StepModel> _filters = [];
        private readonly Dictionary<int, (StepModel? Step, CombinedColumnModel? Column)> _fanIns = [];

        public Origins(PipelineModel model)
        {
            foreach (var step in model.Steps)
            {
                foreach (var refinement in step.Refinements.Where(refinement => !_filters.ContainsKey(refinement.To)))
                {
                    _filters.Add(refinement.To, step);
                }

                foreach (var column in step.Input.Columns.Where(column => !column.Sources.Contains(column.Column)))
                {
                    if (!_fanIns.ContainsKey(column.Column))
                    {
                        _fanIns.Add(column.Column, (step, column));
                    }
                }
            }
        }

        /// <summary>The filter below which the column is not null, or the pass below which it has its name.</summary>
        public StepModel? Filter(int column) => _filters.TryGetValue(column, out var step) ? step : null;

        public (StepModel? Step, CombinedColumnModel? Column) FanIn(int column) =>
            _fanIns.TryGetValue(column, out var fanIn) ? fanIn : default;
    }
}
