namespace Distil;

/// <summary>
/// A step that makes any number of rows from one. Its method <c>Expand</c> or <c>ExpandAsync</c> gives an
/// <see cref="IEnumerable{T}"/> or an <c>IAsyncEnumerable&lt;T&gt;</c>: a row out for each item, the other columns repeated.
/// </summary>
/// <remarks>
/// With <c>OnError = OnError.Stop</c> and <c>Retries = 0</c> (the default number of retries of <c>Expand</c>), the rows go on as they are
/// made, and the sequence may be long or endless; its token fires at a stop. Otherwise the rows of one call are collected first: a call
/// that fails gives none.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class ExpandAttribute : StepSettingsAttribute;
