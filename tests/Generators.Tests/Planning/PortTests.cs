using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

/// <summary>What crosses from one stage to the next.</summary>
public sealed class PortTests
{
    [Fact]
    public void Readers_of_the_same_rows_share_a_port()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a", "b");
        g.Step("X", s, new Shape { IsAsync = true, Reads = ["a"], Makes = ["c"], Leaf = ["c"] });
        g.Step("Y", s, new Shape { IsAsync = true, Reads = ["b"], Makes = ["c"], Leaf = ["c"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call X reads p0 (a@S)
              X (head)
                -> p1
            stage 2 Call Y reads p0 (b@S)
              Y (head)
                -> p2
            stage 3 Leaf X reads p1
            stage 4 Leaf Y reads p2
            p0 S [n] (a@S b@S) to 1 2
            p1 X [n] (c@X) to 3
            p2 Y [n] (c@Y) to 4
            """);
    }

    [Fact]
    public void A_router_has_a_port_for_each_set_of_routes_and_one_for_every_row()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Router("R", s, "A", "B", "C");
        g.Call("X", Edge.On(r, "A"), "b");
        g.Call("Y", Edge.On(r, "A"), "b");
        g.Call("Z", Edge.On(r, "B", "C"), "b");
        g.Call("W", Edge.On(r, "C", "B"), "b");
        g.Call("V", r, "b");

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                R
                  A: -> p0
                  B|C: -> p1
                  -> p2
            stage 1 Call X reads p0
              X (head)
                -> p3
            stage 2 Call Y reads p0
              Y (head)
                -> p4
            stage 3 Call Z reads p1
              Z (head)
                -> p5
            stage 4 Call W reads p1
              W (head)
                -> p6
            stage 5 Call V reads p2
              V (head)
                -> p7
            stage 6 Leaf X reads p3
            stage 7 Leaf Y reads p4
            stage 8 Leaf Z reads p5
            stage 9 Leaf W reads p6
            stage 10 Leaf V reads p7
            p0 R [n] (a@S) to 1 2
            p1 R [n] (a@S) to 3 4
            p2 R [n] (a@S) to 5
            p3 X [n] (a@S b@X) to 6
            p4 Y [n] (a@S b@Y) to 7
            p5 Z [n] (a@S b@Z) to 8
            p6 W [n] (a@S b@W) to 9
            p7 V [n] (a@S b@V) to 10
            """);
    }

    [Fact]
    public void Columns_that_nothing_reads_are_not_carried()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a", "b", "c", "d");
        var x = g.Step("X", s, new Shape { IsAsync = true, Reads = ["a"], Makes = ["e", "b"] });
        g.Step("Y", x, new Shape { IsAsync = true, Reads = ["e"], Makes = ["f"], Leaf = ["f", "b"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Call Y reads p1
              Y (head)
                -> p2
            stage 3 Leaf Y reads p2
            p0 S [n] (a@S) to 1
            p1 X [n] (e@X b@X) to 2
            p2 Y [n] (b@X f@Y) to 3
            """);
    }

    [Fact]
    public void A_replaced_column_is_not_carried_to_the_step_that_replaces_it()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Call("X", s, "b");
        g.Step("Y", x, new Shape { IsAsync = true, Makes = ["a"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Call Y reads p1
              Y (head)
                -> p2
            stage 3 Leaf Y reads p2
            p0 S [n] () to 1
            p1 X [n] (b@X) to 2
            p2 Y [n] (b@X a@Y) to 3
            """);
    }

    [Fact]
    public void A_refined_column_is_the_one_it_was_made_of_above()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var c = g.Call("C", s, "b");
        var f = g.Add("F", StepKind.Filter, c, new Shape { Reads = ["a"], Refines = ["a"] });
        g.Call("X", f, "d");

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call C reads p0
              C (head)
                F
                  -> p1
            stage 2 Call X reads p1
              X (head)
                -> p2
            stage 3 Leaf X reads p2
            p0 S [n] (a@S) to 1
            p1 F [n] (b@C a@F) to 2
            p2 X [n] (b@C a@F d@X) to 3
            """);
    }

    [Fact]
    public void Columns_of_an_assembled_row_are_needed()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a", "b", "c");
        g.Step("X", s, new Shape { IsAsync = true, ReadsRow = ["a", "c"], Makes = ["d"], Leaf = ["d"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Leaf X reads p1
            p0 S [n] (a@S c@S) to 1
            p1 X [n] (d@X) to 2
            """);
    }

