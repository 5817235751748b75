namespace Distil.Devices;

/// <summary>The devices that there are for a run.</summary>
/// <param name="Names">Their names, each once.</param>
/// <param name="Origin">Who says so, as messages say it.</param>
internal sealed record FoundDevices(IReadOnlyList<string> Names, string Origin);
