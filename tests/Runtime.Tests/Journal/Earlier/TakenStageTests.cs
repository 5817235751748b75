using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Journal.Earlier;

/// <summary>Stages with a durable step, in a second generation.</summary>
public sealed class TakenStageTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(StageForm.Row)]
    [InlineData(StageForm.Batch)]
    [InlineData(StageForm.ConcurrentBatch)]
    internal async Task Rows_that_have_not_changed_keep_their_answers(StageForm form)
    {
        var first = await new TakenStage(form, 1, static number => number).RunAsync(_folder.Path, 50);
        Assert.Equal(50, first.Called);

        // Every tenth row has another input, which no row had before.
        var second = await new TakenStage(form, 2, static number => number % 10 == 3 ? -number : number).RunAsync(_folder.Path, 50);
        Assert.Null(second.Failure);
        Assert.Equal((5, 45), (second.Called, second.TakenOver));
        Assert.All(second.Answers, answer => Assert.Equal(answer.Key % 10 == 3, answer.Value != first.Answers[answer.Key]));

        // The first inputs again: nothing is called, and what was changed has its first answers.
        var third = await new TakenStage(form, 3, static number => number).RunAsync(_folder.Path, 50);
        Assert.Equal((0, 50L), (third.Called, third.TakenOver));
        Assert.Equal(first.Answers, third.Answers);
    }

    [Theory]
    [InlineData(StageForm.Row)]
    [InlineData(StageForm.Batch)]
    [InlineData(StageForm.ConcurrentBatch)]
    internal async Task Equal_inputs_take_what_is_left_in_the_order_of_the_rows(StageForm form)
    {
        var first = await new TakenStage(form, 1, static _ => 7).RunAsync(_folder.Path, 20);
        var second = await new TakenStage(form, 2, static _ => 7).RunAsync(_folder.Path, 23);

        Assert.Equal((3, 20L), (second.Called, second.TakenOver));
        Assert.Equal(first.Answers, second.Answers.Where(static answer => answer.Key < 20));
        Assert.True(second.AreClaimsAhead);

        // Resumed at its first row, each row has what it had.
        var again = await new TakenStage(form, 2, static _ => 7).RunAsync(_folder.Path, 23);
        Assert.Equal((0, 20L), (again.Called, again.TakenOver));
        Assert.Equal(second.Answers, again.Answers);
    }

    [Theory]
    [InlineData(StageForm.WholeBatch, 15)]
    [InlineData(StageForm.Global, 0)]
    internal async Task Calls_that_are_one_answer_are_taken_over_whole(StageForm form, int kept)
    {
        var first = await new TakenStage(form, 1, static number => number).RunAsync(_folder.Path, 20);
        var same = await new TakenStage(form, 2, static number => number).RunAsync(_folder.Path, 20);
        Assert.Equal(0, same.Called);
        Assert.Equal(first.Answers, same.Answers);

        // One row has changed: its batch is called whole.
        var changed = await new TakenStage(form, 3, static number => number == 7 ? -1 : number).RunAsync(_folder.Path, 20);
        Assert.Equal(20 - kept, changed.Called);
    }

    [Theory]
    [InlineData(StageForm.Row)]
    [InlineData(StageForm.Batch)]
    [InlineData(StageForm.ConcurrentBatch)]
    [InlineData(StageForm.Global)]
    internal async Task A_claim_that_cannot_be_written_fails_the_run_and_no_call_begins(StageForm form)
    {
        await new TakenStage(form, 1, static _ => 7).RunAsync(_folder.Path, 20);
        var opened = 0;
        var counting = new FaultyDisk(operation => operation.Action == DiskAction.Write && ++opened > 1 ? FaultyDisk.Full : null);

        // The first write describes the generation, the second one has the claims.
        var second = await new TakenStage(form, 2, static _ => 7).RunAsync(_folder.Path, 20, counting);
        Assert.IsType<RunDirectoryException>(second.Failure);
        Assert.Equal(0, second.Called);
        Assert.Empty(second.Answers);
    }
}
