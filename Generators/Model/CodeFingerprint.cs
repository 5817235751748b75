namespace Distil.Generators.Model;

/// <summary>The fingerprint of a step class.</summary>
/// <param name="Step">The class, by its metadata name.</param>
/// <param name="Hash">The hash of its code.</param>
internal readonly record struct CodeFingerprint(string Step, string Hash);
