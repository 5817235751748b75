using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>The stage with a fan-in at its head: a join, merge or zip of branches from several stages.</summary>
internal static class FanInEmitter
{
    public static void Emit(StageBody body)
    {
        var context = body.Context;
        var stage = body.Stage;
        var inputs = stage.Inputs.Select(input => context.Outlets[input.Outlet]).ToList();

        // Mark 0 is the row's number; then those numbers of outer forks that the outlets need.
        var levels = new List<KeyModel> { new(KeyKind.Number, 0) };
        levels.AddRange(body.Stage.Outlets
            .SelectMany(outlet => context.Outlets[outlet].Outlet.Keys)
            .Where(key => key.Kind == KeyKind.Fork && !body.CountedForks.Contains(key.Id))
            .Distinct());
        var marks = levels.Select(key => "[" + string.Join(", ", inputs.Select((input, branch) =>
            $"{(key.Kind == KeyKind.Number && stage.Head == HeadKind.Zip && branch > 0 ? -1 : input.Level(key.Kind, key.Id))}")) + "]");
        var aligned = stage.Inputs.Select(input => $"new({input.ForkKey}, {input.RouteKey}, {input.RouteBits}L)");

        var arguments = $", inputs: [{string.Join(", ", aligned)}], watermarks: [{string.Join(", ", marks)}]";
        using (KernelEmitter.Begin(body, "FanInKernel", arguments, levels.IndexOf))
        {
            EmitProcess(body, inputs);
            KernelEmitter.EmitCounts(body);
        }
    }

    private static void EmitProcess(StageBody body, IReadOnlyList<OutletNames> inputs)
    {
        var w = body.Writer;
        var ofFailure = inputs.SelectMany(input =>
            body.CanFail ? input.Outlet.Keys.Where(key => key.IsOfRowId) : []);
        var keys = ofFailure
            .Concat(inputs.SelectMany(input => body.NeededKeys(input.Outlet)))
            .Concat(body.Stage.RepeatsRows && (body.CanFail || body.Needs(KeyKind.Repeat, 0)) ? [KeyModel.Repeat] : [])
            .Distinct()
            .OrderBy(key => key.Kind)
            .ThenBy(key => key.Id)
            .ToList();
        var childDepths = keys
            .Where(key => key.Kind == KeyKind.Child)
            .Select(key => key.Id)
            .Concat(body.Depths)
            .Distinct()
            .OrderBy(depth => depth)
            .ToList();
        body.FailedKeys =
            [.. keys.Where(key => key.IsOfRowId).Select(key => (key, body.KeyLocal(key)))];
        var branches = inputs.Select((input, index) => new Branch(body, input, index)).ToList();

        using var method = KernelEmitter.Method(body, "public override", "Process", ("int", "from"), ("int", "to"));
        if (body.CanFail)
        {
            w.Line("var i = Row = From = from;");
        }
        else
        {
            w.Line("var i = from;");
        }

        foreach (var branch in branches)
        {
            w.Line($"var {branch.Rows} = ({branch.Input.Class}?)Inputs[{branch.Index}];");
            w.Line($"var {branch.Indices} = Rows[{branch.Index}];");
            branch.Arrays = body.DeclareArrays(
                branch.Rows, branch.Input, branch.Input.Outlet.Keys.Where(keys.Contains), ReadColumns(body, branch), canBeMissing: true);
        }

        if (body.CanFail)
        {
            w.Line("long number = 0;");
            if (keys.Contains(KeyModel.Repeat))
            {
                w.Line($"long {body.KeyLocal(KeyModel.Repeat)} = 0;");
            }
        }

        foreach (var depth in body.CanFail ? childDepths : [.. body.Depths.Where(depth => !keys.Contains(new(KeyKind.Child, depth)))])
        {
            w.Line($"long {StageBody.ChildLocal(depth)} = -1;");
        }

        KernelEmitter.EmitBody(body, "to - from", () =>
        {
            using var loop = w.Block("for (; i < to; i++)");
            EmitRow(body, branches, keys);
        });
        w.Line("CountRows(i - from); return i;");
    }

    private static void EmitRow(StageBody body, IReadOnlyList<Branch> branches, IReadOnlyList<KeyModel> keys)
    {
        if (body.CanFail)
        {
            body.Writer.Line("Row = i;");
        }

        var scope = new RowScope();
        if (body.Stage.Head == HeadKind.Merge)
        {
            EmitMerged(body, branches, keys, scope);
        }
        else
        {
            EmitJoined(body, branches, keys, scope);
        }

        new FlowEmitter(body).Emit(scope);
        KernelEmitter.EmitFullOutlets(body);
    }

    /// <summary>The parts of a branch's batch that the stage reads.</summary>
    private static IEnumerable<int> ReadColumns(StageBody body, Branch branch) => Columns(body)
        .Select(column => column.Sources[branch.Index]).Where(source => source >= 0 && branch.Input.Fields.Has(source)).Distinct();

    private static IEnumerable<CombinedColumnModel> Columns(StageBody body) =>
        body.Context.Step(body.Stage.Step).Input.Columns.Where(column => body.Used.Contains(column.Column));

