using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <summary>
/// Joins and merges whose branches all lie in one loop: locals before the branches begin, filled where a branch ends, and the
/// combined row after all of them.
/// </summary>
internal sealed class FusedFanInEmitter(StageBody body, RowFinish? finish)
{
    private readonly Dictionary<int, FanIn> _fanIns = [];
    private readonly EmissionContext _context = body.Context;
    private readonly IndentedWriter _w = body.Context.Writer;

    /// <summary>Declares the locals that the branches assign, at the fork.</summary>
    /// <param name="isCertain">A join to which every row comes by every branch: nothing need say which have arrived.</param>
    public void Declare(FanInModel model, RowScope scope, bool isCertain)
    {
        var step = _context.Step(model.Step);
        var fanIn = new FanIn(
            model, step.Input.Branches.Count, [.. step.Input.Columns.Where(column => model.Columns.Contains(column.Column))]);
        fanIn.Scope = scope;
        _fanIns.Add(model.Id, fanIn);
        var word = Names.Camel(step.Name);
        var branches = step.Input.Branches;

        fanIn.IsCertain = isCertain;
        if (finish is null)
        {
            _w.Gap();
            _w.Line($"// {step.Name}: {string.Join(", ", branches.Select(branch => _context.Step(branch.Step).Name))} meet below.");
        }

        if (model.IsExclusive)
        {
            DeclareArrived(fanIn, word + "Taken");
        }
        else if (!isCertain || finish is not null)
        {
            foreach (var branch in branches)
            {
                DeclareArrived(fanIn, word + "Has" + Names.Capitalize(_context.Step(branch.Step).Name));
            }
        }

        foreach (var column in fanIn.Columns)
        {
            if (model.IsExclusive)
            {
                DeclareShared(fanIn, column, scope);
            }
            else
            {
                DeclareOfBranches(fanIn, column, scope);
            }
        }
    }

    /// <summary>
    /// Declares what says that a branch has arrived. Aside, where every row arrives by every branch, no local of the loop says so: there
    /// the way to the point where it arrives does.
    /// </summary>
    private void DeclareArrived(FanIn fanIn, string word)
    {
        var local = body.Locals.Take(word);
        var what = $"arrived {fanIn.Model.Id} {fanIn.Arrived.Count}";
        fanIn.Arrived.Add(local);
        if (fanIn.IsCertain)
        {
            _w.Line($"var {local} = false;");
        }
        else
        {
            DeclareLocal(fanIn, "bool", local, "false", what);
        }
    }

    /// <summary>
    /// Declares a local that is assigned where a branch arrives. In the method of <see cref="RowFinish"/> it is a parameter if a branch may
    /// have arrived before.
    /// </summary>
    private void DeclareLocal(FanIn fanIn, string type, string local, string initial, string what)
    {
        if (finish?.MayBePassed(finish.Done) == true)
        {
            finish.Add(type, local, at => at.LocalOrNull(what));
            return;
        }

        _w.Line($"{(type == "bool" && finish is null ? "var" : type)} {local} = {initial};");
        fanIn.Scope.Set(what, local);
    }

    /// <summary>Declares the local of a column where at most one branch is taken: all branches assign it.</summary>
    private void DeclareShared(FanIn fanIn, CombinedColumnModel column, RowScope scope)
    {
        var source = column.Sources[0];
        if (scope.Has(source) && column.Sources.All(other => other == source))
        {
            return;
        }

        var local = body.ColumnLocal(column.Column);
        DeclareLocal(fanIn, _context.LocalType(column.Column), local, "default!", $"shared {fanIn.Model.Id} {column.Column}");
        for (var branch = 0; branch < column.Sources.Count; branch++)
        {
            if (column.Sources[branch] >= 0)
            {
                fanIn.Locals[(column.Column, branch)] = local;
            }
        }
    }

    /// <summary>A local for each branch that can give the column; what was made before the branches part needs none.</summary>
    private void DeclareOfBranches(FanIn fanIn, CombinedColumnModel column, RowScope scope)
    {
        var step = _context.Step(fanIn.Model.Step);
        var type = column.IsGathered ? column.ElementType! : _context.LocalType(column.Column);
        for (var branch = 0; branch < column.Sources.Count; branch++)
        {
            var source = column.Sources[branch];
            if (IsNeeded(fanIn.Model, column, branch) && !scope.Has(source) && !(fanIn.IsCertain && finish is null))
            {
                var local = body.Locals.Take(
                    $"{Names.Camel(step.Name)}_{_context.Column(source).Name}_{_context.Step(step.Input.Branches[branch].Step).Name}");
                DeclareLocal(fanIn, type, local, "default!", BranchOf(fanIn, column, branch));
                fanIn.Locals[(column.Column, branch)] = local;
            }
        }
    }

