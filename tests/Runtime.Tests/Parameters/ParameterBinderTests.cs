using Distil.Engine;

namespace Distil.Runtime.Tests.Parameters;

public sealed class ParameterBinderTests
{
    private readonly Generate _small = new();
    private readonly Generate _large = new();
    private readonly StepDefinition[] _steps;

    public ParameterBinderTests()
        => _steps =
        [
            new("Prompts", StepKind.Source, MethodForm.Read, new(), new() { BatchSize = 10 }),
            new("Small", StepKind.Step, MethodForm.Row, _small, new() { Concurrency = 16 }),
            new("Large", StepKind.Step, MethodForm.Batch, _large, new() { BatchSize = 50 }),
            new("Ranked", StepKind.Step, MethodForm.All, new(), new()),
            new("Through", StepKind.Pass, MethodForm.None, new(), new()),
        ];

    [Fact]
    public void Values_hold_until_it_is_disposed()
    {
        using (var applied = Apply(new() { ["Small.Temperature"] = 1, ["Small.Model"] = "m" }))
        {
            Assert.Equal(1.0, _small.Temperature);
            Assert.Equal("m", _small.Model);
            Assert.Equal(0.7, _large.Temperature);
            Assert.Same(_steps[1].Settings, applied.EffectiveSettings[1]);
        }

        Assert.Equal(0.7, _small.Temperature);
        Assert.Equal("first", _small.Model);
    }

    [Fact]
    public void Nothing_set_changes_nothing()
    {
        using var applied = Apply(null);
        Assert.Equal(_steps.Select(step => step.Settings), applied.EffectiveSettings);
        Assert.Equal(0.7, _small.Temperature);
    }

    [Fact]
    public void Concurrency_and_batch_size_are_settings_of_the_run()
    {
        using var applied = Apply(new() { ["Small.Concurrency"] = "4", ["Large.BatchSize"] = 7, ["Large.Concurrency"] = 2L });
        Assert.Equal(4, applied.EffectiveSettings[1].Concurrency);
        Assert.Equal(7, applied.EffectiveSettings[2].BatchSize);
        Assert.Equal(2, applied.EffectiveSettings[2].Concurrency);
        Assert.Equal(16, _steps[1].Settings.Concurrency);
    }

    [Theory]
    [InlineData("Small.Concurrency", 0, "The Concurrency of the step 'Small' is 0: it must be at least 1.")]
    [InlineData("Large.BatchSize", -3, "The BatchSize of the step 'Large' is -3: it must be at least 1.")]
    [InlineData("Small.Temprature", 1, "The parameter 'Small.Temprature' does not exist. Did you mean 'Small.Temperature'?")]
    [InlineData("Smal.Temperature", 1, "The parameter 'Smal.Temperature' does not exist: the pipeline has no step 'Smal'. Did you mean 'Small.Temperature'?")]
    [InlineData("Smal.Temprature", 1, "The parameter 'Smal.Temprature' does not exist: the pipeline has no step 'Smal'. Did you mean 'Small.Temperature'?")]
    [InlineData("small.temperature", 1, "The parameter 'small.temperature' does not exist: the pipeline has no step 'small'. Did you mean 'Small.Temperature'?")]
    [InlineData("Elsewhere.Far", 1, "The parameter 'Elsewhere.Far' does not exist: the pipeline has no step 'Elsewhere'.")]
    [InlineData("Temperature", 1, "The parameter 'Temperature' does not exist: the pipeline has no step 'Temperature'. Did you mean 'Large.Temperature'?")]
    [InlineData("Ranked.Concurrency", 2, "The parameter 'Ranked.Concurrency' does not exist: the step 'Ranked' has no parameters.")]
    [InlineData("Prompts.BatchSize", 2, "The parameter 'Prompts.BatchSize' does not exist: the step 'Prompts' has no parameters.")]
    [InlineData("Through.Concurrency", 2, "The parameter 'Through.Concurrency' does not exist: the step 'Through' has no parameters.")]
    [InlineData("Large.Unrelated", 2, "The parameter 'Large.Unrelated' does not exist. The step 'Large' has 'Large.BatchSize', 'Large.Concurrency', 'Large.Temperature'.")]
    [InlineData("Small.BatchSize", 2, "The parameter 'Small.BatchSize' does not exist. The step 'Small' has 'Small.Concurrency', 'Small.Model', 'Small.Temperature'.")]
    public void What_is_wrong_is_said_before_anything_is_set(string name, int value, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Apply(new() { ["Small.Model"] = "m", [name] = value }));
        Assert.Equal(message, error.Message);
        Assert.Equal("first", _small.Model);
    }

    [Fact]
    public void Required_parameters_without_a_value_are_named()
    {
        var required = Definitions(required: true);
        Assert.Equal(
            "The parameters 'Small.Temperature', 'Large.Temperature' are required and have no value: set them in RunOptions.Parameters.",
            Assert.Throws<ArgumentException>(() => ParameterBinder.Apply(null, _steps, required)).Message);
        Assert.Equal(
            "The parameter 'Large.Temperature' is required and has no value: set it in RunOptions.Parameters.",
            Assert.Throws<ArgumentException>(() => ParameterBinder.Apply(new() { ["Small.Temperature"] = 1 }, _steps, required)).Message);
    }

    [Fact]
    public void A_value_that_the_step_refuses_takes_the_others_back()
    {
        var error = Assert.Throws<ArgumentException>(() => Apply(new() { ["Small.Model"] = "m", ["Small.Temperature"] = -1 }));
        Assert.Equal("The parameter 'Small.Temperature' was refused by its step: too cold", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Equal("first", _small.Model);
    }

    [Fact]
    public void Compiled_settings_out_of_range_are_refused_too()
    {
        StepDefinition[] steps = [new("A", StepKind.Step, MethodForm.Row, new(), new() { Concurrency = 0 })];
        Assert.Contains("'A'", Assert.Throws<ArgumentException>(() => ParameterBinder.Apply(null, steps, [])).Message, StringComparison.Ordinal);
    }

    private AppliedParameters Apply(PipelineParameters? parameters) => ParameterBinder.Apply(parameters, _steps, Definitions(required: false));

    private ParameterDefinition[] Definitions(bool required) =>
    [
        new ParameterDefinition<double>("Small.Temperature", required, () => _small.Temperature, value => _small.Temperature = value),
        new ParameterDefinition<string>("Small.Model", false, () => _small.Model, value => _small.Model = value),
        new ParameterDefinition<double>("Large.Temperature", required, () => _large.Temperature, value => _large.Temperature = value),
    ];

    private sealed class Generate
    {
        private double _temperature = 0.7;

        public double Temperature
        {
            get => _temperature;
            set => _temperature = value >= 0 ? value : throw new InvalidOperationException("too cold");
        }

        public string Model { get; set; } = "first";
    }
}
