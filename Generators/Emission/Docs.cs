using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>Documentation comments.</summary>
internal static class Docs
{
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>A type's name in a <c>cref</c>: of <c>Enrich&lt;T&gt;</c> it is <c>Enrich{T}</c>.</summary>
    public static string Cref(string type) => type.Replace('<', '{').Replace('>', '}');

    /// <summary>Writes a summary of one or several lines; the lines are XML.</summary>
    public static void Summary(this IndentedWriter writer, params string[] lines) => writer.Element("summary", lines);

    public static void Element(this IndentedWriter writer, string name, params string[] lines)
    {
        if (lines.Length == 1 && lines[0].Length < 110)
        {
            writer.Line($"/// <{name}>{lines[0]}</{name}>");
            return;
        }

        writer.Line($"/// <{name}>");
        foreach (var line in lines)
        {
            writer.Line(line.Length == 0 ? "///" : "/// " + line);
        }

        writer.Line($"/// </{name}>");
    }

    /// <summary>What comes into a step and what it makes of it, line by line.</summary>
    public static IEnumerable<string> Columns(PipelineModel model, StepModel step)
    {
        var made = step.Output.Members.Select(member => member.Column).ToList();
        var into = step.Arguments
            .SelectMany(argument => argument.Kind == ArgumentKind.Row ? argument.Members.Select(member => member.Column) : [argument.Column])
            .Where(column => column >= 0)
            .Distinct()
            .ToList();

        if (into.Count > 0)
        {
            yield return "In: " + List(model, into, madeBy: true);
        }

        if (made.Count > 0)
        {
            yield return "Out: " + List(model, made, madeBy: false);
        }
    }

    private static string List(PipelineModel model, IEnumerable<int> columns, bool madeBy) =>
        string.Join(", ", columns.Select(id => model.Columns[id]).Select(column =>
            $"<c>{column.Name}</c> ({Escape(ShortType(column.Type))}{(madeBy ? $", made by {Makers(model, column.Id)}" : "")})")) + ".";

    /// <summary>Where a column was made, as a sentence.</summary>
    public static string Made(PipelineModel model, int column)
    {
        var combined = Combined(model, column);
        var makers = Makers(model, column);
        if (combined.Step is { } step)
        {
            return combined.Column!.IsGathered
                ? $"Gathered at {Escape(step.Name)} from what {makers} made."
                : $"Made by {makers}, whose rows meet at {Escape(step.Name)}.";
        }

        var filter = model.Steps.FirstOrDefault(candidate => candidate.Refinements.Any(refinement => refinement.To == column));
        return filter is null ? $"Made by {makers}." : $"Made by {makers}; not null below {Escape(filter.Name)}.";
    }

    /// <summary>The steps that made a column, with those of the branches where it comes from several.</summary>
    private static string Makers(PipelineModel model, int column)
    {
        var names = new List<string>();
        Collect(column);
        return names.Count < 2 ? names[0] : string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];

        void Collect(int id)
        {
            var refined = model.Steps.SelectMany(step => step.Refinements).FirstOrDefault(refinement => refinement.To == id);
            if (refined is not null)
            {
                Collect(refined.From);
            }
            else if (Combined(model, id).Column is { } combined)
            {
                foreach (var source in combined.Sources.Where(source => source >= 0).Distinct())
                {
                    Collect(source);
                }
            }
            else if (Escape(model.Columns[id].MadeBy) is var name && !names.Contains(name))
            {
                names.Add(name);
            }
        }
    }

    /// <summary>How a column came to be where branches meet; nothing for one that passes unchanged.</summary>
    private static (StepModel? Step, CombinedColumnModel? Column) Combined(PipelineModel model, int id)
    {
        foreach (var step in model.Steps)
        {
            if (step.Input.Columns.FirstOrDefault(column => column.Column == id && !column.Sources.Contains(id)) is { } column)
            {
                return (step, column);
            }
        }

        return (null, null);
    }

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
}
