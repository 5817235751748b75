using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

/// <summary>What shares a loop and what begins one.</summary>
public sealed class StageTests
{
    [Fact]
    public void Synchronous_row_steps_run_in_their_source()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var f = g.Filter("F", s, "a");
        var e = g.Expand("E", f, "b");
        var r = g.Router("R", e, "A", "B");
        g.Sink("K", Edge.On(r, "A"), "b");
        g.Step("T", Edge.On(r, "B"), new Shape { Reads = ["b"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                F
                  E child 0
                    R
                      A: K
                      B: T
                        -> p0
            stage 1 Leaf T reads p0
            p0 T [n c0] (a@S b@E) to 1
            """);
    }

    [Fact]
    public void What_follows_an_awaited_batch_or_global_step_runs_in_its_stage()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var c = g.Call("C", s, "b");
        var f = g.Filter("F", c, "b");
        var b = g.Batch("B", f, 20, "c");
        var p = g.Pass("P", b);
        var a = g.Global("A", p, false, "d");
        g.Step("T", a);

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call C reads p0
              C (head)
                F
                  -> p1
            stage 2 Batch B reads p1
              B (head)
                P
                  -> p2
            stage 3 All A reads p2
              A (head)
                T
                  -> p3
            stage 4 Leaf T reads p3
            """);
    }

    [Fact]
    public void Replicated_steps_share_a_loop_only_with_their_like()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Replicated("X", s, 4);
        var y = g.Replicated("Y", x, 4);
        var p = g.Pass("P", y);
        var z = g.Replicated("Z", p, 2);
        g.Sink("K", z, "a");

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Loop S reads p0 x4
              X
                Y
                  P
                    -> p1
            stage 2 Loop P reads p1 x2
              Z
                -> p2
            stage 3 Loop Z reads p2
              K
            """);
    }

    [Fact]
    public void Branches_that_meet_in_their_loop_need_no_stage()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s, new Shape { Makes = ["b"] });
        var y = g.Filter("Y", s, "a");
        g.Step("J", Input.Join(x, y), new Shape { Reads = ["b"] });

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head)
                X
                  -> meet 0 branch 0
                Y
                  -> meet 0 branch 1
                meet 0 Join
                  J
                    -> p0
            stage 1 Leaf J reads p0
            """);
    }

    [Fact]
    public void A_one_way_router_merged_again_is_exclusive()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Router("R", s, "A", "B", "C");
        var x = g.Step("X", Edge.On(r, "A"), new Shape { Makes = ["b"] });
        var m = g.Step("M", Input.Merge(x, Edge.On(r, "B", "C")));
        g.Step("T", m);

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head)
                R
                  A: X
                    -> meet 0 branch 0
                  B|C: -> meet 0 branch 1
                  meet 0 Merge exclusive
                    M
                      T
                        -> p0
            stage 1 Leaf T reads p0
            """);
    }

    [Fact]
    public void A_merge_of_overlapping_branches_is_not_exclusive_and_opens_a_scope()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s);
        var y = g.Step("Y", s);
        var m = g.Pass("M", Input.Merge(x, y));
        var n = g.Step("N", m);
        var i = g.Pass("I", Input.Merge(m, n));
        g.Pass("O", Input.Merge(s, i));

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head) counts f0
                X
                  -> meet 0 branch 0
                Y
                  -> meet 0 branch 1
                -> p0
                meet 0 Merge
                  M
                    N
                      -> meet 1 branch 1
                    -> meet 1 branch 0
                    meet 1 Merge
                      I
                        -> p1
            stage 1 Merge O reads p0 by f0, p1 by f0
              O
                -> p2
            stage 2 Leaf O reads p2
            """);
    }

    [Fact]
    public void A_merge_of_routes_that_overlap_is_not_exclusive()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Router("R", s, "A", "B");
        var x = g.Pass("X", Edge.On(r, "A"));
        var y = g.Pass("Y", Edge.On(r, "A", "B"));
        g.Pass("M", Input.Merge(x, y));

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head)
                R
                  A: X
                    -> meet 0 branch 0
                  A|B: Y
                    -> meet 0 branch 1
                  meet 0 Merge
                    M
                      -> p0
            stage 1 Leaf M reads p0
            """);
    }

    [Fact]
    public void Rows_and_their_children_do_not_meet_in_one_loop_but_the_children_do()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var e = g.Expand("E", s, "b");
        var x = g.Step("X", e);
        var y = g.Step("Y", e);
        var j = g.Pass("J", Input.Join(x, y));
        g.Pass("M", Input.Merge(s, j));

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head) counts f0
                E child 0
                  X
                    -> meet 0 branch 0
                  Y
                    -> meet 0 branch 1
                  meet 0 Join
                    J
                      -> p0
                -> p1
            stage 1 Merge M reads p1 by f0, p0 by f0
              M
                -> p2
            stage 2 Leaf M reads p2
            """);
    }

    [Fact]
    public void An_awaited_step_behind_a_meet_in_the_loop_reads_the_combined_rows()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s, new Shape { Makes = ["b"] });
        var y = g.Step("Y", s, new Shape { Makes = ["c"] });
        g.Step("J", Input.Join(x, y), new Shape { IsAsync = true, Reads = ["b"], Makes = ["d"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                X
                  -> meet 0 branch 0
                Y
                  -> meet 0 branch 1
                meet 0 Join
                  rows
                    -> p0
            stage 1 Call J reads p0
              J (head)
                -> p1
            stage 2 Leaf J reads p1
            p0 J [n] (a@S b@X c@Y) to 1
            p1 J [n] (a@S b@X c@Y d@J) to 2
            """);
    }

    [Fact]
    public void An_awaited_step_behind_branches_of_other_stages_has_a_stage_of_its_own()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Call("X", s, "b");
        var y = g.Call("Y", s, "c");
        g.Step("J", Input.Join(x, y), new Shape { IsAsync = true, Reads = ["b"], Makes = ["d"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Call Y reads p0 ()
              Y (head)
                -> p2
            stage 3 Join J reads p1 by f0, p2 by f0
              rows
                -> p3
            stage 4 Call J reads p3
              J (head)
                -> p4
            stage 5 Leaf J reads p4
            p0 S [n f0] (a@S) to 1 2 aligned
            p1 X [n f0] (a@S b@X) to 3 aligned
            p2 Y [n f0] (c@Y) to 3 aligned
            p3 J [n] (a@S b@X c@Y) to 4
            p4 J [n] (a@S b@X c@Y d@J) to 5
            f0 S in 0: 3
            """);
    }

    [Fact]
    public void A_replicated_step_behind_a_meet_reads_the_combined_rows()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Replicated("X", s, 4);
        var y = g.Step("Y", Input.Merge(s, x), new Shape { Concurrency = 4 });
        var u = g.Replicated("U", y, 4);
        var v = g.Pass("V", Input.Join(y, u));
        g.Step("W", Input.Join(v, y), new Shape { Concurrency = 1 });

        Plans.ExpectStages(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Loop S reads p0 x4
              X
                -> p1
            stage 2 Merge Y reads p0 by f0, p1 by f0
              rows
                -> p2
            stage 3 Loop Y reads p2 x4
              Y
                U
                  -> meet 0 branch 1
                -> meet 0 branch 0
                -> meet 1 branch 1
                meet 0 Join
                  V
                    -> meet 1 branch 0
                meet 1 Join
                  rows
                    -> p3
            stage 4 Loop W reads p3
              W
                -> p4
            stage 5 Leaf W reads p4
            """);
    }

    [Fact]
    public void A_source_alone_has_its_loop_and_its_data_set()
    {
        var g = new GraphBuilder();
        g.Source("S", "a");

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Leaf S reads p0
            p0 S [n] (a@S) to 1
            """);
    }
}