    private static string BranchOf(FanIn fanIn, CombinedColumnModel column, int branch) =>
        $"branch {fanIn.Model.Id} {column.Column} {branch}";

    /// <summary>Prints the end of a branch: it assigns the locals of the fan-in.</summary>
    public void Arrive(int id, int branch, RowScope scope)
    {
        var fanIn = _fanIns[id];
        if (fanIn.IsCertain && finish is null)
        {
            // The locals of the branch can be read below: it stands in no block of its own.
            foreach (var column in fanIn.Columns.Where(column => IsNeeded(fanIn.Model, column, branch)))
            {
                if (!fanIn.Scope.Has(column.Sources[branch]))
                {
                    fanIn.Locals[(column.Column, branch)] = scope.Column(column.Sources[branch]);
                    fanIn.Scope.Set(BranchOf(fanIn, column, branch), scope.Column(column.Sources[branch]));
                }
            }

            return;
        }

        if (fanIn.IsCertain)
        {
            _w.Line($"{fanIn.Arrived[branch]} = true;");
        }

        RowFinish.Print(_w, finish?.Undone(finish.Done + 1), () => Fill(fanIn, branch, scope));
    }

    private void Fill(FanIn fanIn, int branch, RowScope scope)
    {
        if (!fanIn.IsCertain)
        {
            _w.Line($"{fanIn.Arrived[fanIn.Model.IsExclusive ? 0 : branch]} = true;");
        }

        foreach (var column in fanIn.Columns)
        {
            if (IsNeeded(fanIn.Model, column, branch) && fanIn.Locals.TryGetValue((column.Column, branch), out var local))
            {
                _w.Line($"{local} = {scope.Column(column.Sources[branch])};");
            }
        }
    }

    /// <summary>Prints what follows all branches: the combined row goes on.</summary>
    public void Resolve(FanInModel model, RowScope scope, Action<FlowModel, RowScope> next)
    {
        var fanIn = _fanIns[model.Id];
        _w.Gap();
        if (model.IsExclusive)
        {
            using (_w.Block($"if ({fanIn.Arrived[0]})"))
            {
                var inner = scope.Inner();
                foreach (var column in fanIn.Columns)
                {
                    inner.Set(column.Column, Value(fanIn, column, FirstBranch(column), scope));
                }

                next(model.Next, inner);
            }
        }
        else if (model.Kind == InputKind.Merge)
        {
            if (finish is null)
            {
                ForEachBranch(fanIn, scope, next);
            }
            else
            {
                RowFinish.Print(
                    _w, finish.Undone(finish.Done + 1), () => finish.Whole(() => ForEachBranch(fanIn, scope, next)));
            }
        }
        else if (fanIn.IsCertain && finish is null)
        {
            Join(fanIn, scope, next);
        }
        else
        {
            using (_w.Block($"if ({JoinCondition(fanIn, scope)})"))
            {
                Join(fanIn, scope, next);
            }
        }
    }

    private void Join(FanIn fanIn, RowScope scope, Action<FlowModel, RowScope> next)
    {
        var inner = scope.Inner();
        foreach (var column in fanIn.Columns)
        {
            inner.Set(column.Column, column.IsGathered ? Gathered(fanIn, column, scope) : Joined(fanIn, column, scope));
        }

        next(fanIn.Model.Next, inner);
    }

    private void ForEachBranch(FanIn fanIn, RowScope scope, Action<FlowModel, RowScope> next)
    {
        var branch = body.Locals.Take("branch");
        using var loop = _w.Block($"for (var {branch} = 0; {branch} < {fanIn.Arrived.Count}; {branch}++)");
        var inner = scope.Inner();
        var incoming = scope.KeyOrNull(KeyModel.Repeat) ?? (finish is null ? body.FailedRepeat : null);
        var repeat = RowIdCode.Repeat(incoming, branch, fanIn.Arrived.Count);
        inner.Set(KeyKind.Repeat, 0, repeat);
        inner.Set(StageBody.RepeatOfLoop, repeat);
        var locals = new Dictionary<int, string>();
        foreach (var column in fanIn.Columns)
        {
            var source = column.Sources[0];
            if (column.Sources.All(other => other == source) && scope.Has(source))
            {
                inner.Set(column.Column, scope.Column(source));
                continue;
            }

            var local = body.ColumnLocal(column.Column);
            locals.Add(column.Column, local);
            inner.Set(column.Column, local);
            _w.Line($"{_context.LocalType(column.Column)} {local};");
        }

        using (_w.Block($"switch ({branch})"))
        {
            for (var number = 0; number < fanIn.Arrived.Count; number++)
            {
                _w.Line($"case {number} when {fanIn.Arrived[number]}:");
                using (_w.Indented())
                {
                    foreach (var column in fanIn.Columns.Where(column => locals.ContainsKey(column.Column)))
                    {
                        var value = column.Sources[number] < 0 ? "default!" : Value(fanIn, column, number, scope);
                        _w.Line($"{locals[column.Column]} = {value};");
                    }

                    _w.Line("break;");
                }
            }

            _w.Line("default:");
            using (_w.Indented())
            {
                _w.Line("continue;");
            }
        }

        next(fanIn.Model.Next, inner);
    }

