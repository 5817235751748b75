using System.Diagnostics.CodeAnalysis;

namespace Distil;

/// <summary>A failure of an earlier run that this one goes on with: what is known of it stands in the journal.</summary>
/// <param name="typeName">The full name of the type of what was thrown.</param>
/// <param name="message">Its message.</param>
/// <param name="details">Its whole text.</param>
[SuppressMessage("Design", "CA1032", Justification = "Made where a failure is read, and nowhere else.")]
[SuppressMessage("Design", "CA1064", Justification = "As above.")]
internal sealed class EarlierFailureException(string typeName, string message, string details) : Exception(message)
{
    /// <summary>The full name of the type of what was thrown.</summary>
    public string TypeName => typeName;

    /// <inheritdoc/>
    public override string ToString() => details;
}
