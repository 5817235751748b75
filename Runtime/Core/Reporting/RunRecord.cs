using Distil.Logging;

namespace Distil.Reporting;

/// <summary>How far the steps of a run were at a moment.</summary>
/// <param name="Elapsed">How long the run had been going.</param>
/// <param name="RowsOut">Per step: how many rows had gone out.</param>
/// <param name="Busy">Per step: how long its calls had taken.</param>
internal sealed record RunFrame(TimeSpan Elapsed, long[] RowsOut, TimeSpan[] Busy);

/// <summary>Something that happened in a run and that a reader of its page should know.</summary>
/// <param name="Time">When.</param>
/// <param name="Level">How grave it is: Information, Warning or Error.</param>
/// <param name="Message">What it is, as a sentence.</param>
internal readonly record struct RunNote(DateTimeOffset Time, string Level, string Message);

/// <summary>A data set with its first rows.</summary>
/// <param name="Name">The leaf's name.</param>
/// <param name="Rows">How many rows are on disk; null: that is not known.</param>
/// <param name="Path">Where its files are, from the directory.</param>
/// <param name="Columns">The columns of the first rows.</param>
/// <param name="First">The first rows, a text for each column; null: the row has no such column.</param>
internal sealed record RunDataSet(
    string Name, long? Rows, string Path, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> First);

/// <summary>Failures that have the step, the exception and, but for its numbers, the message in common.</summary>
/// <param name="Step">The step.</param>
/// <param name="Type">The type of the exception.</param>
/// <param name="Message">The message of the first.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Row">The first row; null: none is named.</param>
/// <param name="Inputs">What the step was given there, as JSON; null: that is not known.</param>
internal sealed record RunErrorGroup(string Step, string Type, string Message, long Count, string? Row, string? Inputs);

/// <summary>What the page of a run shows.</summary>
/// <param name="Directory">The full path of the directory.</param>
/// <param name="Description">What the run is made of.</param>
/// <param name="Started">When it began.</param>
/// <param name="FiguresEnd">When the counts were taken.</param>
/// <param name="Elapsed">How long the run had been going then.</param>
/// <param name="Status">How it ended; null: it goes on, or its process ended without a word.</param>
/// <param name="IsRunning">Whether a process uses the directory. Means nothing where there is a status.</param>
/// <param name="Steps">What each step did.</param>
/// <param name="Frames">How far the steps were from time to time.</param>
/// <param name="Notes">What happened, in order.</param>
/// <param name="Failure">What ended the run, where that was a failure.</param>
/// <param name="Errors">The failures in <c>errors.jsonl</c>, the largest group first.</param>
/// <param name="ErrorCount">How many failures these are.</param>
/// <param name="DataSets">The data sets.</param>
internal sealed record RunRecord(
    string Directory,
    RunDescription Description,
    DateTimeOffset Started,
    DateTimeOffset FiguresEnd,
    TimeSpan Elapsed,
    RunStatus? Status,
    bool IsRunning,
    IReadOnlyList<StepReport> Steps,
    IReadOnlyList<RunFrame> Frames,
    IReadOnlyList<RunNote> Notes,
    string? Failure,
    IReadOnlyList<RunErrorGroup> Errors,
    long ErrorCount,
    IReadOnlyList<RunDataSet> DataSets);