    private string JoinCondition(FanIn fanIn, RowScope scope)
    {
        if (fanIn.Model.RouteStep < 0)
        {
            return string.Join(" && ", fanIn.Arrived);
        }

        var bits = scope.Key(new KeyModel(KeyKind.Route, fanIn.Model.RouteStep));
        var conditions = fanIn.Arrived.Select((arrived, branch) =>
            fanIn.Model.BranchBits[branch] == 0 ? arrived : $"({arrived} || ({bits} & {fanIn.Model.BranchBits[branch]}L) == 0)").ToList();
        if (fanIn.Model.BranchBits.All(expected => expected != 0))
        {
            conditions.Add($"({string.Join(" || ", fanIn.Arrived)})");
        }

        return string.Join(" && ", conditions);
    }

    private string Joined(FanIn fanIn, CombinedColumnModel column, RowScope scope)
    {
        var choices = Enumerable.Range(0, fanIn.Branches)
            .Where(branch => IsNeeded(fanIn.Model, column, branch))
            .Select(branch => (
                Condition: IsExpected(fanIn.Model, branch) ? null : fanIn.Arrived[branch],
                Value: Value(fanIn, column, branch, scope),
                MayLack: column.SkipsNulls && _context.Column(column.Sources[branch]).IsNullable))
            .ToList();

        // The local of a branch that was not taken holds null; what was made before the branches part has no local, and is there
        // though the branch that kept it was not taken.
        var isKeptByAll = choices.Count == fanIn.Branches
            || choices[0].Condition is null
            || choices[0].Value != scope.ColumnOrNull(column.Sources[FirstBranch(column)]);
        return isKeptByAll && choices.TrueForAll(choice => choice.Value == choices[0].Value)
            ? choices[0].Value
            : body.Choose(column.Column, choices);
    }

    private string Gathered(FanIn fanIn, CombinedColumnModel column, RowScope scope)
    {
        var branches = Enumerable.Range(0, fanIn.Branches).Where(branch => column.Sources[branch] >= 0).ToList();
        return body.Gather(column, branches.ConvertAll(branch =>
            (IsExpected(fanIn.Model, branch) ? null : fanIn.Arrived[branch], Value(fanIn, column, branch, scope))));
    }

    private static string Value(FanIn fanIn, CombinedColumnModel column, int branch, RowScope scope) =>
        fanIn.Locals.TryGetValue((column.Column, branch), out var local) ? local : scope.Column(column.Sources[branch]);

    private static int FirstBranch(CombinedColumnModel column) =>
        Enumerable.Range(0, column.Sources.Count).First(branch => column.Sources[branch] >= 0);

    /// <summary>Whether every combined row comes by this branch.</summary>
    private static bool IsExpected(FanInModel fanIn, int branch) => fanIn.RouteStep < 0 || fanIn.BranchBits[branch] == 0;

    private static bool IsNeeded(FanInModel fanIn, CombinedColumnModel column, int branch) =>
        column.IsNeededOf(branch, fanIn.Kind, earlier => IsExpected(fanIn, earlier));

    private sealed class FanIn(FanInModel model, int branches, IReadOnlyList<CombinedColumnModel> columns)
    {
        public FanInModel Model { get; } = model;

        /// <summary>The row at the fork.</summary>
        public RowScope Scope { get; set; } = new();

        public IReadOnlyList<CombinedColumnModel> Columns { get; } = columns;

        public int Branches { get; } = branches;

        /// <summary>Whether every row comes by every branch.</summary>
        public bool IsCertain { get; set; }

        /// <summary>The local that says whether a branch has arrived; of an exclusive merge, whether any has.</summary>
        public List<string> Arrived { get; } = [];

        /// <summary>The local of a column of a branch; a merge's exclusive branches share it.</summary>
        public Dictionary<(int Column, int Branch), string> Locals { get; } = [];
    }
}
