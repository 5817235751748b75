namespace Distil;

/// <summary>
/// A step that writes rows to the outside and in which they end. Its method is <c>Write</c> or <c>WriteBatch</c>, each synchronous
/// or with the ending <c>Async</c>. A row is written at least once, with the same row number each time.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class SinkAttribute : StepSettingsAttribute;
