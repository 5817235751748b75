namespace Distil.Generators.Model;

/// <summary>The words by which a pipeline's graph names kinds of steps and edges.</summary>
internal static class GraphWords
{
    public static string Of(StepKind kind, MethodForm form) => kind switch
    {
        StepKind.Source => "source",
        StepKind.Step => form == MethodForm.All ? "global step" : "step",
        StepKind.Filter => "filter",
        StepKind.Expand => "expand",
        StepKind.Router => "router",
        StepKind.Sink => "sink",
        _ => "pass",
    };

    public static string Of(InputKind kind) => kind switch
    {
        InputKind.Join => "join",
        InputKind.Merge => "merge",
        InputKind.Zip => "zip",
        _ => "from",
    };
}
