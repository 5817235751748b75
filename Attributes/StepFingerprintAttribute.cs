using System.ComponentModel;

namespace Distil;

/// <summary>
/// The fingerprint of the code of one of the assembly's step classes. The generator writes it, and a run reads it: an answer that is kept
/// counts as long as the code of its step is the same.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepFingerprintAttribute : Attribute
{
    /// <summary>Says the fingerprint of a class.</summary>
    /// <param name="step">The class, by its full name as reflection gives it: <c>Space.Outer+Step`1</c>.</param>
    /// <param name="fingerprint">
    /// A hash of its code, of its bases in the assembly, and of the types in <see cref="StepSettingsAttribute.DependsOn"/>.
    /// </param>
    public StepFingerprintAttribute(string step, string fingerprint)
    {
        Step = step;
        Fingerprint = fingerprint;
    }

    /// <summary>The class, by its full name as reflection gives it.</summary>
    public string Step { get; }

    /// <summary>A hash of its code.</summary>
    public string Fingerprint { get; }
}
