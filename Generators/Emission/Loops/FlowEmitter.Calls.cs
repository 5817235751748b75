using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <content>Calls of steps, and what becomes of a row that a step fails on.</content>
internal sealed partial class FlowEmitter
{
    private readonly Dictionary<int, string> _goesOn = [];

    /// <summary>Declares the rows that are made at a step that may fail on its row, and gives the statements that make them.</summary>
    private List<string> Builds(FlowModel flow, StepModel step, bool isBefore, RowScope scope)
    {
        var statements = new List<string>();
        foreach (var build in body.BuildsOf(step.Index).Where(build => build.IsBefore == isBefore))
        {
            var local = body.ColumnLocal(build.Column);
            DeclareLocal(step, build.Type, local, Initial(flow), at => at.ColumnOrNull(build.Column));
            statements.Add($"{local} = {CallEmitter.NewRow(build.Type, build.Members, scope.Column)};");
            scope.Set(build.Column, local);
        }

        return statements;
    }

    /// <summary>The first value of a local that a call assigns, where the loop goes on if it fails.</summary>
    private string Initial(FlowModel flow) => Drops(flow) == DropKind.GoesOn ? " = default!" : "";

    /// <summary>Declares what says whether a row goes on from a step that may fail on it while something else is to be done.</summary>
    private void DeclareGoesOn(FlowModel flow, StepModel step)
    {
        var place = body.Place(step.Index);
        if (Drops(flow) == DropKind.GoesOn && finish?.IsPassed(place) != true)
        {
            _goesOn[step.Index] = body.Locals.Take(Names.Camel(step.Name) + "GoesOn");
            _w.Line($"var {_goesOn[step.Index]} = {(finish?.IsCause(place) == true ? $"place != {place}" : "true")};");
        }
    }

    /// <summary>The local that says whether a row goes on; where the step has been passed by all, nobody asks.</summary>
    private string GoesOnLocal(StepModel step) => _goesOn.TryGetValue(step.Index, out var local) ? local : "_";

    /// <summary>A block for the rows that go on; none where all do that come there.</summary>
    private IDisposable? GoesOn(FlowModel flow) => _goesOn.TryGetValue(flow.Step, out var local) ? _w.Block($"if ({local})") : null;

    private string Call(StepModel step, RowScope scope) => CallEmitter.Call(
        step,
        StepObject(step),
        scope.Column,
        step.EndsAtStop ? "Run.SourceToken" : "Run.Token",
        $"Run.Context({step.Index}, {Id(step, scope)})");

    private string StepObject(StepModel step) => (finish is null ? body.StepLocals : body.StepFields)[step.Index];

    private string Id(StepModel step, RowScope scope) =>
        step.TakesContext ? body.RowId(scope) : "";

    /// <summary>Calls a step, and keeps its result in a local.</summary>
    /// <param name="builds">Statements before the call.</param>
    /// <param name="check">Prints what holds the result to what the step promised, if anything.</param>
    private string Called(
        FlowModel flow,
        StepModel step,
        string type,
        string name,
        IReadOnlyList<string> builds,
        RowScope scope,
        Func<string, string?>? check = null)
    {
        var local = body.Locals.Take(name);
        var call = $"{local} = {Call(step, scope)};";
        if (step.Kind != StepKind.Filter)
        {
            DeclareLocal(step, type, local, Initial(flow), at => at.LocalOrNull(RouteOf(step)));
            DeclareGoesOn(flow, step);
        }
        else if (finish?.Passed(body.Place(step.Index)) is { } passed)
        {
            _w.Line($"var {local} = {passed};");
        }
        else
        {
            _w.Line($"{type} {local}{Initial(flow)};");
        }

        string[] checks = check?.Invoke(local) is { } statement ? [statement] : [];
        Undone(
            body.Place(step.Index),
            () => Guard(flow, step, scope, [.. builds, call, .. checks], [], step.Kind == StepKind.Filter ? local : null));
        return local;
    }

    /// <summary>
    /// Prints a call so that what it throws is told with its step and row. A handler of its own for each call costs a row
    /// nothing: no local need say which step it is at, and where the call cannot throw the handler is compiled away.
    /// </summary>
    private void Guard(StepModel step, RowScope scope, IReadOnlyList<string> statements)
    {
        Try(statements);
        Catch(step, scope);
    }

