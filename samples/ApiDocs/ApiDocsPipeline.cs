using Distil;

namespace ApiDocs;

/// <summary>
/// Makes a data set of questions and answers out of the documentation of an API: reads every member, cleans its text, asks a
/// question about each part of it, scores the answers, marks those that say the same, and parts the good from the rest.
/// </summary>
/// <param name="folder">The folder of the documentation files.</param>
/// <param name="types">The types that they document.</param>
/// <param name="tally">Where the verdicts are counted.</param>
[Pipeline]
public sealed partial class ApiDocsPipeline(string folder, TypeNames types, Tally tally)
{
    // Read and clean: from a member in XML to a row for each passage that could answer a question.
    ReadMembers Members { get; } = new(folder);
    [From(nameof(Members)), Drop("xml")] CleanXml Cleaned { get; } = new(types);
    [From(nameof(Cleaned))] Documented Documented { get; } = new();
    [From(nameof(Documented)), Drop("typeParameters")] NameMember Named { get; } = new(types);
    [From(nameof(Named)), Drop("passages")] SplitPassages Passages { get; } = new();
    [From(nameof(Passages))] NoPlaceholder Candidates { get; } = new();

    // Ask: a question template for each kind of member.
    [From(nameof(Candidates))] ByKind Kinds { get; } = new();
    [From(nameof(Kinds), When = MemberKind.Type)] AskType Types { get; } = new();
    [From(nameof(Kinds), When = MemberKind.Constructor)] AskConstructor Constructors { get; } = new();
    [From(nameof(Kinds), When = MemberKind.Method)] AskMethod Methods { get; } = new();
    [From(nameof(Kinds), When = MemberKind.Operator)] AskOperator Operators { get; } = new();
    [From(nameof(Kinds), When = MemberKind.Property)] AskProperty Properties { get; } = new();
    [From(nameof(Kinds), When = MemberKind.Field)] AskField Fields { get; } = new();
    [From(nameof(Kinds), When = MemberKind.Event)] AskEvent Events { get; } = new();

    // Merge, and sketch the answers for the comparison below.
    [Merge(nameof(Types), nameof(Constructors), nameof(Methods), nameof(Operators), nameof(Properties), nameof(Fields), nameof(Events))]
    Sketch Sketched { get; } = new();

    // Score in two ways side by side, and join.
    [From(nameof(Sketched))] Substance Substance { get; } = new();
    [From(nameof(Sketched))] Novelty Novelty { get; } = new();
    [From(nameof(Substance), nameof(Novelty))] Score Scored { get; } = new();

    // Compare every row with every other, judge, and part.
    [From(nameof(Scored)), Drop("sketch")] MarkDuplicates Compared { get; } = new();
    [From(nameof(Compared))] Judge Judged { get; } = new();
    [From(nameof(Judged))] CountVerdicts Counted { get; } = new(tally);
    [From(nameof(Judged))] Decide Verdicts { get; } = new();

    // The two data sets.
    [From(nameof(Verdicts), When = Verdict.Keep), Drop("flaw", "duplicateOf", "likeness")] Rank Kept { get; } = new();
    [From(nameof(Verdicts), When = Verdict.Reject)] Explain Rejected { get; } = new();
}
