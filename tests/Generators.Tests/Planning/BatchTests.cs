using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

/// <summary>When batches close by position and which forks are held back.</summary>
public sealed class BatchTests
{
    [Fact]
    public void Batches_of_a_branch_without_losses_are_exact()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Call("X", s, "b");
        var b = g.Batch("B", s, 5000, "c");
        g.Pass("J", Input.Join(x, b));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Batch B reads p0 ()
              B (head)
                -> p2
            stage 3 Join J reads p1 by f0, p2 by f0
              J
                -> p3
            stage 4 Leaf J reads p3
            p0 S [n f0] (a@S) to 1 2 aligned
            p1 X [n f0] (a@S b@X) to 3 aligned
            p2 B [n f0] (c@B) to 3 aligned
            p3 J [n] (a@S b@X c@B) to 4
            f0 S in 0: 3+B
            """);
    }

    [Fact]
    public void Below_a_router_a_filter_or_an_expand_batches_also_close_by_the_fork()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Router("R", s, "A", "B");
        var x = g.Batch("X", Edge.On(r, "A"), 50, "b");
        var e = g.Expand("E", Edge.On(r, "B"), "c");
        var y = g.Batch("Y", e, 20, "b");
        var z = g.Batch("Z", y, 10, "d");
        g.Pass("M", Input.Merge(x, z));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                R counts f0
                  A: -> p0
                  B: E child 0
                    -> p1
            stage 1 Batch X reads p0 closes at f0
              X (head)
                -> p2
            stage 2 Batch Y reads p1 closes at f0
              Y (head)
                -> p3
            stage 3 Batch Z reads p3 closes at f0
              Z (head)
                -> p4
            stage 4 Merge M reads p2 by f0, p4 by f0
              M
                -> p5
            stage 5 Leaf M reads p5
            p0 R [n f0] (a@S) to 1 aligned
            p1 E [n c0 f0] (a@S c@E) to 2 aligned
            p2 X [n f0] (a@S b@X) to 4 aligned
            p3 Y [n c0 f0] (a@S c@E b@Y) to 3 aligned
            p4 Z [n c0 f0] (a@S c@E b@Y d@Z) to 4 aligned
            p5 M [n c0] (a@S b@M c@M d@M) to 5
            f0 R in 0: 4+X?+Y?+Z?
            """);
    }

    [Fact]
    public void What_is_lost_above_a_fork_is_not_missing_below_it()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var f = g.Filter("F", s, "a");
        var x = g.Batch("X", f, 50, "b");
        g.Pass("J", Input.Join(f, x));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                F counts f0
                  -> p0
            stage 1 Batch X reads p0 ()
              X (head)
                -> p1
            stage 2 Join J reads p0 by f0, p1 by f0
              J
                -> p2
            stage 3 Leaf J reads p2
            p0 F [n f0] (a@S) to 1 2 aligned
            p1 X [n f0] (b@X) to 2 aligned
            p2 J [n] (a@S b@X) to 3
            f0 F in 0: 2+X
            """);
    }

    [Fact]
    public void A_batch_closes_by_every_fork_that_is_open_and_thinned_out()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var o = g.Call("O", s, "b");
        var f = g.Filter("F", o, "b");
        var i = g.Call("I", f, "c");
        var b = g.Batch("B", i, 50, "d");
        var j = g.Pass("J", Input.Join(i, b));
        g.Pass("K", Input.Join(o, j));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                -> p0
            stage 1 Call O reads p0
              O (head) counts f0
                F
                  -> p1
                -> p2
            stage 2 Call I reads p1
              I (head) counts f1
                -> p3
            stage 3 Batch B reads p3 () closes at f0
              B (head)
                -> p4
            stage 4 Join J reads p3 by f1, p4 by f1
              J
                -> p5
            stage 5 Join K reads p2 by f0, p5 by f0
              K
                -> p6
            stage 6 Leaf K reads p6
            p0 S [n] (a@S) to 1
            p1 F [n f0] () to 2 aligned
            p2 O [n f0] (a@S b@O) to 5 aligned
            p3 I [n f0 f1] (c@I) to 3 4 aligned
            p4 B [n f0 f1] (d@B) to 4 aligned
            p5 J [n f0] (c@I d@B) to 5 aligned
            p6 K [n] (a@S b@O c@I d@B) to 6
            f0 O in 1: 5+B?
            f1 I in 2: 4+B
            """);
    }

    [Fact]
    public void A_branch_that_meets_nobody_has_exact_batches()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Router("R", s, "A", "B");
        g.Batch("X", Edge.On(r, "A"), 50, "b");
        g.Batch("Y", Edge.On(r, "B"), 50, "b");

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                R
                  A: -> p0
                  B: -> p1
            stage 1 Batch X reads p0
              X (head)
                -> p2
            stage 2 Batch Y reads p1
              Y (head)
                -> p3
            stage 3 Leaf X reads p2
            stage 4 Leaf Y reads p3
            p0 R [n] (a@S) to 1
            p1 R [n] (a@S) to 2
            p2 X [n] (a@S b@X) to 3
            p3 Y [n] (a@S b@Y) to 4
            """);
    }

    [Fact]
    public void A_global_step_on_the_way_lets_the_fork_run()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var o = g.Pass("O", s);
        var x = g.Global("X", o, false, "b");
        g.Pass("J", Input.Join(o, x));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                O counts f0
                  -> p0
            stage 1 All X reads p0 ()
              X (head)
                -> p1
            stage 2 Join J reads p0 by f0, p1 by f0
              J
                -> p2
            stage 3 Leaf J reads p2
            p0 O [n f0] (a@S) to 1 2 aligned
            p1 X [n f0] (b@X) to 2 aligned
            p2 J [n] (a@S b@X) to 3
            f0 O in 0: 2+global
            """);
    }

    [Fact]
    public void New_rows_start_new_numbers_and_wait_for_the_whole_of_their_source()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var e = g.Expand("E", s, "b");
        var n = g.Step("N", e, new Shape { Form = MethodForm.All, NewRows = true, Reads = ["b"], Makes = ["b"] });
        var x = g.Call("X", n, "c");
        g.Pass("M", Input.Merge(e, x));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                E child 0
                  -> p0
            stage 1 All N reads p0 (b@E)
              N (head) counts f1
                -> p1
            stage 2 Call X reads p1
              X (head)
                -> p2
            stage 3 Merge M reads p0 by n, p2 by n
              M
                -> p3
            stage 4 Leaf M reads p3
            p0 E [n c0] (a@S b@E) to 1 3 aligned
            p1 N [n] (b@N) to 2 aligned
            p2 X [n] (b@N c@X) to 3 aligned
            p3 M [n c0] (a@M b@M c@M) to 4
            f0 S in 0 source: 3+global
            f1 N in 1 source: 3
            """);
    }

    [Fact]
    public void A_source_whose_sibling_needs_all_of_it_is_not_held_back()
    {
        var g = new GraphBuilder();
        var t = g.Source("T", "a");
        var s = g.Source("S", "b");
        var z = g.Pass("Z", Input.Zip(t, s));
        var n = g.Global("N", z, true, "b");
        g.Pass("M", Input.Merge(n, s));

        Plans.Expect(g, """
            stage 0 Source T
              T (head) counts f0
                -> p0
            stage 1 Source S
              S (head) counts f1
                -> p1
            stage 2 Zip Z reads p0 by n, p1 () by n
              Z
                -> p2
            stage 3 All N reads p2
              N (head) counts f2
                -> p3
            stage 4 Merge M reads p3 by n, p1 by n
              M
                -> p4
            stage 5 Leaf M reads p4
            p0 T [n] () to 2 aligned
            p1 S [n] (b@S) to 2 4 aligned
            p2 Z [n] () to 3
            p3 N [n] (b@N) to 4 aligned
            p4 M [n] (b@M) to 5
            f0 T in 0 source: 2
            f1 S in 1 source: 2 4+global
            f2 N in 3 source: 4
            """);
    }
}
