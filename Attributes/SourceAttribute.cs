namespace Distil;

/// <summary>
/// A step that reads rows from outside: its method <c>Read</c> or <c>ReadAsync</c> gives an <see cref="IEnumerable{T}"/> or an
/// <c>IAsyncEnumerable&lt;T&gt;</c>. A parameter <c>long offset</c> makes it resumable at a row number.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class SourceAttribute : StepSettingsAttribute;