    /// <summary>Prints statements in a <c>try</c> whose handler does what the step's policy says.</summary>
    /// <param name="assigned">The locals that the statements assign.</param>
    /// <param name="goesOn">The local that says whether the row goes on; null: that of the step.</param>
    private void Guard(
        FlowModel flow,
        StepModel step,
        RowScope scope,
        IReadOnlyList<string> statements,
        IReadOnlyList<string> assigned,
        string? goesOn = null)
    {
        var drops = Drops(flow);
        var isNulled = drops == DropKind.Never && step is { Kind: StepKind.Step, Settings.OnError: ErrorPolicy.Null };
        if (drops == DropKind.Never && !isNulled)
        {
            Guard(step, scope, statements);
            return;
        }

        Try(statements);
        var failed = $"{step.Index}, {FailedId(scope)}, exception, {InputsOf(step, scope)}";
        var handler = drops switch
        {
            DropKind.GoesOn when finish is not null => $"{goesOn ?? GoesOnLocal(step)} = LostAside({failed});",
            DropKind.Finishes => $"Drop({failed}); {body.Finish!.Call(body.Place(step.Index), scope)} "
                + (body.HandlesOneRow ? "return;" : "return Row + 1;"),
            DropKind.Returns when body.HandlesOneRow => $"{PassForks(scope)}Drop({failed}); return;",
            DropKind.Returns => $"{PassForks(scope)}return Drop({failed});",
            DropKind.GoesOn => $"{goesOn ?? _goesOn[step.Index]} = Lost({failed}, {Come(step)});",
            _ => (finish is null ? $"Nulled({failed}, {Come(step)});" : $"LostAside({failed});")
                + string.Concat(assigned.Select(local => $" {local} = default;")),
        };
        _w.Line($"catch ({CSharpTypes.Exception} exception) {{ {handler} }}");
    }

    /// <summary>Statements that count the row at the forks that it has come to, before the loop is left.</summary>
    private string PassForks(RowScope scope) => string.Concat(body.CountedForks
        .Select((fork, index) => (Number: scope.KeyOrNull(new(KeyKind.Fork, fork)), Index: index))
        .Where(fork => fork.Number is not null)
        .Select(fork => $"Forks[{fork.Index}] = {fork.Number} + 1; "));

    /// <summary>Prints an expand that collects all children before the first goes on, since one that fails gives none.</summary>
    private void CollectedChildren(FlowModel flow, StepModel step, IReadOnlyList<string> builds, StepCounters counters, RowScope scope)
    {
        var all = body.Locals.Take(Names.Camel(step.Name) + "Children");
        var next = body.Locals.Take(Names.Camel(step.Name) + "Next");
        var child = body.Locals.Take(Names.Camel(step.Name) + "Child");
        var names = $"{Names.Literal(step.Name)}, {Names.Literal(step.Method!.Name)}";
        var call = $"{all} = AllChildren({Call(step, scope)}, {body.ChildFields[step.Index]}, {names});";
        _w.Line($"global::System.ReadOnlySpan<{step.Method.ResultType}> {all} = default;");
        var check = string.Join(" ", Promises(step, child));
        var header = $"for (var {next} = 0; {next} < {all}.Length; {next}++)";
        string[] checks = check.Length == 0 ? [] : [$"{header} {{ var {child} = {all}[{next}]; {check} }}"];
        DeclareGoesOn(flow, step);
        Guard(flow, step, scope, [.. builds, call, .. checks], [all]);
        using (GoesOn(flow))
        {
            using var loop = _w.Block(header);
            SendWithinRow(() => Catch(step, scope));
            _w.Line($"var {child} = {all}[{next}];");
            Child(flow, step, child, counters, scope);
        }
    }

    /// <summary>Statements that check a child against what the step's types promise.</summary>
    private IEnumerable<string> Promises(StepModel step, string child) =>
        Used(step).Select(member => (Given: child + member.Accessor, Checked: body.CheckedColumn(step, member, child + member.Accessor)))
            .Where(member => member.Checked != member.Given)
            .Select(member => member.Checked)
            .Prepend(body.Checked(step, child))
            .Where(value => value != child)
            .Select(value => $"_ = {value};");

    private void Try(IReadOnlyList<string> statements)
    {
        if (statements.Count == 1)
        {
            _w.Line($"try {{ {statements[0]} }}");
            return;
        }

        using var block = _w.Block("try");
        foreach (var statement in statements)
        {
            _w.Line(statement);
        }
    }

    /// <summary>The expression that writes what a step was given to <c>errors.jsonl</c>.</summary>
    private string InputsOf(StepModel step, RowScope scope)
    {
        var columns = _context.GivenColumns(step).Where(scope.Has).ToList();
        var added = columns.Select(column => $".Add({Names.Literal(_context.Column(column).Name)}, {scope.Column(column)})");
        var isKept = finish is null ? body.IsKept : "KeepsInputs";
        return columns.Count == 0 ? "null" : $"{isKept} ? BeginInputs(){string.Concat(added)} : null";
    }

