namespace Distil.Pipelines.Tests.Editing;

/// <summary>What a run is made of: a program, and the rows of its source.</summary>
internal sealed record EditState(EditedProgram Program, IReadOnlyList<EditItem> Rows)
{
    /// <summary>The name of its directory among those of the history.</summary>
    public string Directory { get; init; } = First;

    /// <summary>The name of the directory whose answers it takes over; null: none.</summary>
    public string? ReuseFrom { get; init; }

    /// <summary>The directory of the first run.</summary>
    public const string First = "first";
}

/// <summary>An edit between two runs.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Before">The program before it.</param>
/// <param name="Called">The steps that may be called afterwards.</param>
/// <param name="Changes">What is done between runs, each time to what it was before.</param>
internal sealed record Edit(string Name, EditedProgram Before, string Called, params Func<EditState, EditState>[] Changes)
{
    private static readonly EditedStep s_a = new("A", "A", "Marked", "Text") { Concurrency = 4 };
    private static readonly EditedStep s_b = new("B", "B", "A", "Akind") { Form = EditedForm.Batch };
    private static readonly EditedStep s_c = new("C", "C", "B", "Bkind") { Concurrency = 12 };

    /// <summary>One after another.</summary>
    private static readonly EditedProgram s_chain = new([s_a, s_b, s_c]);

    /// <summary>The first reads what a cheap step makes.</summary>
    private static readonly EditedProgram s_seen = new([s_a with { Reads = "Seen" }, s_b, s_c]);

    /// <summary>Each answer is an input of the step below.</summary>
    private static readonly EditedProgram s_answers = new([s_a, s_b with { Reads = "A" }, s_c with { Reads = "B" }]);

    /// <summary>The batches are answered as a whole.</summary>
    private static readonly EditedProgram s_whole = new([s_a, s_b with { Form = EditedForm.Whole }, s_c]);

    /// <summary>Two branches below the first step.</summary>
    private static readonly EditedProgram s_branches = new([s_a, s_b, s_c with { From = "A", Reads = "Akind" }]);

    /// <summary>Two steps of one class.</summary>
    private static readonly EditedProgram s_twins = new([s_a, s_b, new("E", "B", "A", "Akind") { Form = EditedForm.Batch, Makes = "E" }]);

