namespace Distil;

/// <summary>
/// A step that makes any number of rows from one. Its method <c>Expand</c> or <c>ExpandAsync</c> gives an
/// <see cref="IEnumerable{T}"/> or an <c>IAsyncEnumerable&lt;T&gt;</c>: a row out for each item, the other columns repeated.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class ExpandAttribute : StepSettingsAttribute;
