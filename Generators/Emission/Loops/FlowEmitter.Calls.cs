using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <content>The calls of steps, and what is taken out of their results.</content>
internal sealed partial class FlowEmitter
{
    private string Call(StepModel step, RowScope scope) => CallEmitter.Call(
        step,
        body.StepLocals[step.Index],
        scope.Column,
        step.EndsAtStop ? "Run.SourceToken" : "Run.Token",
        $"Run.Context({step.Index}, {Id(step, scope)})");

    private string Id(StepModel step, RowScope scope) =>
        step.TakesContext ? body.RowId(scope) : "";

    /// <summary>Calls a step, and keeps its answer in a local.</summary>
    /// <param name="check">Prints what holds the answer to what the step promised, if anything.</param>
    private string Called(StepModel step, string type, string name, RowScope scope, Func<string, string?>? check = null)
    {
        var local = body.Locals.Take(name);
        var call = $"{local} = {Call(step, scope)};";
        _w.Line($"{type} {local};");
        Guard(step, scope, check?.Invoke(local) is { } statement ? [call, statement] : [call]);
        return local;
    }

    /// <summary>
    /// Prints a call so that what it throws is reported with its step and row. A handler of its own for each call costs a row
    /// nothing: no local need say which step it is at, and where the call cannot throw the handler is compiled away.
    /// </summary>
    private void Guard(StepModel step, RowScope scope, IReadOnlyList<string> statements)
    {
        if (statements.Count == 1)
        {
            _w.Line($"try {{ {statements[0]} }}");
        }
        else
        {
            using var block = _w.Block("try");
            foreach (var statement in statements)
            {
                _w.Line(statement);
            }
        }

        Catch(step, scope);
    }

    private void Catch(StepModel step, RowScope scope)
    {
        var failed = step.EndsAtStop ? "FailedExpansion" : "Failed";
        _w.Line($"catch ({CSharpTypes.Exception} exception) {{ throw {failed}({step.Index}, {body.FailedRowId(scope)}, exception); }}");
    }

    /// <summary>Takes the columns that are used out of an answer that is at hand.</summary>
    private void Unpack(StepModel step, string answer, RowScope scope)
    {
        var used = Used(step).ToList();
        if (used.Count == 0)
        {
            return;
        }

        var value = IsItself(step, used[0]) ? answer : body.Checked(step, answer);
        if (used.Count > 1 && (value != answer || step.Kind != StepKind.Expand))
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

    /// <summary>Calls a step, and takes the columns that are used out of its answer.</summary>
    private void UnpackCall(StepModel step, RowScope scope)
    {
        var call = Call(step, scope);
        var used = Used(step).ToList();
        if (used.Count == 0)
        {
            Guard(step, scope, [$"{call};"]);
            return;
        }

        var statements = new List<string>();
        if (!IsItself(step, used[0]))
        {
            var local = body.Locals.Take(Names.Camel(step.Name));
            statements.Add($"var {local} = {body.Checked(step, call)};");
            call = local;
        }

        foreach (var member in used)
        {
            var local = body.ColumnLocal(member.Column);
            _w.Line($"{_context.Column(member.Column).Type} {local};");
            statements.Add($"{local} = {body.CheckedColumn(step, member, call + member.Accessor)};");
            scope.Set(member.Column, local);
        }

        Guard(step, scope, statements);
    }

    /// <summary>Whether the answer is the column itself.</summary>
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
