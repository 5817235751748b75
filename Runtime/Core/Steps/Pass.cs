namespace Distil;

/// <summary>A step that does nothing: rows go through as they are. For a branch straight from a router into a merge.</summary>
[Step]
public sealed class Pass;
