namespace Distil;

/// <summary>
/// A step that decides which rows go on. Its method is <c>Keep</c>, <c>KeepBatch</c> or <c>KeepAll</c>, each synchronous or with the
/// ending <c>Async</c>, and gives a <see cref="bool"/> or a list of them: true keeps the row.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class FilterAttribute : StepSettingsAttribute;
