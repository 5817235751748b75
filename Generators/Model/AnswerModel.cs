namespace Distil.Generators.Model;

/// <summary>What is kept of the calls of a durable step: what the key of a call is made of, and the answer.</summary>
/// <param name="Inputs">What the method is given, in the order of its parameters; whole rows member by member.</param>
/// <param name="Columns">
/// The columns of an answer, in the order of the step's outputs; none: its answer is something else, or nothing.
/// </param>
/// <param name="IsExact">An answer that was written and read is the same as the one that the method gave.</param>
/// <param name="Row">The row object that goes on beside the columns, which is made of them; null: there is none.</param>
internal sealed record AnswerModel(
    EquatableArray<AnswerInputModel> Inputs, EquatableArray<AnswerColumnModel> Columns, bool IsExact, RowBuildModel? Row);

/// <summary>A value that is part of the key of a call.</summary>
/// <param name="Column">Id of the column.</param>
/// <param name="KeyType">The key of its type among the key types.</param>
internal sealed record AnswerInputModel(int Column, string KeyType);

/// <summary>A column of an answer.</summary>
/// <param name="Column">Its id.</param>
/// <param name="JsonType">The key of its type among the JSON types.</param>
internal sealed record AnswerColumnModel(int Column, string JsonType);
