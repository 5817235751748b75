namespace Distil.Runtime.Tests.Parameters;

public sealed class PipelineParametersTests
{
    [Fact]
    public void Values_are_set_by_name()
    {
        var parameters = new PipelineParameters { ["Small.Temperature"] = 0.2, ["Small.Concurrency"] = 8 };
        Assert.Equal(0.2, parameters["Small.Temperature"]);
        Assert.Null(parameters["Small.Other"]);
        Assert.Equal(["Small.Concurrency", "Small.Temperature"], parameters.Select(pair => pair.Key));
    }

    [Fact]
    public void Null_takes_a_value_back()
    {
        var parameters = new PipelineParameters { ["A.B"] = 1 };
        parameters["A.B"] = null;
        Assert.Empty(parameters);
        parameters.Set<int?>("A.B", 2);
        parameters.Set<int?>("A.B", null);
        Assert.Empty(parameters);
    }

    [Fact]
    public void The_generated_properties_and_the_names_see_the_same_values()
    {
        var parameters = new Generated { Small = { Temperature = 0.2 } };
        Assert.Equal(0.2, parameters["Small.Temperature"]);
        parameters["Small.Temperature"] = 1;
        Assert.Equal(1.0, parameters.Small.Temperature);
        parameters["Small.Temperature"] = "0.5";
        Assert.Equal(0.5, parameters.Small.Temperature);
        parameters["Small.Temperature"] = null;
        Assert.Null(parameters.Small.Temperature);
    }

    private sealed class Generated : PipelineParameters
    {
        public Generated() => Small = new(this);

        public SmallParameters Small { get; }

        public sealed class SmallParameters(Generated all)
        {
            public double? Temperature
            {
                get => all.Get<double?>("Small.Temperature");
                set => all.Set("Small.Temperature", value);
            }
        }
    }
}
