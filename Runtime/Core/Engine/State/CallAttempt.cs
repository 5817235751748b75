using System.ComponentModel;

namespace Distil.Engine;

/// <summary>One attempt at one call of a step.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CallAttempt
{
    internal CallAttempt(int attempt, CancellationToken token)
    {
        Token = token;
        Attempt = attempt;
    }

    /// <summary>Fires when the run is cancelled or the call's time is over.</summary>
    public CancellationToken Token { get; }

    /// <summary>1 for the first attempt.</summary>
    public int Attempt { get; }
}
