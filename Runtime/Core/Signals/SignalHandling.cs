using System.Runtime.InteropServices;

namespace Distil.Signals;

/// <summary>
/// Ctrl+C and SIGTERM, one registration for all runs of the process: the first stops them all, the second says that a third forces,
/// the third exits with code 130. SIGTERM counts as the first alone: whoever sends it waits, and ends the process by other means.
/// </summary>
internal sealed class SignalHandling
{
    /// <summary>The exit code of a process that Ctrl+C ended.</summary>
    public const int ForcedExitCode = 130;

    private static readonly SignalHandling s_process = new(new ProcessSignals());

    private readonly Gate _gate = new();
    private readonly ISignals _signals;
    private readonly List<Registration> _runs = [];
    private IDisposable? _listening;
    private int _received;

    public SignalHandling(ISignals signals) => _signals = signals;

    /// <summary>Stops a run of this process at the first signal, until what it returns is disposed.</summary>
    /// <param name="stop">Stops the run; called from a thread of its own, once.</param>
    public static IDisposable Register(Action stop) => s_process.Add(stop);

    /// <summary>Stops a run at the first signal, until what it returns is disposed.</summary>
    public IDisposable Add(Action stop)
    {
        var run = new Registration(this, stop);
        bool late;
        lock (_gate)
        {
            _runs.Add(run);
            _listening ??= _signals.Listen(Receive);
            late = _received > 0;
        }

        if (late)
        {
            // The others are stopping already: this one came between the first signal and their end.
            run.Stop();
        }

        return run;
    }

    private void Receive(bool isInterrupt)
    {
        Registration[] runs;
        int received;
        lock (_gate)
        {
            runs = [.. _runs];
            received = runs.Length == 0 || (_received > 0 && !isInterrupt) ? 0 : ++_received;
        }

        switch (received)
        {
            case 0:
                break;
            case 1:
                Say("Stopping: calls that have begun are finished first.");
                foreach (var run in runs)
                {
                    run.Stop();
                }

                break;
            case 2:
                Say("Still stopping. A third Ctrl+C ends the process at once; calls that have begun are lost.");
                break;
            default:
                _signals.Exit(ForcedExitCode);
                break;
        }
    }

    private void Say(string text)
    {
        try
        {
            _signals.Say(text);
        }
        catch (Exception)
        {
            // A console that is closed, or a writer of the user's that throws: the runs stop all the same, and nowhere else can it be told.
        }
    }

    private void Remove(Registration run)
    {
        IDisposable? listening = null;
        lock (_gate)
        {
            if (_runs.Remove(run) && _runs.Count == 0)
            {
                (listening, _listening) = (_listening, null);
                _received = 0;
            }
        }

        listening?.Dispose();
    }

    private sealed class Registration : IDisposable
    {
        private readonly SignalHandling _owner;
        private Action? _stop;

        public Registration(SignalHandling owner, Action stop)
        {
            _owner = owner;
            _stop = stop;
        }

        public void Stop()
        {
            try
            {
                Interlocked.Exchange(ref _stop, null)?.Invoke();
            }
            catch (ObjectDisposedException)
            {
                // The run ended at this moment: there is nothing left to stop.
            }
        }

        public void Dispose()
        {
            _stop = null;
            _owner.Remove(this);
        }
    }

    private sealed class ProcessSignals : ISignals
    {
        public IDisposable Listen(Action<bool> received)
        {
            void Handle(PosixSignalContext context)
            {
                context.Cancel = true;
                received(context.Signal == PosixSignal.SIGINT);
            }

            var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
            return new Both(interrupt, PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle));
        }

        public void Say(string text) => Console.Error.WriteLine(text);

        public void Exit(int code) => Environment.Exit(code);

        private sealed class Both(IDisposable first, IDisposable second) : IDisposable
        {
            public void Dispose()
            {
                first.Dispose();
                second.Dispose();
            }
        }
    }
}
