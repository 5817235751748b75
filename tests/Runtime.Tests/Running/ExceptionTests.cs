namespace Distil.Runtime.Tests.Running;

public sealed class ExceptionTests
{
    private readonly InvalidOperationException _cause = new("no answer");

    [Fact]
    public void A_failed_run_names_pipeline_step_and_row_and_keeps_the_cause()
    {
        var exception = new PipelineFailedException("Preferences", "Small", new RowId("Prompts", 17, 0), _cause);
        Assert.Equal(
            "The pipeline 'Preferences' stopped because its step 'Small' failed on row Prompts#17.0. InvalidOperationException: no answer",
            exception.Message);
        Assert.Same(_cause, exception.InnerException);
        Assert.Equal("Preferences", exception.PipelineName);
        Assert.Equal("Small", exception.StepName);
        Assert.Equal(new RowId("Prompts", 17, 0), exception.RowId);
        Assert.Null(exception.PartialResult);
    }

    [Fact]
    public void A_failed_run_says_why_where_the_failure_does_not()
        => Assert.Equal(
            "The pipeline 'Preferences' stopped because its step 'Ranked' failed. Twenty calls in a row failed. InvalidOperationException: no answer",
            new PipelineFailedException("Preferences", "Ranked", null, _cause, reason: "Twenty calls in a row failed").Message);

    [Fact]
    public void A_failed_load_names_the_step_and_keeps_the_cause()
    {
        var exception = new StepLoadException("Small", _cause);
        Assert.Equal("The step 'Small' could not be loaded, so nothing was run. InvalidOperationException: no answer", exception.Message);
        Assert.Same(_cause, exception.InnerException);
        Assert.Equal("Small", exception.StepName);
    }
}
