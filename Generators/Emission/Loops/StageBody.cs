using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <summary>The class of one stage while it is printed: its names, and what its body needs.</summary>
internal sealed class StageBody
{
    /// <summary>The type argument of a body that keeps what a step is given when it fails.</summary>
    public const string Kept = "KeptInputs";

    /// <summary>The type argument of a body that does not keep what a step is given.</summary>
    public const string NotKept = "NoInputs";

    /// <summary>The name in a <see cref="RowScope"/> of a repeat that the loop itself gives to rows.</summary>
    public const string RepeatOfLoop = "repeat of the loop";

    private readonly BodyModel _body;
    private readonly NameScope _fields = new("_rows");
    private readonly Dictionary<int, string> _stepFields = [];
    private readonly Dictionary<int, string> _stepLocals = [];

    public StageBody(EmissionContext context, StageModel stage)
    {
        Context = context;
        Stage = stage;
        _body = stage.Body!;
        Used = new HashSet<int>(_body.Used);
        Called = [.. _body.Called.Select(context.Step)];
        Counters = new RowCounters(context, _body);
        CountedForks = context.CountedForks(stage);
        _fields.Reserve(Counters.Own.Select(counter => counter.Field));
        foreach (var step in (HeadCalls(stage) ? [context.Step(stage.Step)] : Enumerable.Empty<StepModel>()).Concat(Called))
        {
            _stepFields[step.Index] = "pipeline." + Names.Escape(step.Name);
        }

        Locals = CreateLocals();
        foreach (var outlet in stage.Outlets)
        {
            var names = context.Outlets[outlet];
            OutletFields[outlet] = $"OutletAt<{names.Class}>({OutletFields.Count})";
            OutletLocals[outlet] = Locals.Take(names.Variable);
        }

        foreach (var step in Called.Where(step => _body.Collecting.Contains(step.Index)))
        {
            ChildFields[step.Index] = _fields.Take($"_{Names.Camel(step.Name)}Children");
        }

        foreach (var step in Called)
        {
            _stepLocals[step.Index] = Locals.Take(Names.Camel(step.Name) + "Step");
        }
    }

    /// <summary>Whether the class of a stage calls steps of the pipeline.</summary>
    public static bool CallsSteps(StageModel stage) => HeadCalls(stage) || stage.Body!.Called.Count > 0;

    public EmissionContext Context { get; }

    public IndentedWriter Writer => Context.Writer;

    public StageModel Stage { get; }

    /// <summary>Columns that are read somewhere in the body.</summary>
    public HashSet<int> Used { get; }

    /// <summary>The steps that the body itself calls, in order.</summary>
    public List<StepModel> Called { get; }

    public RowCounters Counters { get; }

    /// <summary>Whether a row of the head can become several.</summary>
    public bool Multiplies => _body.Multiplies;

    /// <summary>Depths of the children that the body numbers.</summary>
    public EquatableArray<int> Depths => _body.Depths;

    /// <summary>Ids of the joins to which every row comes by every branch.</summary>
    public EquatableArray<int> Certain => _body.Certain;

    /// <summary>What each outlet receives, where the rows are copied column by column; null: they are looped over.</summary>
    public EquatableArray<OutletCopyModel>? Copies => _body.Copies;

    public IReadOnlyList<int> CountedForks { get; }

    /// <summary>Names of the locals of the method that runs the body.</summary>
    public NameScope Locals { get; private set; }

    /// <summary>The outlet of each outlet, as an expression.</summary>
    public Dictionary<int, string> OutletFields { get; } = [];

    public Dictionary<int, string> OutletLocals { get; } = [];

    /// <summary>By expand: the list that its children are collected in.</summary>
    public Dictionary<int, string> ChildFields { get; } = [];

    /// <summary>The steps that can fail on a row for which other branches are still to be done, by their places in the body.</summary>
    public IReadOnlyList<int> FinishedPlaces => [.. _body.Finishing.Select(Place)];

    /// <summary>The method that finishes a row that such a step failed on; null if there is no such step.</summary>
    public RowFinish? Finish { get; set; }

    /// <summary>Whether the method that runs the body handles one row and returns nothing.</summary>
    public bool HandlesOneRow { get; set; }