    public static IReadOnlyList<Edit> All { get; } =
    [
        new("nothing", s_chain, "", static state => state),
        new("a comment", s_chain, "", OnB(static b => b with { Comment = "// As it is." })),
        new("body of b", s_chain, "B C", OnB(static b => b with { Body = 2 })),
        new("body of b, answers as inputs", s_answers, "B C", OnB(static b => b with { Body = 2 })),
        new("body of a and back, answers as inputs", s_answers, "",
            OnA(static a => a with { Body = 2 }), OnA(static a => a with { Body = 1 })),
        new("add d", s_chain, "D", Steps([s_a, s_b, s_c, new("D", "D", "C", "Ckind")])),
        new("remove c", s_chain, "", Steps([s_a, s_b])),
        new("remove c and put it back", s_chain, "", Steps([s_a, s_b]), Steps([s_a, s_b, s_c])),
        new("remove b", s_chain, "C", Steps([s_a, s_c with { From = "A", Reads = "Akind" }])),
        new("rename b", s_chain, "", Rename("B", "Renamed")),
        new("rename b and back", s_chain, "", Rename("B", "Renamed"), Rename("Renamed", "B")),
        new("rename b, and other rows", s_chain, "A Renamed C", Both(Rename("B", "Renamed"), OnTop)),
        new("rename both of one class", s_twins, "", Both(Rename("B", "F"), Rename("E", "B")), Rename("F", "E")),
        new("swap branches", s_branches, "", static state => state with { Program = new([.. state.Program.Steps.Reverse()]) }),
        new("swap names", s_chain, "", Both(Rename("B", "X"), Rename("C", "B"), Rename("X", "C"))),
        new("swap names in one class", s_twins, "", Both(Rename("B", "X"), Rename("E", "B"), Rename("X", "E"))),
        new("a row on top", s_chain, "A B C", OnTop),
        new("a row on top and away", s_chain, "A B C", OnTop, static state => state with { Rows = [.. state.Rows.Skip(1)] }),
        new("rows at the end", s_chain, "A B C", AtEnd),
        new("a row less", s_chain, "", static state => state with { Rows = [.. state.Rows.Take(5), .. state.Rows.Skip(6)] }),
        new("half the rows, then all", s_chain, "", Half, static state => state with { Rows = [.. EditInputs.Grown(state.Rows)] }),
        new("shuffle", s_chain, "", Shuffle),
        new("shuffle, answers as inputs", s_answers, "B C", Shuffle),
        new("shuffle twice", s_chain, "", Shuffle, Shuffle),
        new("other rows, then a change of b", s_chain, "B C", Shuffle, OnB(static b => b with { Body = 2 })),
        new("one row more of those with an input", s_seen, "A B C", See("31", "t0"), See(null, "")),
        new("one row more of an input still to come", s_seen, "A B C", See("30", "t5"), See(null, "")),
        new("batch size", s_chain, "", OnB(static b => b with { BatchSize = 7 })),
        new("concurrency", s_chain, "", OnA(static a => a with { Concurrency = 2 }), OnB(static b => b with { Concurrency = 3 })),
        new("parameter", s_chain, "B C", OnB(static b => b with { Heat = 2 })),
        new("parameter and back", s_chain, "", OnB(static b => b with { Heat = 2 }), OnB(static b => b with { Heat = 1 })),
        new("secret", s_chain, "", OnB(static b => b with { Secret = "second" })),
        new("version", s_chain, "B", OnB(static b => b with { Version = "2" })),
        new("depends on", s_chain, "B C", OnB(static b => b with { Depends = 2 })),
        new("helper", s_chain, "", static state => state with { Program = state.Program with { Helper = 2 } }),
        new("helper of a project", s_chain with { HasOtherProject = true }, "",
            static state => state with { Program = state.Program with { Helper = 2 } }),
        new("whole: body of b", s_whole, "B C", OnB(static b => b with { Body = 2 })),
        new("whole: a row on top", s_whole, "A B C", OnTop),
        new("whole: rows at the end", s_whole, "A B C", AtEnd),
        new("whole: batch size", s_whole, "B", OnB(static b => b with { BatchSize = 7 })),
        new("whole: batch size and back", s_whole, "",
            OnB(static b => b with { BatchSize = 7 }), OnB(static b => b with { BatchSize = 10 })),
        new("whole: rename b", s_whole, "", Rename("B", "Renamed")),
        new("reuse", s_chain, "", Reuse),
        new("reuse, then without", s_chain, "", Reuse, Both(Shuffle, static state => state with { ReuseFrom = null })),
        new("reuse, and rows at the end", s_chain, "A B C", Both(Reuse, AtEnd), OnTop),
        new("reuse, and shuffle", s_chain, "", Both(Reuse, Shuffle)),
        new("reuse, and a change of b", s_answers, "B C", Both(Reuse, OnB(static b => b with { Body = 2 }))),
        new("reuse, and rename b", s_chain, "", Both(Reuse, Rename("B", "Renamed"))),
        new("reuse in another pipeline", s_chain, "", Both(Reuse, static state => state with { Program = state.Program with { Type = "Other" } })),
        new("reuse beside answers of its own", s_chain, "A B C", Both(Other, Half), Both(Reuse, AtEnd), OnTop),
        new("reuse, and one row more of an input still to come", s_seen, "A B C", Both(Reuse, See("30", "t5"))),
        new("whole: reuse, and rows at the end", s_whole, "A B C", Both(Reuse, AtEnd)),
    ];

    /// <summary>A row on top of the others.</summary>
    private static EditState OnTop(EditState state) => state with { Rows = [.. Others(state, 1), .. state.Rows] };

    private static EditState AtEnd(EditState state) => state with { Rows = [.. state.Rows, .. Others(state, 25)] };

    /// <summary>Makes the data in another directory.</summary>
    private static EditState Other(EditState state) => state with { Directory = "second" };

    /// <summary>Makes the data in another directory, from the answers of the first.</summary>
    private static EditState Reuse(EditState state) => Other(state) with { ReuseFrom = EditState.First };

    private static EditState Half(EditState state) => state with { Rows = [.. state.Rows.Take(state.Rows.Count / 2)] };

    private static EditState Shuffle(EditState state)
    {
        var rows = state.Rows.ToArray();
        new Random(rows.Length).Shuffle(rows);
        return state with { Rows = rows };
    }

    private static IEnumerable<EditItem> Others(EditState state, int count) => EditInputs.More(state.Rows, count);

    private static Func<EditState, EditState> OnA(Func<EditedStep, EditedStep> edit) => On("A", edit);

    private static Func<EditState, EditState> OnB(Func<EditedStep, EditedStep> edit) => On("B", edit);

    private static Func<EditState, EditState> On(string step, Func<EditedStep, EditedStep> edit) =>
        state => state with { Program = state.Program.With(step, edit) };

    private static Func<EditState, EditState> Steps(IReadOnlyList<EditedStep> steps) =>
        state => state with { Program = state.Program with { Steps = steps } };

    private static Func<EditState, EditState> See(string? id, string text) =>
        state => state with { Program = state.Program with { Seen = (id!, text) } };

    private static Func<EditState, EditState> Rename(string step, string to) => state => state with
    {
        Program = state.Program with
        {
            Steps =
            [
                .. state.Program.Steps.Select(one => one with
                {
                    Name = one.Name == step ? to : one.Name,
                    From = one.From == step ? to : one.From,
                }),
            ],
        },
    };

    private static Func<EditState, EditState> Both(params Func<EditState, EditState>[] changes) =>
        state => changes.Aggregate(state, static (now, change) => change(now));
}
