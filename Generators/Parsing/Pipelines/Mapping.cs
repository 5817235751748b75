using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>One <c>[InputMapping]</c> or <c>[OutputMapping]</c>.</summary>
/// <param name="IsGuess">What it names is not there; <paramref name="Target"/> is what was probably meant.</param>
internal sealed record Mapping(string Target, string Column, Location? TargetLocation, Location? ColumnLocation, bool IsGuess = false);
