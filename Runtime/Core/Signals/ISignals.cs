namespace Distil.Signals;

/// <summary>The parts of the process that the handling of signals needs; tests replace them.</summary>
internal interface ISignals
{
    /// <summary>Calls <paramref name="received"/> at each Ctrl+C or SIGTERM, in place of what the system does, until disposed.</summary>
    IDisposable Listen(Action received);

    /// <summary>Writes a text for the user.</summary>
    void Say(string text);

    /// <summary>Ends the process at once.</summary>
    void Exit(int code);
}
