using Distil.IO;
using Distil.Logging;

namespace Distil.Runtime.Tests.RunDirectories;

public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_has_the_runs_time_and_is_there_at_once()
    {
        using var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, _time);
        log.Write("started");
        log.Write("failed: one\r\ntwo\n");
        Assert.Equal("2024-02-29T12:30:00.250Z started\n2024-02-29T12:30:00.250Z failed: one\n    two\n", ReadShared());
    }

    [Fact]
    public void It_is_gone_on_with_or_replaced()
    {
        _folder.Write("run.log", "before\n");
        using (var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, _time))
        {
            log.Write("a");
        }

        Assert.StartsWith("before\n", ReadShared(), StringComparison.Ordinal);
        using (var log = new RunLog(_folder["run.log"], replace: true, RealDisk.Instance, _time))
        {
            log.Write("b");
            log.Write("c");
        }

        Assert.Equal(2, ReadShared().Count(character => character == '\n'));
    }

    [Fact]
    public void Where_it_cannot_be_written_the_run_goes_on_and_the_reason_is_kept()
    {
        Directory.CreateDirectory(_folder["run.log"]);
        using var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, _time);
        log.Write("a");
        Assert.NotNull(log.Failure);
        log.Write("b");
    }

    private string ReadShared()
    {
        using var stream = new FileStream(_folder["run.log"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 12, 30, 0, 250, TimeSpan.Zero);
    }
}
