namespace Distil.Signals;

/// <summary>The parts of the process that the handling of signals needs; tests replace them.</summary>
internal interface ISignals
{
    /// <summary>
    /// Calls <paramref name="received"/> at each Ctrl+C (true) or SIGTERM (false), in place of what the system does, until disposed.
    /// </summary>
    IDisposable Listen(Action<bool> received);

    /// <summary>Writes a text for the user.</summary>
    void Say(string text);

    /// <summary>Ends the process at once.</summary>
    void Exit(int code);
}
