namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>The machine's time zone changes no byte.</summary>
public sealed class TimeZoneTests
{
    /// <summary>Offsets, the hours that daylight saving time repeats and skips, and times before zones had whole hours.</summary>
    private static readonly string[] s_times =
    [
        "2024-06-01T12:00:00+02:00", "2024-06-01T12:00:00Z", "2024-06-01T12:00:00", "2024-10-27T02:30:00+02:00", "2024-10-27T02:30:00+01:00",
        "2024-03-31T02:30:00+00:00", "1885-01-01T00:00:00.1234567-05:45", "2024-11-03T01:30:00-02:30",
    ];

    [Fact]
    public async Task A_time_with_an_offset_is_written_in_utc_in_every_zone()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllLines(folder["in.jsonl"], s_times.Select(time =>
            $$"""{"at":"{{time}}","maybe":"{{time}}","all":["{{time}}"],"part":{"at":"{{time}}"},"moment":"2024-06-01T12:00:00.5-03:30"}"""));

        var contents = new Dictionary<string, string>();
        foreach (var zone in new[] { "UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland" })
        {
            var output = await Child.StartAsync(
                "time-zone", [folder["in.jsonl"], folder[zone]], environment: new Dictionary<string, string> { ["TZ"] = zone });
            Assert.True(output.ExitCode == 0, output.Errors);
            contents.Add(output.Text, await File.ReadAllTextAsync(folder[zone, "data", "later", "000001.jsonl"]));
        }

        Assert.Equal(["00:00:00", "02:00:00", "-02:30:00", "12:00:00"], contents.Keys);
        Assert.All(contents.Values, content => Assert.Equal(contents["00:00:00"], content));
        Assert.Equal(
            """{"at":"2024-06-01T10:00:00Z","maybe":"2024-06-01T10:00:00Z","all":["2024-06-01T10:00:00Z"],"part":{"at":"2024-06-01T10:00:00Z"},"moment":"2024-06-01T12:00:00.5-03:30","later":"2024-06-01T15:30:00.5000005Z"}""",
            contents["00:00:00"].Split('\n')[0]);
        Assert.Contains("\"at\":\"2024-06-01T12:00:00\",", contents["00:00:00"].Split('\n')[2], StringComparison.Ordinal);
    }
}

/// <summary>What a child process does in the zone that it was started in.</summary>
internal static class TimeZones
{
    public static async Task CopyAsync(string input, string directory)
    {
        await new CopyTimed(input).RunAsync(new RunOptions { Directory = directory, HandleSignals = false });
        Console.Write(TimeZoneInfo.Local.GetUtcOffset(new DateTime(2024, 7, 1, 0, 0, 0, DateTimeKind.Utc)));
    }
}
