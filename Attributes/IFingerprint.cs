namespace Distil;

/// <summary>
/// A step or source whose results depend on something that its code and parameters do not show: a model's name, a file's length
/// and time. When the value changes, the step's completed calls no longer count as its answers.
/// </summary>
public interface IFingerprint
{
    /// <summary>A text that changes exactly when the step would answer differently. Stable from process to process.</summary>
    string Fingerprint { get; }
}