    /// <summary>Whether the method that runs the body is compiled twice: for runs that keep what a step is given, and for others.</summary>
    public bool KeepsInputs => _body.KeepsInputs;

    /// <summary>Whether a run keeps what a step is given, for a handler.</summary>
    public string IsKept => HandlesOneRow ? "KeepsInputs" : $"typeof(TInputs) == typeof({Kept})";

    /// <summary>
    /// The locals of the column arrays, by outlet; none where a row can become several, since a batch that grows replaces its arrays.
    /// </summary>
    public Dictionary<int, BatchArrays> OutletArrays { get; } = [];

    /// <summary>The user's objects that are called here, by step.</summary>
    public IReadOnlyDictionary<int, string> StepFields => _stepFields;

    /// <summary>The same objects as locals of the method that runs the body.</summary>
    public IReadOnlyDictionary<int, string> StepLocals => _stepLocals;

    /// <summary>Whether code of the user's runs in the body, so that an exception is reported with its step and row.</summary>
    public bool CanFail => _body.CanFail;

    /// <summary>Whether a router's route is needed as a number.</summary>
    public bool NeedsBits(int router) => _body.RouteBits.Contains(router);

    /// <summary>The rows that are made of columns at a step of the body, and that something in it uses.</summary>
    public IEnumerable<RowBuildModel> BuildsOf(int step) => Context.Step(step).Builds.Where(build => Used.Contains(build.Column));

    /// <summary>Whether the body needs a key of the row.</summary>
    public bool Needs(KeyKind kind, int id) =>
        (new KeyModel(kind, id).IsOfRowId && Called.Exists(step => step.TakesContext))
        || Stage.Outlets.Any(outlet => Context.Outlets[outlet].Level(kind, id) >= 0);

    /// <summary>The keys that come with the rows of an outlet and that the body needs.</summary>
    public IEnumerable<KeyModel> NeededKeys(OutletModel input) => input.Keys.Where(key => Needs(key.Kind, key.Id));

    /// <summary>The local that holds a key that comes with the row.</summary>
    public string KeyLocal(KeyModel key) => key.Kind switch
    {
        KeyKind.Number => "number",
        KeyKind.Child => ChildLocal(key.Id),
        KeyKind.Repeat => "repeat",
        KeyKind.Fork => $"{Names.Camel(Context.Step(Context.Model.Plan.Forks[key.Id].Step).Name)}Fork",
        _ => $"{Names.Camel(Context.Step(key.Id).Name)}Bits",
    };

    public static string ChildLocal(int depth) => $"child{depth}";

    /// <summary>Declares the numbers of the children that the body makes.</summary>
    public void DeclareChildren()
    {
        foreach (var depth in Depths.OrderBy(depth => depth))
        {
            Writer.Line($"long {ChildLocal(depth)} = -1;");
        }
    }

    /// <summary>The keys of the row at index <c>Row</c> that make up its number, for the report of a failure.</summary>
    public IReadOnlyList<(KeyModel Key, string Value)> FailedKeys { get; set; } = [];

    /// <summary>The repeat among <see cref="FailedKeys"/>; null: the rows have none.</summary>
    public string? FailedRepeat => FailedKeys.FirstOrDefault(key => key.Key.Kind == KeyKind.Repeat).Value;

    /// <summary>The number of the row at hand, for the context of a call.</summary>
    public string RowId(RowScope scope) => RowIdCode.Of(
        scope.ChildDepths.Select(depth => new KeyModel(KeyKind.Child, depth)).Prepend(new(KeyKind.Number, 0)).Select(scope.Key),
        scope.KeyOrNull(KeyModel.Repeat));

    /// <summary>
    /// The number of the row whose call failed, for a handler: nothing that the loop changes is read for it but the children's numbers, and
    /// the branch of a merge in the loop.
    /// </summary>
    public string FailedRowId(RowScope scope) => RowIdCode.Of(
        FailedKeys.Where(key => key.Key.Kind != KeyKind.Repeat).Select(key => key.Value)
            .Concat(scope.ChildDepths.Intersect(Depths).Select(depth => scope.Key(new KeyModel(KeyKind.Child, depth)))),
        scope.LocalOrNull(RepeatOfLoop) ?? FailedRepeat);

