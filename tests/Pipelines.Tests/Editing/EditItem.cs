namespace Distil.Pipelines.Tests.Editing;

/// <summary>A row of the source of a pipeline that is edited.</summary>
[Row]
public sealed record EditItem(string Id, string Text);