    /// <summary>The expression of the number of rows that have come to a step and are not counted yet.</summary>
    private string Come(StepModel step)
    {
        return Of(body.Counters.Of(step.Index).In!);

        static string Of(RowCounter counter) =>
            counter.Parts.Count > 0 ? string.Join(" + ", counter.Parts.Select(part => Of(part.Rows)))
            : counter.Field.Length > 0 ? counter.Field
            : "Row - From + 1";
    }

    private void Catch(StepModel step, RowScope scope)
    {
        var failed = (step.EndsAtStop ? "FailedExpansion" : "Failed") + (finish is null ? "" : "Aside");
        _w.Line($"catch ({CSharpTypes.Exception} exception) {{ throw {failed}({step.Index}, {FailedId(scope)}, exception); }}");
    }

    private string FailedId(RowScope scope) => finish is null ? body.FailedRowId(scope) : body.RowId(scope);

    /// <summary>Calls a step and takes the columns that are used out of its result.</summary>
    private void UnpackCall(FlowModel flow, StepModel step, IReadOnlyList<string> builds, RowScope scope)
    {
        var used = Used(step).ToList();
        var statements = new List<string>(builds);
        var locals = new List<string>();
        var result = Call(step, scope);
        if (used.Count == 0)
        {
            statements.Add($"{result};");
        }
        else if (IsItself(step, used[0]))
        {
            Take(used[0], result);
        }
        else if (IsTaken(step, used))
        {
            _w.Together(() => used.ForEach(Declare));

            var all = step.Output.Members.Select(member => used.IndexOf(member) is var index and >= 0 ? locals[index] : "_");
            statements.Add($"({string.Join(", ", all)}) = {result};");
        }
        else
        {
            var local = body.Locals.Take(Names.Camel(step.Name));
            statements.Add($"var {local} = {body.Checked(step, result)};");
            _w.Together(() => used.ForEach(member => Take(member, local + member.Accessor)));
        }

        DeclareGoesOn(flow, step);
        if (statements.Count > 0)
        {
            Undone(body.Place(step.Index), () => Guard(flow, step, scope, statements, locals));
        }

        for (var member = 0; member < used.Count; member++)
        {
            scope.Set(used[member].Column, locals[member]);
        }

        void Take(OutputMemberModel member, string value)
        {
            Declare(member);
            statements.Add($"{locals[locals.Count - 1]} = {body.CheckedColumn(step, member, value)};");
        }

        void Declare(OutputMemberModel member)
        {
            var local = body.ColumnLocal(member.Column);
            DeclareLocal(step, _context.Column(member.Column).Type, local, Initial(flow), at => at.ColumnOrNull(member.Column));
            locals.Add(local);
        }
    }

    /// <summary>Whether the result is a tuple whose items are the columns, none of which is checked.</summary>
    private bool IsTaken(StepModel step, IReadOnlyList<OutputMemberModel> used) =>
        step.Method?.ResultType is { } type
        && CSharpTypes.IsTuple(type)
        && step.Output.Members.Count is > 1 and < 8
        && step.Output.Members.Count == CSharpTypes.Items(type)
        && step.Output.Members.Select(member => member.Accessor).SequenceEqual(
            Enumerable.Range(1, step.Output.Members.Count).Select(item => $".Item{item}"), StringComparer.Ordinal)
        && used.All(member => !_context.Column(member.Column).MustHaveValue);

    /// <summary>Takes the columns that are used out of a result.</summary>
    private void Unpack(StepModel step, string result, RowScope scope)
    {
        var used = Used(step).ToList();
        if (used.Count == 0)
        {
            return;
        }

        var value = IsItself(step, used[0]) ? result : body.Checked(step, result);
        if (used.Count > 1 && (value != result || step.Kind != StepKind.Expand))
        {
            var local = body.Locals.Take(Names.Camel(step.Name));
            _w.Line($"var {local} = {value};");
            value = local;
        }

        foreach (var member in used)
        {
            Declare(member.Column, body.CheckedColumn(step, member, value + member.Accessor), scope);
        }
    }

    /// <summary>Whether the result is the column itself.</summary>
    private static bool IsItself(StepModel step, OutputMemberModel member) =>
        member.Accessor.Length == 0 && step.Output.Members.Count == 1;

    private void Declare(int id, string value, RowScope scope) => scope.Set(id, body.DeclareColumn(id, value));

    private IEnumerable<OutputMemberModel> Used(StepModel step) => step.Output.Members.Where(member => body.Used.Contains(member.Column));

    private void Refine(StepModel step, RowScope scope)
    {
        foreach (var refinement in step.Refinements.Where(refinement => scope.Has(refinement.From)))
        {
            scope.Set(refinement.To, body.Refined(refinement, scope.Column(refinement.From)));
        }
    }
}