    /// <summary>The arguments that say which watermarks an outlet sends.</summary>
    /// <param name="level">The head's watermark for a key that comes with the rows.</param>
    public string Watermarks(OutletModel outlet, Func<KeyModel, int> level) => string.Concat(
        outlet.Keys.Select(key => ", " + key.Kind switch
        {
            KeyKind.Number => "0",
            KeyKind.Fork when CountedForks.Contains(key.Id) => $"ForkWatermark({CountedForks.ToList().IndexOf(key.Id)})",
            KeyKind.Fork => level(key).ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "NoWatermark",
        }));

    /// <summary>A local for a column, named by the step that made it.</summary>
    public string ColumnLocal(int id)
    {
        var column = Context.Column(id);
        var word = Names.Camel(column.MadeBy) + "_" + column.Name;
        return Locals.Take(Names.IsIdentifier(word) ? word : Names.Camel(column.Name) + "Column");
    }

    /// <summary>Declares a column's local with its value.</summary>
    public string DeclareColumn(int id, string value)
    {
        var local = ColumnLocal(id);
        Writer.Line($"{Context.LocalType(id)} {local} = {value};");
        return local;
    }

    /// <summary>A result whose members become columns, with a check that it is not null; a tuple needs none.</summary>
    public string Checked(StepModel step, string result) =>
        step.Output.Members.All(member => member.Accessor.Length == 0)
            || step.Method?.ResultType is not { } type
            || CSharpTypes.IsTuple(type)
            ? result
            : $"RequireValue({result}, {Names.Literal(step.Name)})";

    /// <summary>
    /// A column's value as a step gives it: what the user's types promise not to be null is held to it, where it is made.
    /// </summary>
    public string CheckedColumn(StepModel step, OutputMemberModel member, string value)
    {
        var column = Context.Column(member.Column);
        return column.MustHaveValue ? $"{value} ?? throw NoValue({Names.Literal(step.Name)}, {Names.Literal(column.Name)})" : value;
    }

    /// <summary>The value of a column below the filter that promises it, or below the pass that renames it.</summary>
    public string Refined(RefinementModel refinement, string value)
    {
        var from = Context.Column(refinement.From);
        return refinement.IsRename ? value
            : !from.IsValueType ? value + "!"
            : from.IsNullable ? value + ".GetValueOrDefault()"
            : value;
    }

    /// <summary>Declares the columns and keys of a batch as locals, so that the loop does not look them up for each row.</summary>
    /// <param name="batch">The batch, as a local.</param>
    /// <param name="names">What it carries.</param>
    /// <param name="keys">The levels that are used.</param>
    /// <param name="columns">The columns that are used.</param>
    /// <param name="canBeMissing">There may be no batch.</param>
    public BatchArrays DeclareArrays(
        string batch, OutletNames names, IEnumerable<KeyModel> keys, IEnumerable<int> columns, bool canBeMissing = false)
    {
        var arrays = new BatchArrays();
        var levels = keys.Select(key => (Key: key, Level: names.Level(key.Kind, key.Id))).ToList();
        foreach (var (key, level) in levels)
        {
            arrays.Keys.Add(key, Locals.Take($"{batch}Keys{level}"));
        }

        foreach (var column in columns)
        {
            arrays.Columns.Add(column, Locals.Take(batch + names.Fields.Word(column)));
        }

        if (levels.Count is 2 or 3 && levels.Select(key => key.Level).SequenceEqual(Enumerable.Range(0, levels.Count)))
        {
            var method = levels.Count == 2 ? "TwoKeys" : "ThreeKeys";
            Writer.Line($"var ({string.Join(", ", levels.Select(key => arrays.Keys[key.Key]))}) = {method}({batch});");
        }
        else
        {
            foreach (var (key, level) in levels)
            {
                Writer.Line($"var {arrays.Keys[key]} = {Of($"Keys[{level}]")};");
            }
        }

        if (arrays.Columns.Count > 1 && !names.Fields.IsPrinted)
        {
            var locals = names.Fields.Columns.Select(column => arrays.Columns.TryGetValue(column, out var local) ? local : "_");
            Writer.Line($"var ({string.Join(", ", locals)}) = ColumnsOf({batch});");
        }
        else
        {
            foreach (var column in arrays.Columns)
            {
                Writer.Line($"var {column.Value} = {Of(names.Fields[column.Key])};");
            }
        }

        return arrays;

        string Of(string member) => canBeMissing ? $"({batch}?.{member})!" : $"{batch}.{member}";
    }

