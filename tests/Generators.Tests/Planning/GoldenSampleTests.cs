using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

public sealed class GoldenSampleTests
{
    [Fact]
    public void The_golden_sample_is_planned_as_its_author_would_write_it() => Plans.Expect(Golden(), """
        stage 0 Source Prompts
          Prompts (head)
            Route counts f0
              Easy: -> p0
              Hard: -> p1
        stage 1 Call Small reads p0
          Small (head)
            -> p2
        stage 2 Call Large reads p1
          Large (head)
            -> p3
        stage 3 Merge Verdict reads p2 by f0, p3 by f0
          Verdict
            Kept
              -> p4
        stage 4 All Ranked reads p4
          Ranked (head)
            -> p5
        stage 5 Leaf Ranked reads p5
        p0 Route [n f0] (instruction@Prompts) to 1 aligned
        p1 Route [n f0] (instruction@Prompts) to 2 aligned
        p2 Small [n f0] (instruction@Prompts text@Small tokens@Small) to 3 aligned
        p3 Large [n f0] (instruction@Prompts text@Large tokens@Large) to 3 aligned
        p4 Kept [n] (instruction@Prompts text@Verdict tokens@Verdict score@Verdict rationale@Verdict) to 4
        p5 Ranked [n] (instruction@Prompts text@Verdict tokens@Verdict score@Verdict rationale@Verdict rank@Ranked) to 5
        f0 Route in 0: 3
        """);

    [Fact]
    public void Every_stage_says_why_it_begins() => Assert.Equal(
        [
            "Prompts is a source and starts its own loop",
            "Small.ProcessAsync is awaited: up to 16 calls run while rows wait in order",
            "Large.ProcessAsync is awaited: up to 4 calls run while rows wait in order",
            "The branches Small and Large meet here",
            "Ranked.ProcessAll sees every row at once",
            "The rows of Ranked become a data set",
        ],
        Golden().Build().Plan.Stages.Select(stage => stage.Why));

    private static GraphBuilder Golden()
    {
        var g = new GraphBuilder();
        var prompts = g.Source("Prompts", "instruction");
        var route = g.Add("Route", StepKind.Router, prompts, new Shape { Reads = ["instruction"], Routes = ["Easy", "Hard"] });
        var small = g.Step("Small", Edge.On(route, "Easy"), new Shape { IsAsync = true, Reads = ["instruction"], Makes = ["text", "tokens"] });
        var large = g.Step("Large", Edge.On(route, "Hard"), new Shape { IsAsync = true, Reads = ["instruction"], Makes = ["text", "tokens"], Concurrency = 4 });
        var verdict = g.Step("Verdict", Input.Merge(small, large), new Shape { Reads = ["instruction", "text"], Makes = ["score", "rationale"] });
        var kept = g.Filter("Kept", verdict, "score");
        g.Step("Ranked", kept, new Shape { Form = MethodForm.All, Reads = ["score"], Makes = ["rank"] });
        return g;
    }
}
