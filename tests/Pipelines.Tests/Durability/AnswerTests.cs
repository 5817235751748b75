using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Distil.Pipelines.Tests.Durability;

/// <summary>What a durable step gave is written as one JSON value and read again, whatever its type.</summary>
public sealed class AnswerTests
{
    private static readonly Exact s_exact = new(
        "a \"text\"\n\u2028 😀", null, true, 'é', 255, -128, -1, 65535, int.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue,
        (Half)(-0.1), 1e-45f, -0.0, Mood.Low, Marks.First | Marks.Last, DayOfWeek.Friday,
        new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.FromMinutes(-330)).AddTicks(1), DateOnly.MaxValue, TimeOnly.MaxValue,
        TimeSpan.MinValue, Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), [0, 255, 7], null, 0, ["", null, "b"], [[1, 2], []], [0.1, null, -0.0]);

    private static readonly Loose s_loose = new(
        new DateTime(2024, 7, 1, 1, 2, 3, DateTimeKind.Utc), 1.50m, new Inner("", -1), null, new Meta { Name = "m", Weight = 0.5 },
        [new Meta()], [null, new DateTime(1)], [3, 1, 2]);

    public static TheoryData<string, object> Rows => new()
    {
        { "Exact", s_exact },
        { "Exact", s_exact with { Text = "", NoText = "", Letter = '\0', Half = Half.MaxValue, Precise = double.Epsilon, Rough = float.MinValue, Mood = (Mood)7, Marks = 0 } },
        { "Exact", s_exact with { Day = null, Bytes = [], NoBytes = [1], Maybe = null, Texts = [], Lists = [], Numbers = null, Span = TimeSpan.FromTicks(-1), Marks = (Marks)4 } },
        { "Loose", s_loose },
        { "Loose", s_loose with { Money = decimal.MinValue, NoInner = new(null, 0), Metas = null, Times = [], Counts = [], At = default } },
        { "Counted", new Counted("w", 3) },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_is_read_as_it_was_written(string name, object row)
    {
        var step = CalledStep.Of<Answered>(name);
        var given = step.Take(row);
        var answer = step.Write(given);
        Assert.StartsWith("[", answer, StringComparison.Ordinal);
        Same(given, step.Read(answer));
    }

    [Fact]
    public void A_result_that_may_be_read_otherwise_goes_on_as_read()
    {
        Assert.False(CalledStep.Of<Answered>("Exact").GoesOnAsRead);
        var step = CalledStep.Of<Answered>("Loose");
        Assert.True(step.GoesOnAsRead);

        // It is so for a reason: read again, it is another value, and read from then on, always that one.
        var given = step.Take(s_loose with { Money = 1m, At = new DateTime(2024, 7, 1, 1, 2, 3, DateTimeKind.Local), Counts = Once() });
        var first = step.Read(step.Write(given));
        Assert.Equal("1.0", ((decimal)first[1]!).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeKind.Utc, ((DateTime)first[0]!).Kind);
        Same(first, step.Read(step.Write(first)));

        static IEnumerable<int> Once()
        {
            yield return 1;
        }
    }

    [Fact]
    public void Nothing_is_lost_of_any_half_number()
    {
        var step = CalledStep.Of<Answered>("Exact");
        var given = step.Take(s_exact);
        for (var bits = 0; bits <= ushort.MaxValue; bits += 7)
        {
            var value = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (Half.IsFinite(value))
            {
                given[12] = value;
                Same(given, step.Read(step.Write(given)));
            }
        }
    }

    [Theory]
    [InlineData(3, '\uDFFF')]
    [InlineData(13, float.NaN)]
    [InlineData(14, double.NegativeInfinity)]
    public void What_no_file_can_hold_is_refused_when_it_is_written(int column, object value)
    {
        var step = CalledStep.Of<Answered>("Exact");
        var given = step.Take(s_exact);
        given[column] = value;
        Assert.Throws<ArgumentException>(() => step.Write(given));
    }

    [Fact]
    public void What_no_file_can_hold_is_refused_in_lists_and_contexts_too()
    {
        var exact = CalledStep.Of<Answered>("Exact");
        Assert.Throws<ArgumentException>(() => exact.Write(exact.Take(s_exact with { Numbers = [double.NaN] })));
        Assert.Throws<ArgumentException>(() => exact.Write(exact.Take(s_exact with { Texts = ["\uD800"] })));
        Assert.Throws<ArgumentException>(() => exact.Write(exact.Take(s_exact with { Text = "a\uDC00b" })));
        var loose = CalledStep.Of<Answered>("Loose");
        Assert.Throws<ArgumentException>(() => loose.Write(loose.Take(s_loose with { Meta = new() { Weight = double.NaN } })));
    }

    [Fact]
    public void A_step_without_columns_has_an_answer_without_values()
    {
        var step = CalledStep.Of<Answered>("Tap");
        Assert.Equal("[]", step.Write());
        Assert.Empty(step.Read("[]"));
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public void A_filter_is_answered_by_a_boolean(bool keeps, string answer)
    {
        var step = CalledStep.Of<Answered>("Likes");
        Assert.Equal(answer, step.Write(keeps));
        Assert.Equal([keeps], step.Read(answer));
    }

    [Theory]
    [InlineData("ByMood", Mood.Low, "-1")]
    [InlineData("ByMood", Mood.High, "1")]
    [InlineData("ByMarks", Marks.None, "0")]
    [InlineData("ByMarks", Marks.First | Marks.Last, "-9223372036854775807")]
    public void A_router_is_answered_by_the_number_of_a_route(string name, object route, string answer)
    {
        var step = CalledStep.Of<Answered>(name);
        Assert.Equal(answer, step.Write(route));
        Assert.Equal([route], step.Read(answer));
    }

    [Theory]
    [InlineData("ByMood", "2")]
    [InlineData("ByMarks", "2")]
    public void A_route_that_the_enum_has_no_more_is_not_taken(string name, string answer) =>
        Assert.Throws<InvalidOperationException>(() => CalledStep.Of<Answered>(name).Read(answer));

    [Fact]
    public void Batches_and_global_steps_have_an_answer_a_row()
    {
        var rated = CalledStep.Of<Answered>("Rated");
        Assert.Equal("[0.5]", rated.Write(0.5));
        Assert.Equal([0.5], rated.Read("[0.5]"));
        var grouped = CalledStep.Of<Answered>("Grouped");
        Assert.Equal("[null,3]", grouped.Write(null, 3));
        Assert.Equal([null, 3], grouped.Read("[null,3]"));
    }

    [Fact]
    public void Children_are_read_without_being_made()
    {
        var step = CalledStep.Of<Answered>("Children");
        var given = step.Take(new List<Counted> { new("a", 0), new("b", 1) { IsHidden = true } });
        var made = Counted.Made;
        Assert.Equal("""[["a",0,false],["b",1,true]]""", step.Write(given));
        Same(given, step.Read(step.Write(given)));
        Assert.Equal(made, Counted.Made);
        Same([new List<(string, int, bool)>()], step.Read(step.Write(step.Take(new List<Counted>()))));
    }

    [Fact]
    public void A_child_that_goes_on_as_an_object_is_made_of_its_columns()
    {
        var step = CalledStep.Of<Answered>("Objects");
        Assert.True(step.GoesOnAsRead);
        var read = step.Read(step.Write(step.Take(new List<Counted> { new("b", 1) { IsHidden = true } })));
        var (word, place, isHidden, row) = Assert.Single((List<(string, int, bool, Counted)>)read[0]!);
        Assert.Equal(("b", 1, true), (word, place, isHidden));
        Assert.Equal(("b", 1, true), (row.Word, row.Place, row.IsHidden));
    }

    [Fact]
    public void Children_may_be_tuples_texts_or_nothing_but_children()
    {
        var tuples = CalledStep.Of<Answered>("Tuples");
        Assert.Equal("""[["x",0.5],["",-0.0]]""", tuples.Write(tuples.Take(new List<(string, double)> { ("x", 0.5), ("", -0.0) })));
        Same([new List<(string, double)> { ("", -0.0) }], tuples.Read("""[["",-0.0]]"""));
        var texts = CalledStep.Of<Answered>("Texts");
        Assert.Equal("""[["x"],["y"]]""", texts.Write(texts.Take(new List<string> { "x", "y" })));
        Same([new List<string> { "x", "y" }], texts.Read("""[["x"],["y"]]"""));
        var nothing = CalledStep.Of<Answered>("Nothing");
        Assert.Equal("[[],[]]", nothing.Write(nothing.Take(new List<string> { "x", "y" })));
        Assert.Equal(2, ((IList)nothing.Read("[[],[]]")[0]!).Count);
    }

    [Fact]
    public void A_child_that_breaks_the_promise_fails_the_call()
    {
        Assert.ThrowsAny<Exception>(() => CalledStep.Of<Answered>("Texts").Take(new List<string> { "x", null! }));
        Assert.ThrowsAny<Exception>(() => CalledStep.Of<Answered>("Children").Take(new List<Counted> { null! }));
        Assert.ThrowsAny<Exception>(() => CalledStep.Of<Answered>("Tuples").Take(new List<(string, double)> { (null!, 1) }));
    }

    [Theory]
    [InlineData("Rated", "[]")]
    [InlineData("Rated", "[1,2]")]
    [InlineData("Rated", "1")]
    [InlineData("Rated", "[\"1\"]")]
    [InlineData("Likes", "1")]
    [InlineData("Texts", "[\"x\"]")]
    [InlineData("Texts", "[[\"x\",1]]")]
    public void An_answer_of_another_shape_is_refused(string name, string answer) =>
        Assert.ThrowsAny<JsonException>(() => CalledStep.Of<Answered>(name).Read(answer));

    [Fact]
    public async Task A_synchronous_durable_step_is_called_and_gives_what_a_loop_gives()
    {
        var result = await new DurableLoops().RunAsync();
        var expected =
            from number in Enumerable.Range(0, 9)
            where number % 2 == 0
            from place in Enumerable.Range(0, number / 2)
            select $"{number / 2}.{place}h";
        Assert.Equal(expected, result.Described.Select(row => row.Text));
        using var directory = new TemporaryDirectory();
        var kept = await new DurableLoops().RunAsync(new() { Directory = directory["run"] });
        Assert.Equal(RunStatus.Completed, kept.Status);
        Assert.Equal(expected, kept.Described.Select(row => row.Text));
        foreach (var step in new[] { "Halved", "Even", "Up" })
        {
            Assert.Contains(DurableLoops.Graph.Stages, stage => stage.Why.StartsWith(step + ".", StringComparison.Ordinal) && stage.Why.Contains("is durable", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Values_may_be_nested_as_deep_as_in_data_sets()
    {
        using var directory = new TemporaryDirectory();
        var result = await new DeepAnswers().RunAsync(new() { Directory = directory["run"] });
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal([Deep.Most, Deep.Most, Deep.Most], result.Dug.Select(row => row.Deep.Depth));
        Assert.Equal([Deep.Most, Deep.Most, Deep.Most], result.DugAll.Select(row => row.Deeper.Depth));
    }

    /// <summary>The same values to the last bit.</summary>
    private static void Same(IReadOnlyList<object?> expected, IReadOnlyList<object?> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(Text(expected[i]), Text(actual[i]));
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture),
        float number => BitConverter.SingleToInt32Bits(number).ToString("x", CultureInfo.InvariantCulture),
        Half number => BitConverter.HalfToInt16Bits(number).ToString("x", CultureInfo.InvariantCulture),
        DateTime time => $"{time.Ticks} {time.Kind}",
        DateTimeOffset time => $"{time.Ticks} {time.Offset}",
        Meta meta => $"{meta.Name} {Text(meta.Weight)}",
        Counted counted => $"{counted.Word} {counted.Place} {counted.IsHidden}",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(item => Text(tuple[item])))})",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        IFormattable formattable => $"{value.GetType()} {formattable.ToString(null, CultureInfo.InvariantCulture)}",
        _ => $"{value.GetType()} {value}",
    };
}