    /// <summary>
    /// A column that the first branch gives whose condition holds; without a condition a branch is always there. A branch that may
    /// lack it gives it only where it is not null.
    /// </summary>
    public string Choose(int id, IReadOnlyList<(string? Condition, string Value, bool MayLack)> branches)
    {
        var choices = branches.Select(branch => (Condition: Condition(branch), branch.Value)).ToList();
        if (choices[0].Condition is null)
        {
            return DeclareColumn(id, choices[0].Value);
        }

        var local = ColumnLocal(id);
        Writer.Line($"{Context.LocalType(id)} {local};");
        for (var i = 0; i <= choices.Count; i++)
        {
            var condition = i == choices.Count ? null : choices[i].Condition;
            using (Writer.Block(condition is null ? "else" : i == 0 ? $"if ({condition})" : $"else if ({condition})"))
            {
                Writer.Line($"{local} = {(i == choices.Count ? "default!" : choices[i].Value)};");
            }

            if (condition is null)
            {
                break;
            }
        }

        return local;

        string? Condition((string? Condition, string Value, bool MayLack) branch)
        {
            if (!branch.MayLack)
            {
                return branch.Condition;
            }

            var hasValue = Context.IsRawJson(id) ? $"!{branch.Value}.IsEmpty" : $"{branch.Value} is not null";
            return branch.Condition is null ? hasValue : $"{branch.Condition} && {hasValue}";
        }
    }

    /// <summary>The list of the values of those branches that arrived.</summary>
    public string Gather(CombinedColumnModel column, IReadOnlyList<(string? Condition, string Value)> values)
    {
        // Several steps may read the list, and none may change it by a cast.
        var type = CSharpTypes.ArrayOf(column.ElementType!);
        var view = $"new {CSharpTypes.Engine}ColumnView<{column.ElementType}>";
        if (values.All(value => value.Condition is null))
        {
            return DeclareColumn(column.Column, $"{view}(new {type} {{ {string.Join(", ", values.Select(value => value.Value))} }})");
        }

        var word = Names.Camel(Context.Column(column.Column).Name);
        var items = Locals.Take(word + "Items");
        var next = Locals.Take(word + "Count");
        var count = string.Join(" + ", values.Select(value => value.Condition is null ? "1" : $"({value.Condition} ? 1 : 0)"));
        Writer.Line($"var {next} = 0;");
        Writer.Line($"var {items} = {CSharpTypes.NewArray(column.ElementType!, count)};");
        foreach (var (condition, value) in values)
        {
            if (condition is null)
            {
                Writer.Line($"{items}[{next}++] = {value};");
                continue;
            }

            using (Writer.Block($"if ({condition})"))
            {
                Writer.Line($"{items}[{next}++] = {value};");
            }
        }

        return DeclareColumn(column.Column, $"{view}({items})");
    }

    /// <summary>The position of a step among the steps of the body.</summary>
    public int Place(int step) => _body.StepCounters.ToList().FindIndex(counters => counters.Step == step);

    /// <summary>Prints another method of the class, with its own scope of names.</summary>
    public void InOtherMethod(Action print)
    {
        var locals = Locals;
        Locals = CreateLocals();
        Locals.Reserve(OutletLocals.Values);
        print();
        Locals = locals;
    }

    private static bool HeadCalls(StageModel stage) =>
        stage.Head is HeadKind.Source or HeadKind.Call or HeadKind.Expand or HeadKind.Batch or HeadKind.All;

    private NameScope CreateLocals()
    {
        var locals = new NameScope(
            "rows", "results", "from", "to", "i", "number", "exception", "call", "row", "token", "offset", "max", "count", "run",
            "pipeline", "callsSinks", "place");
        locals.Reserve(Context.ChildDepths.Select(ChildLocal));
        locals.Reserve(Depths.Select(ChildLocal));
        if (Context.HasRepeats || Stage.RepeatsRows)
        {
            locals.Reserve([KeyLocal(KeyModel.Repeat)]);
        }

        return locals;
    }
}
