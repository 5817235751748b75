using Distil.Generators.Emission.Code;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Loops;

/// <summary>
/// The method that does what is still to be done for a row that a step of the loop failed on. It is the body once more, for one row, with
/// the steps that may fail, and without what was done before: the place of the step that failed says what that is. So the loop itself need
/// not ask whether a row has come so far.
/// </summary>
internal sealed class RowFinish
{
    private const string Name = "FinishRow";

    private readonly IReadOnlyList<int> _places;
    private readonly List<Parameter> _parameters = [];
    private string _text = "";

    private RowFinish(IReadOnlyList<int> places) => _places = places;

    /// <summary>The place of the step that was printed last. If a step behind that place failed, what follows here was done.</summary>
    public int Done { get; set; } = -1;

    /// <summary>Whether the code at hand is done as a whole or not at all, since the method is called for no step in it.</summary>
    public bool IsWhole { get; private set; }

    private int First => _places[0];

    private int Last => _places[_places.Count - 1];

    /// <summary>Prints the method that finishes a row.</summary>
    /// <param name="row">The row as the loop begins with it.</param>
    public static RowFinish Create(StageBody body, RowScope row)
    {
        var finish = new RowFinish(body.FinishedPlaces);
        body.InOtherMethod(() =>
        {
            var scope = new RowScope();
            foreach (var key in body.FailedKeys.Select(key => key.Key).Concat(row.Keys.Keys).Distinct())
            {
                var name = body.KeyLocal(key);
                name = key.IsOfRowId ? name : body.Locals.Take(name);
                scope.Set(key.Kind, key.Id, name);
                finish.Add("long", name, at => Failed(body, key) ?? at.KeyOrNull(key));
            }

            foreach (var column in row.Columns.Keys)
            {
                scope.Set(column, finish.Column(body, column));
            }

            finish._text = PlaceBlocks.Merge(body.Writer.Capture(() => new FlowEmitter(body, finish).Print(scope)));
        });
        return finish;
    }

    /// <summary>A column that has been made before the method is called, as its parameter.</summary>
    public string Column(StageBody body, int column)
    {
        var name = body.ColumnLocal(column);
        Add(body.Context.LocalType(column), name, at => at.ColumnOrNull(column));
        return name;
    }

    /// <summary>Adds a local of the loop as a parameter.</summary>
    /// <param name="find">How the loop reads it, at a point of it.</param>
    public void Add(string type, string name, Func<RowScope, string?> find) => _parameters.Add(new(type, name, find));

    /// <summary>Whether a row that the method is called for has certainly passed the step.</summary>
    public bool IsPassed(int place) => !IsWhole && place < First;

    /// <summary>Whether a row that the method is called for may have passed the step.</summary>
    public bool MayBePassed(int place) => !IsWhole && place < Last;

    /// <summary>The condition under which a row has passed a step; null: it has not.</summary>
    public string? Passed(int place) => IsWhole || place > Last ? null : $"place > {place}";

    /// <summary>Whether the method may be called because of the step.</summary>
    public bool IsCause(int place) => !IsWhole && _places.Contains(place);

    /// <summary>
    /// The condition under which what is done at a place is still to be done: null, it always is; empty, it never is.
    /// </summary>
    public string? Undone(int place) =>
        IsWhole || place > Last ? null : place <= First ? "" : $"place < {place}";

    /// <summary>Prints code under a condition: null means always, the empty text never.</summary>
    public static void Print(IndentedWriter w, string? condition, Action print)
    {
        if (condition is null)
        {
            print();
        }
        else if (condition.Length == 0)
        {
            // What it declares must be known all the same.
            w.Capture(print);
        }
        else
        {
            using var block = w.Block($"if ({condition})");
            print();
        }
    }

    /// <summary>Prints code that is either done as a whole or not at all.</summary>
    public void Whole(Action print)
    {
        var wasWhole = IsWhole;
        IsWhole = true;
        print();
        IsWhole = wasWhole;
    }

    /// <summary>The call of the method, for a step that has failed.</summary>
    public string Call(int place, RowScope scope)
    {
        var given = ReadParameters().Select(parameter => (parameter.Name, Value: parameter.Find(scope)))
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $", {parameter.Name}: {parameter.Value}");
        return $"{Name}({place}{string.Concat(given)});";
    }

    /// <summary>Prints the method.</summary>
    public void Emit(StageBody body)
    {
        var w = body.Writer;
        var parameters = ReadParameters()
            .Select(parameter => $"{parameter.Type} {parameter.Name} = default!")
            .Prepend("int place")
            .ToList();
        w.Gap();
        w.Line("// What is still to be done for a row that a step failed on, by the place of that step.");
        w.Line($"private void {Name}(");
        using (w.Indented())
        {
            for (var index = 0; index < parameters.Count; index++)
            {
                w.Line(parameters[index] + (index == parameters.Count - 1 ? ")" : ","));
            }
        }

        using var method = w.Braces();
        foreach (var depth in body.Depths.Select(StageBody.ChildLocal).Where(IsRead))
        {
            w.Line($"long {depth} = -1;");
        }

        foreach (var outlet in body.Stage.Outlets.Where(outlet => IsRead(body.OutletLocals[outlet])))
        {
            w.Line($"var {body.OutletLocals[outlet]} = {body.OutletFields[outlet]}.Batch;");
        }

        w.Line(_text);
    }

    private static string? Failed(StageBody body, KeyModel key)
    {
        var value = body.FailedKeys.FirstOrDefault(failed => failed.Key.Equals(key)).Value;
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private IEnumerable<Parameter> ReadParameters() => _parameters.Where(parameter => IsRead(parameter.Name));

    /// <summary>Whether the method reads a local. Others are not passed, since the loop would have to store them for each row.</summary>
    private bool IsRead(string name)
    {
        for (var at = _text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = _text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsPartOfName(_text[at - 1])) && (end == _text.Length || !IsPartOfName(_text[end])))
            {
                return true;
            }
        }

        return false;

        static bool IsPartOfName(char one) => char.IsLetterOrDigit(one) || one is '_' or '@';
    }

    private sealed record Parameter(string Type, string Name, Func<RowScope, string?> Find);
}
