namespace Distil;

/// <summary>
/// A step that sends each row to one route, or to several. Its method is <c>Route</c> or <c>RouteBatch</c>, each synchronous or with the
/// ending <c>Async</c>, and gives an enum (one route) or a <see cref="FlagsAttribute"/> enum (several; none: the row ends there).
/// Steps take a route with <see cref="FromAttribute.When"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class RouterAttribute : StepSettingsAttribute;
