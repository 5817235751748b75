using Distil.Generators.Emission.Code;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <content>What differs where the body is printed once more, for a row that a step failed on (<see cref="RowFinish"/>).</content>
internal sealed partial class FlowEmitter
{
    /// <summary>
    /// What becomes of a row that a step fails on. In the method of <see cref="RowFinish"/>, every step that may drop the row notes that it
    /// goes no further.
    /// </summary>
    private DropKind Drops(FlowModel flow) => finish is null || flow.Drops == DropKind.Never ? flow.Drops : DropKind.GoesOn;

    private void CountIn(FlowModel flow, StepCounters counters)
    {
        if (finish is null)
        {
            if (counters.OwnsIn)
            {
                _w.Line($"{counters.In!.Field}++;");
            }

            return;
        }

        finish.Done = Math.Max(finish.Done, body.Place(flow.Step));
        Undone(body.Place(flow.Step), () => _w.Line($"Count({flow.Step}, 1, 0);"));
    }

    private void CountOut(FlowModel flow, StepCounters counters)
    {
        if (finish is not null)
        {
            UndoneBehind(() => _w.Line($"Count({flow.Step}, 0, 1);"));
        }
        else if (counters.Out != counters.In && !counters.Out.IsHead)
        {
            _w.Line($"{counters.Out.Field}++;");
        }
    }

    /// <summary>Prints the head of the stage in the method of <see cref="RowFinish"/>: its results are at hand already.</summary>
    private void PassHead(FlowModel flow, StepModel step, StepCounters counters, RowScope scope)
    {
        foreach (var member in Used(step))
        {
            scope.Set(member.Column, finish!.Column(body, member.Column));
        }

        Refine(step, scope);
        if (step.Kind != StepKind.Router)
        {
            Leave(flow, counters, scope);
            return;
        }

        var route = body.Locals.Take(Names.Camel(step.Name));
        finish!.Add(step.RouteType!.Type, route, at => at.LocalOrNull(RouteOf(step)));
        DeclareBits(step, route, scope);
        Leave(flow, counters, scope, route);
    }

    /// <summary>
    /// Declares a local that a step's call assigns. In the method of <see cref="RowFinish"/> it is a parameter if the call may have been
    /// made before.
    /// </summary>
    /// <param name="find">How the loop reads it.</param>
    private void DeclareLocal(StepModel step, string type, string local, string initial, Func<RowScope, string?> find)
    {
        if (finish?.MayBePassed(body.Place(step.Index)) == true)
        {
            finish.Add(type, local, find);
        }
        else
        {
            _w.Line($"{type} {local}{(finish is null ? initial : " = default!")};");
        }
    }

    /// <summary>
    /// Prints what is done at a step; in the method of <see cref="RowFinish"/>, under the condition that it has not been done.
    /// </summary>
    private void Undone(int place, Action print) => RowFinish.Print(_w, finish?.Undone(place), print);

    /// <summary>
    /// Prints what is done after the step that was printed last; in the method of <see cref="RowFinish"/>, under the condition that it has
    /// not been done.
    /// </summary>
    private void UndoneBehind(Action print) => RowFinish.Print(_w, finish?.Undone(finish.Done + 1), print);

    /// <summary>Prints code that is either done as a whole or not at all.</summary>
    private void Whole(Action print)
    {
        if (finish is null)
        {
            print();
        }
        else
        {
            finish.Whole(print);
        }
    }

    private void GuardAt(StepModel step, RowScope scope, IReadOnlyList<string> statements) =>
        Undone(body.Place(step.Index), () => Guard(step, scope, statements));

    /// <summary>Prints a block; in the method of <see cref="RowFinish"/>, nothing if the block is empty.</summary>
    private void BlockOf(string header, Action print)
    {
        var text = finish is null ? null : _w.Capture(print);
        if (text == "")
        {
            return;
        }

        using var block = _w.Block(header);
        if (text is null)
        {
            print();
        }
        else
        {
            _w.Line(text);
        }
    }
}