    /// <summary>Prints the case in which one branch gives the row.</summary>
    private static void EmitMerged(StageBody body, IReadOnlyList<Branch> branches, IReadOnlyList<KeyModel> keys, RowScope scope)
    {
        var w = body.Writer;
        var locals = new Dictionary<KeyModel, string>();
        foreach (var key in keys)
        {
            var isOuter = body.CanFail && key.IsOfRowId;
            locals[key] = KeyLocal(body, key);
            scope.Set(key.Kind, key.Id, locals[key]);
            if (!isOuter)
            {
                w.Line($"long {locals[key]};");
            }
        }

        var columns = Columns(body).ToList();
        w.Together(() => columns.ForEach(column =>
        {
            var local = body.ColumnLocal(column.Column);
            scope.Set(column.Column, local);
            w.Line($"{body.Context.LocalType(column.Column)} {local};");
        }));

        using (w.Block("switch (Branches[i])"))
        {
            foreach (var branch in branches)
            {
                w.Line(branch.Index == branches.Count - 1 ? "default:" : $"case {branch.Index}:");
                using (w.Indented())
                {
                    w.Line($"var {branch.Row} = {branch.Indices}[i];");
                    foreach (var key in keys)
                    {
                        w.Line($"{locals[key]} = {(key == KeyModel.Repeat ? Repeat(body, branch, branches.Count) : branch.Key(key))};");
                    }

                    foreach (var column in columns)
                    {
                        var source = column.Sources[branch.Index];
                        w.Line($"{scope.Column(column.Column)} = {(source < 0 ? "default!" : branch.Column(source))};");
                    }

                    w.Line("break;");
                }
            }
        }

        w.Gap();
    }

    /// <summary>Prints the case in which every branch that the row took gives its columns.</summary>
    private static void EmitJoined(StageBody body, IReadOnlyList<Branch> branches, IReadOnlyList<KeyModel> keys, RowScope scope)
    {
        var w = body.Writer;
        foreach (var branch in branches)
        {
            w.Line($"var {branch.Row} = {branch.Indices}[i];");
        }

        foreach (var key in keys)
        {
            var isOuter = body.CanFail && key.IsOfRowId;
            var local = KeyLocal(body, key);
            w.Line($"{(isOuter ? "" : "var ")}{local} = {KeyValue(body, branches, key)};");
            scope.Set(key.Kind, key.Id, local);
        }

        foreach (var column in Columns(body))
        {
            var choices = branches
                .Where(branch => column.Sources[branch.Index] is var source && source >= 0 && branch.Input.Fields.Has(source)
                    && (column.IsGathered || body.Stage.Inputs[branch.Index].Columns.Contains(source)))
                .Select(branch => (
                    Condition: branch.IsExpected ? null : $"{branch.Row} >= 0",
                    Value: branch.Column(column.Sources[branch.Index]),
                    MayLack: column.SkipsNulls && body.Context.Column(column.Sources[branch.Index]).IsNullable))
                .ToList();
            scope.Set(
                column.Column,
                column.IsGathered
                    ? body.Gather(column, choices.ConvertAll(choice => (choice.Condition, choice.Value)))
                    : body.Choose(column.Column, choices));
        }
    }

    private static string Repeat(StageBody body, Branch branch, int branches)
    {
        var incoming = branch.Input.Level(KeyKind.Repeat, 0) >= 0 ? branch.Key(KeyModel.Repeat) : "0";
        return body.Stage.RepeatsRows
            ? RowIdCode.Repeat(incoming, branch.Index.ToString(System.Globalization.CultureInfo.InvariantCulture), branches)
            : incoming;
    }

    private static string KeyLocal(StageBody body, KeyModel key) =>
        key.IsOfRowId ? body.KeyLocal(key) : body.Locals.Take(body.KeyLocal(key));

    /// <summary>A key from the first branch that the row took.</summary>
    private static string KeyValue(StageBody body, IReadOnlyList<Branch> branches, KeyModel key)
    {
        var withKey = branches.Where(branch => branch.Input.Level(key.Kind, key.Id) >= 0).ToList();
        if (body.Stage.Head == HeadKind.Zip)
        {
            return withKey[0].Key(key);
        }

        var text = "";
        foreach (var branch in withKey)
        {
            if (branch.IsExpected || branch == withKey[withKey.Count - 1])
            {
                return text + branch.Key(key);
            }

            text += $"{branch.Row} >= 0 ? {branch.Key(key)} : ";
        }

        return text + "-1";
    }

    private sealed class Branch(StageBody body, OutletNames input, int index)
    {
        private readonly string _word = Names.Camel(body.Context.Step(input.Outlet.Step).Name);

        public OutletNames Input { get; } = input;

        public int Index { get; } = index;

        /// <summary>The current batch.</summary>
        public string Rows { get; } = body.Locals.Take(Names.Camel(body.Context.Step(input.Outlet.Step).Name) + "Rows");

        /// <summary>The row's index in the batch, for each match.</summary>
        public string Indices => _indices ??= body.Locals.Take(_word + "Indices");

        /// <summary>The index of the current match.</summary>
        public string Row => _row ??= body.Locals.Take(_word + "Row");

        /// <summary>Whether every matched row comes by this branch.</summary>
        public bool IsExpected => body.Stage.Head != HeadKind.Join || body.Stage.Inputs[Index].RouteKey < 0;

        private string? _indices;
        private string? _row;

        /// <summary>The columns and keys of the current batch.</summary>
        public BatchArrays Arrays { get; set; } = new();

        public string Column(int id) => $"{Arrays.Columns[id]}[{Row}]";

        public string Key(KeyModel key) => Arrays.Keys.TryGetValue(key, out var keys) ? $"{keys}[{Row}]" : "-1";
    }
}
