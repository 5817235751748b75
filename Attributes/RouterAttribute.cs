namespace Distil;

/// <summary>
/// A step that sends each row one way, or several. Its method is <c>Route</c> or <c>RouteBatch</c>, each synchronous or with the
/// ending <c>Async</c>, and gives an enum (one way) or a <see cref="FlagsAttribute"/> enum (several; none: the row ends there).
/// Steps take a way with <see cref="FromAttribute.When"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class RouterAttribute : StepSettingsAttribute;