    [Fact]
    public void A_join_takes_a_column_that_all_have_from_the_first_branch_alone()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Call("X", s, "b");
        var y = g.Call("Y", s, "c");
        g.Pass("J", Input.Join(x, y));

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
              J
                -> p3
            stage 4 Leaf J reads p3
            p0 S [n f0] (a@S) to 1 2 aligned
            p1 X [n f0] (a@S b@X) to 3 aligned
            p2 Y [n f0] (c@Y) to 3 aligned
            p3 J [n] (a@S b@X c@Y) to 4
            f0 S in 0: 3
            """);
    }

    [Fact]
    public void Where_a_branch_may_not_be_taken_the_others_carry_the_column_too()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Flags("R", s, "A", "B");
        var x = g.Call("X", Edge.On(r, "A"), "b");
        var y = g.Call("Y", Edge.On(r, "B"), "c");
        g.Pass("J", Input.Join(x, y));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                R counts f0
                  A: -> p0
                  B: -> p1
            stage 1 Call X reads p0
              X (head)
                -> p2
            stage 2 Call Y reads p1
              Y (head)
                -> p3
            stage 3 Join J reads p2 by f0 if rR & 1, p3 by f0 if rR & 2
              J
                -> p4
            stage 4 Leaf J reads p4
            p0 R [n f0 rR] (a@S) to 1 aligned
            p1 R [n f0 rR] (a@S) to 2 aligned
            p2 X [n f0 rR] (a@S b@X) to 3 aligned
            p3 Y [n f0 rR] (a@S c@Y) to 3 aligned
            p4 J [n] (a@S b@X c@Y) to 4
            f0 R in 0: 3
            """);
    }

    [Fact]
    public void Gathered_columns_come_from_every_branch()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Call("X", s, "b");
        var y = g.Call("Y", s, "b");
        g.Step("J", Input.Join(x, y), new Shape { Leaf = ["b"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Call Y reads p0
              Y (head)
                -> p2
            stage 3 Join J reads p1 by f0, p2 by f0
              J
                -> p3
            stage 4 Leaf J reads p3
            p0 S [n f0] () to 1 2 aligned
            p1 X [n f0] (b@X) to 3 aligned
            p2 Y [n f0] (b@Y) to 3 aligned
            p3 J [n] (b@J) to 4
            f0 S in 0: 3
            """);
    }

    [Fact]
    public void New_rows_need_only_what_their_step_reads()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a", "b");
        g.Step("N", s, new Shape { Form = MethodForm.All, NewRows = true, Reads = ["b"], Makes = ["c"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 All N reads p0
              N (head)
                -> p1
            stage 2 Leaf N reads p1
            p0 S [n] (b@S) to 1
            p1 N [n] (c@N) to 2
            """);
    }

    [Fact]
    public void A_stage_reads_no_more_of_a_shared_port_than_it_needs()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a", "b");
        var x = g.Step("X", s, new Shape { IsAsync = true, Reads = ["a"], Makes = ["c"] });
        var f = g.Step("F", x, new Shape { IsAsync = true, Reads = ["c"], Makes = ["d"], Leaf = ["d"] });
        g.Step("Y", x, new Shape { IsAsync = true, Reads = ["b"], Makes = ["d"], Leaf = ["d"] });

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Call F reads p1 (c@X)
              F (head)
                -> p2
            stage 3 Call Y reads p1 (b@S)
              Y (head)
                -> p3
            stage 4 Leaf F reads p2
            stage 5 Leaf Y reads p3
            p0 S [n] (a@S b@S) to 1
            p1 X [n] (b@S c@X) to 2 3
            p2 F [n] (d@F) to 4
            p3 Y [n] (d@Y) to 5
            """);
    }
}
