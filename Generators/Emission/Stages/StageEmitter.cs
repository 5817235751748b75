using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Stages;

/// <summary>The section of a stage: a comment that says what it is, and the class that runs it.</summary>
internal static class StageEmitter
{
    public static void Emit(EmissionContext context, StageModel stage)
    {
        var w = context.Writer;
        w.Gap();
        var first = stage.Steps.Count < 2 ? context.Title(stage) : $"{context.StageWord(stage)} and what is fused with it";
        var title = $"// ── Stage {stage.Index + 1}: {first} ";
        w.Line(title + new string('─', Math.Max(4, 100 - title.Length)));
        var fused = stage.Steps.Count < 2
            ? ""
            : $" Fused, in this order: {string.Join(", ", stage.Steps.Select(step => context.Step(step).Name))}.";
        w.Line($"// Why it begins here: {stage.Why.TrimEnd('.')}.{fused}");

        switch (stage.Head)
        {
            case HeadKind.Leaf:
                LeafEmitter.Emit(context, stage);
                break;
            case HeadKind.Source:
                SourceEmitter.Emit(new StageBody(context, stage));
                break;
            case HeadKind.Join or HeadKind.Merge or HeadKind.Zip:
                FanInEmitter.Emit(new StageBody(context, stage));
                break;
            default:
                InputStageEmitter.Emit(new StageBody(context, stage));
                break;
        }
    }
}
