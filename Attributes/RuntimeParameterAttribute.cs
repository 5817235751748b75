namespace Distil;

/// <summary>
/// A property of a step that can be set for one run, by the generated <c>Parameters</c> class or by name (<c>"Step.Property"</c>).
/// What is not set keeps the step's own value; after the run it has its first value again. The value is part of the step's
/// fingerprint, unless it is <see cref="Secret"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class RuntimeParameterAttribute : Attribute
{
    /// <summary>Whether a run without a value for it is refused before anything runs; default false.</summary>
    public bool Required { get; set; }

    /// <summary>
    /// Whether the value is a secret, such as a key of a service: it is never written to a file, and no part of what must be the same for a
    /// run to be resumed; default false.
    /// </summary>
    public bool Secret { get; set; }
}
