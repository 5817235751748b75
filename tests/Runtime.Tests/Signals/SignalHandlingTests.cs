using Distil.Signals;

namespace Distil.Runtime.Tests.Signals;

public sealed class SignalHandlingTests
{
    private readonly FakeSignals _signals = new();
    private readonly SignalHandling _handling;
    private readonly List<string> _stopped = [];

    public SignalHandlingTests() => _handling = new(_signals);

    [Fact]
    public void The_first_signal_stops_every_run_once()
    {
        using var a = _handling.Add(() => _stopped.Add("a"));
        using var b = _handling.Add(() => _stopped.Add("b"));
        Assert.Equal(1, _signals.Listeners);
        _signals.Receive();
        Assert.Equal(["a", "b"], _stopped);
        _signals.Receive();
        Assert.Equal(["a", "b"], _stopped);
    }

    [Fact]
    public void The_second_says_that_a_third_forces_and_the_third_exits()
    {
        using var run = _handling.Add(() => { });
        _signals.Receive();
        Assert.Contains("Stopping", Assert.Single(_signals.Said), StringComparison.Ordinal);
        _signals.Receive();
        Assert.Contains("A third Ctrl+C ends the process at once", _signals.Said[1], StringComparison.Ordinal);
        Assert.Empty(_signals.Exits);
        _signals.Receive();
        Assert.Equal([130], _signals.Exits);
    }

    [Fact]
    public void A_SIGTERM_stops_and_forces_nothing_however_often_it_comes()
    {
        using var run = _handling.Add(() => _stopped.Add("run"));
        for (var i = 0; i < 5; i++)
        {
            _signals.Receive(isInterrupt: false);
        }

        Assert.Equal(["run"], _stopped);
        Assert.Single(_signals.Said);
        Assert.Empty(_signals.Exits);
        _signals.Receive();
        Assert.Equal(2, _signals.Said.Count);
        _signals.Receive();
        Assert.Equal([130], _signals.Exits);
    }

    [Fact]
    public void The_system_has_its_signals_back_when_the_last_run_has_ended()
    {
        var a = _handling.Add(() => { });
        var b = _handling.Add(() => { });
        a.Dispose();
        a.Dispose();
        Assert.Equal(1, _signals.Listeners);
        b.Dispose();
        Assert.Equal(0, _signals.Listeners);
        using var again = _handling.Add(() => _stopped.Add("again"));
        Assert.Equal(1, _signals.Listeners);
        _signals.Receive();
        Assert.Equal(["again"], _stopped);
        Assert.Single(_signals.Said);
    }

    [Fact]
    public void A_run_that_has_ended_is_not_stopped()
    {
        var a = _handling.Add(() => _stopped.Add("a"));
        using var b = _handling.Add(() => _stopped.Add("b"));
        a.Dispose();
        _signals.Receive();
        Assert.Equal(["b"], _stopped);
    }

    [Fact]
    public void A_run_that_begins_while_others_stop_is_stopped_at_once()
    {
        using var a = _handling.Add(() => _stopped.Add("a"));
        _signals.Receive();
        using var b = _handling.Add(() => _stopped.Add("b"));
        Assert.Equal(["a", "b"], _stopped);
    }

    [Fact]
    public void A_run_that_cannot_be_stopped_any_more_keeps_no_other_from_stopping()
    {
        using var a = _handling.Add(() => throw new ObjectDisposedException("token"));
        using var b = _handling.Add(() => _stopped.Add("b"));
        _signals.Receive();
        Assert.Equal(["b"], _stopped);
    }

    [Fact]
    public void A_console_that_throws_keeps_no_run_from_stopping()
    {
        _signals.Closed = true;
        using var a = _handling.Add(() => _stopped.Add("a"));
        _signals.Receive();
        Assert.Equal(["a"], _stopped);
        _signals.Receive();
        _signals.Receive();
        Assert.Equal([130], _signals.Exits);
    }

    [Fact]
    public void A_run_may_end_while_it_is_stopped()
    {
        IDisposable? run = null;
        run = _handling.Add(() => run!.Dispose());
        _signals.Receive();
        Assert.Equal(0, _signals.Listeners);
    }

    [Fact]
    public void The_process_listens_while_a_run_is_registered()
    {
        using var run = SignalHandling.Register(() => { });
    }

    private sealed class FakeSignals : ISignals
    {
        private readonly List<Action<bool>> _received = [];

        public int Listeners => _received.Count;

        public bool Closed { get; set; }

        public List<string> Said { get; } = [];

        public List<int> Exits { get; } = [];

        public void Receive(bool isInterrupt = true) => _received.ToList().ForEach(received => received(isInterrupt));

        public IDisposable Listen(Action<bool> received)
        {
            _received.Add(received);
            return new End(() => _received.Remove(received));
        }

        public void Say(string text)
        {
            if (Closed)
            {
                throw new IOException("The pipe is broken.");
            }

            Said.Add(text);
        }

        public void Exit(int code) => Exits.Add(code);

        private sealed class End(Action end) : IDisposable
        {
            public void Dispose() => end();
        }
    }
}
