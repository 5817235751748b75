namespace Distil.Runtime.Tests.Parameters;

public sealed class StepParametersTests
{
    private sealed class Named(PipelineParameters parameters) : BatchStepParameters(parameters, "Named")
    {
        public double? Temperature
        {
            get => Get<double?>("Temperature");
            set => Set("Temperature", value);
        }
    }

    [Fact]
    public void A_step_is_a_view_of_the_pipelines_parameters()
    {
        var parameters = new PipelineParameters { ["Named.Temperature"] = "0.5", ["Other.Concurrency"] = 2 };
        var step = new Named(parameters) { Concurrency = 8, BatchSize = 20 };
        Assert.Equal((0.5, 8, 20), (step.Temperature, step.Concurrency, step.BatchSize));
        Assert.Equal(8, parameters["Named.Concurrency"]);
        Assert.Equal(20, parameters["Named.BatchSize"]);

        new Named(parameters).Concurrency = null;
        Assert.Null(step.Concurrency);
        Assert.Equal(["Named.BatchSize", "Named.Temperature", "Other.Concurrency"], parameters.Select(parameter => parameter.Key));
    }
}
