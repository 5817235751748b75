namespace Distil.Pipelines.Tests.Editing;

/// <summary>How a step is called.</summary>
internal enum EditedForm
{
    /// <summary>Row by row.</summary>
    Row,

    /// <summary>In batches whose rows are answered each for itself.</summary>
    Batch,

    /// <summary>In batches that are answered as a whole.</summary>
    Whole,
}

/// <summary>A durable step of a pipeline that is edited.</summary>
/// <param name="Name">Its property.</param>
/// <param name="Class">The column that its class makes and is named after; beside it, it makes one with the ending <c>kind</c>.</param>
/// <param name="From">The step above.</param>
/// <param name="Reads">The column that it reads.</param>
internal sealed record EditedStep(string Name, string Class, string From, string Reads)
{
    public EditedForm Form { get; init; }

    public int Concurrency { get; init; } = 1;

    public int BatchSize { get; init; } = 10;

    /// <summary>The column that it makes, if not that of the class.</summary>
    public string Makes { get; init; } = Class;

    public int Body { get; init; } = 1;

    public int Depends { get; init; } = 1;

    public string Version { get; init; } = "1";

    public int Heat { get; init; } = 1;

    public string Secret { get; init; } = "first";

    public string Comment { get; init; } = "// As it was.";

    /// <summary>What its answers depend on besides its inputs.</summary>
    public string Fingerprint => $"{Class} {Reads} {Form} {Body} {Depends} {Version} {Heat}";

    /// <summary>Its property.</summary>
    public string Property => $$"""
            [From(nameof({{From}})){{Mappings}}] Ask{{Class}} {{Name}} { get; } = new(calls);

        """;

    /// <summary>Its class, and the type that it depends on.</summary>
    public string Declaration
    {
        get
        {
            var parameter = Reads.ToLowerInvariant();
            return $$"""
                [Step({{Settings}}, Version = "{{Version}}", DependsOn = new[] { typeof(Tools{{Class}}) })]
                public sealed class Ask{{Class}}(EditCalls calls)
                {
                    [RuntimeParameter] public int Heat { get; set; } = 1;
                    [RuntimeParameter(Secret = true)] public string Key { get; set; } = "first";

                    private string Code => "{{Body}}" + Tools{{Class}}.Code + Heat + Helper.Code; {{Comment}}

                {{(Form == EditedForm.Row ? RowMethod(parameter) : BatchMethod(parameter))}}
                }

                public static class Tools{{Class}} { public static string Code => "{{Depends}}"; }

                """;
        }
    }

    private string Mappings => Makes == Class
        ? ""
        : $", OutputMapping(\"{Class}\", \"{Makes}\"), OutputMapping(\"{Class}kind\", \"{Makes}kind\")";

    private string Settings => Form switch
    {
        EditedForm.Row => $"Concurrency = {Concurrency}, Retries = 0",
        EditedForm.Batch => $"BatchSize = {BatchSize}, Concurrency = {Concurrency}, Retries = 0",
        _ => $"BatchSize = {BatchSize}, Concurrency = {Concurrency}, Retries = 0, SplitBatches = false, Durable = true",
    };

    private string RowMethod(string column) => $$"""
            public async Task<(string {{Class}}, string {{Class}}kind)> ProcessAsync(string {{column}}) =>
                (await calls.AskAsync("Ask{{Class}}", {{column}}), EditCalls.Kind({{column}}, Code));
        """;

    private string BatchMethod(string column) => $$"""
            public async Task<(string {{Class}}, string {{Class}}kind)[]> ProcessBatchAsync(IReadOnlyList<string> {{column}})
            {
                var answers = await calls.AskAsync("Ask{{Class}}", {{column}});
                return answers.Select((answer, row) => (answer, EditCalls.Kind({{column}}[row], Code))).ToArray();
            }
        """;
}
