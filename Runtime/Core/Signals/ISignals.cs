namespace Distil.Signals;

/// <summary>What the handling of signals needs of the process; tests put their own in its place.</summary>
internal interface ISignals
{
    /// <summary>Calls <paramref name="received"/> at each Ctrl+C or SIGTERM, in place of what the system does, until disposed.</summary>
    IDisposable Listen(Action received);

    /// <summary>Tells the user.</summary>
    void Say(string text);

    /// <summary>Ends the process at once.</summary>
    void Exit(int code);
}
