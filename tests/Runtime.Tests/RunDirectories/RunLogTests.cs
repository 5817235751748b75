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
        Write(log, "Started");
        log.Write("Failed", "one\r\ntwo", static (json, text) => json.WriteString("message", text));
        Assert.Equal(
            """
            {"time":"2024-02-29T12:30:00.250Z","event":"Started"}
            {"time":"2024-02-29T12:30:00.250Z","event":"Failed","message":"one\r\ntwo"}

            """.ReplaceLineEndings("\n"),
            ReadShared());
    }

    [Fact]
    public void It_is_gone_on_with_or_replaced()
    {
        _folder.Write("run.log", "before\n");
        using (var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, _time))
        {
            Write(log, "a");
        }

        Assert.StartsWith("before\n", ReadShared(), StringComparison.Ordinal);
        using (var log = new RunLog(_folder["run.log"], replace: true, RealDisk.Instance, _time))
        {
            Write(log, "b");
            Write(log, "c");
        }

        Assert.Equal(2, ReadShared().Count(character => character == '\n'));
    }

    [Fact]
    public void Where_it_cannot_be_written_the_run_goes_on_and_the_reason_is_kept()
    {
        Directory.CreateDirectory(_folder["run.log"]);
        using var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, _time);
        Write(log, "a");
        Assert.NotNull(log.Failure);
        Write(log, "b");
    }

    private static void Write(RunLog log, string name) => log.Write(name, 0, static (_, _) => { });

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
