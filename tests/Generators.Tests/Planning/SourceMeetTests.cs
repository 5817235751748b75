using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

/// <summary>How rows of several sources meet.</summary>
public sealed class SourceMeetTests
{
    [Fact]
    public void A_zip_pairs_by_place_and_holds_both_sources_back()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "b");
        var x = g.Batch("X", t, 10, "c");
        var z = g.Step("Z", Input.Zip(s, x), new Shape { Reads = ["a", "c"], Leaf = [] });
        var e = g.Expand("E", z, "d");
        g.Call("C", e, "e");

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Source T
              T (head) counts f1
                -> p1
            stage 2 Batch X reads p1
              X (head)
                -> p2
            stage 3 Zip Z reads p0 by n, p2 by n
              Z
                E child 0
                  -> p3
            stage 4 Call C reads p3
              C (head)
                -> p4
            stage 5 Leaf C reads p4
            p0 S [n] (a@S) to 3 aligned
            p1 T [n] (b@T) to 2 aligned
            p2 X [n] (b@T c@X) to 3 aligned
            p3 E [n c0] (a@S b@T c@X d@E) to 4
            p4 C [n c0] (a@S b@T c@X d@E e@C) to 5
            f0 S in 0 source: 3+X
            f1 T in 1 source: 3+X
            """);
    }

    [Fact]
    public void Sources_are_merged_by_number_one_after_the_other()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var e = g.Expand("E", s, "b");
        var t = g.Source("T", "a");
        var f = g.Filter("F", t, "a");
        var b = g.Batch("B", f, 10, "b");
        var m = g.Step("M", Input.Merge(e, b), new Shape { Reads = ["a", "b"] });
        g.Call("C", m, "c");

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                E child 0
                  -> p0
            stage 1 Source T
              T (head) counts f1
                F
                  -> p1
            stage 2 Batch B reads p1 closes at f1
              B (head)
                -> p2
            stage 3 Merge M reads p0 by n, p2 by n
              M
                -> p3
            stage 4 Call C reads p3
              C (head)
                -> p4
            stage 5 Leaf C reads p4
            p0 E [n c0] (a@S b@E) to 3 aligned
            p1 F [n] (a@T) to 2 aligned
            p2 B [n] (a@T b@B) to 3 aligned
            p3 M [n c0] (a@M b@M) to 4
            p4 C [n c0] (a@M b@M c@C) to 5
            f0 S in 0 source: 3+B?
            f1 T in 1 source: 3+B?
            """);
    }

    [Fact]
    public void A_source_that_forks_and_is_merged_with_another_counts_once()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "a");
        var x = g.Call("X", s, "b");
        var j = g.Pass("J", Input.Join(s, x));
        g.Pass("M", Input.Merge(j, t));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Source T
              T (head) counts f1
                -> p1
            stage 2 Call X reads p0 ()
              X (head)
                -> p2
            stage 3 Join J reads p0 by f0, p2 by f0
              J
                -> p3
            stage 4 Merge M reads p3 by n, p1 by n
              M
                -> p4
            stage 5 Leaf M reads p4
            p0 S [n f0] (a@S) to 2 3 aligned
            p1 T [n] (a@T) to 4 aligned
            p2 X [n f0] (b@X) to 3 aligned
            p3 J [n] (a@S b@X) to 4 aligned
            p4 M [n] (a@M b@M) to 5
            f0 S in 0 source: 3 4
            f1 T in 1 source: 4
            """);
    }

    [Fact]
    public void Beyond_the_right_side_of_a_zip_a_place_says_nothing()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "b");
        var u = g.Source("U", "a");
        var z = g.Pass("Z", Input.Zip(s, t));
        g.Pass("M", Input.Merge(z, u));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Source T
              T (head) counts f1
                -> p1
            stage 2 Source U
              U (head) counts f2
                -> p2
            stage 3 Zip Z reads p0 by n, p1 by n
              Z
                -> p3
            stage 4 Merge M reads p3 by n, p2 by n
              M
                -> p4
            stage 5 Leaf M reads p4
            p0 S [n] (a@S) to 3 aligned
            p1 T [n] (b@T) to 3 aligned
            p2 U [n] (a@U) to 4 aligned
            p3 Z [n] (a@S b@T) to 4 aligned
            p4 M [n] (a@M b@M) to 5
            f0 S in 0 source: 3 4
            f1 T in 1 source: 3
            f2 U in 2 source: 4
            """);
    }

    [Fact]
    public void What_one_of_two_tied_sources_must_run_ahead_both_must()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "b");
        var x = g.Batch("X", t, 5000, "c");
        g.Pass("Y", Input.Zip(s, x));
        g.Pass("Z", Input.Zip(s, t));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Source T
              T (head) counts f1
                -> p1
            stage 2 Batch X reads p1
              X (head)
                -> p2
            stage 3 Zip Y reads p0 by n, p2 by n
              Y
                -> p3
            stage 4 Zip Z reads p0 by n, p1 by n
              Z
                -> p4
            stage 5 Leaf Y reads p3
            stage 6 Leaf Z reads p4
            p0 S [n] (a@S) to 3 4 aligned
            p1 T [n] (b@T) to 2 4 aligned
            p2 X [n] (b@T c@X) to 3 aligned
            p3 Y [n] (a@S b@T c@X) to 5
            p4 Z [n] (a@S b@T) to 6
            f0 S in 0 source: 3+X 4+X
            f1 T in 1 source: 3+X 4+X
            """);
    }

    [Fact]
    public void A_batch_on_the_way_to_the_right_side_of_a_zip_counts_for_a_merge_below()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "a");
        var x = g.Batch("X", s, 5000, "b");
        var y = g.Call("Y", s, "c");
        var z = g.Pass("Z", Input.Zip(y, x));
        g.Pass("M", Input.Merge(z, t));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Source T
              T (head) counts f1
                -> p1
            stage 2 Batch X reads p0 ()
              X (head)
                -> p2
            stage 3 Call Y reads p0
              Y (head)
                -> p3
            stage 4 Zip Z reads p3 by n, p2 by n
              Z
                -> p4
            stage 5 Merge M reads p4 by n, p1 by n
              M
                -> p5
            stage 6 Leaf M reads p5
            p0 S [n] (a@S) to 2 3 aligned
            p1 T [n] (a@T) to 5 aligned
            p2 X [n] (b@X) to 4 aligned
            p3 Y [n] (a@S c@Y) to 4 aligned
            p4 Z [n] (a@S b@X c@Y) to 5 aligned
            p5 M [n] (a@M c@M b@M) to 6
            f0 S in 0 source: 4+X 5+X
            f1 T in 1 source: 5+X
            """);
    }

    [Fact]
    public void A_source_tied_to_one_whose_end_is_awaited_runs_on()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "b");
        g.Pass("Y", Input.Zip(s, t));
        var n = g.Global("N", t, true, "c");
        g.Pass("Z", Input.Zip(s, n));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Source T
              T (head) counts f1
                -> p1
            stage 2 Zip Y reads p0 by n, p1 by n
              Y
                -> p2
            stage 3 All N reads p1 ()
              N (head) counts f2
                -> p3
            stage 4 Zip Z reads p0 by n, p3 by n
              Z
                -> p4
            stage 5 Leaf Y reads p2
            stage 6 Leaf Z reads p4
            p0 S [n] (a@S) to 2 4 aligned
            p1 T [n] (b@T) to 2 3 aligned
            p2 Y [n] (a@S b@T) to 5
            p3 N [n] (c@N) to 4 aligned
            p4 Z [n] (a@S c@N) to 6
            f0 S in 0 source: 2 4+global
            f1 T in 1 source: 2
            f2 N in 3 source: 4+global
            """);
    }

    [Fact]
    public void Where_one_side_of_a_zip_may_lose_rows_batches_below_close_by_place()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "b");
        var u = g.Source("U", "a");
        var f = g.Filter("F", t, "b");
        var b = g.Step("B", Input.Zip(s, f), new Shape { Form = MethodForm.Batch, Makes = ["c"] });
        g.Pass("M", Input.Merge(b, u));

        Plans.Expect(g, """
            stage 0 Source S
              S (head) counts f0
                -> p0
            stage 1 Source T
              T (head) counts f1
                F
                  -> p1
            stage 2 Source U
              U (head) counts f2
                -> p2
            stage 3 Zip B reads p0 by n, p1 by n
              rows
                -> p3
            stage 4 Batch B reads p3 closes at f0
              B (head)
                -> p4
            stage 5 Merge M reads p4 by n, p2 by n
              M
                -> p5
            stage 6 Leaf M reads p5
            p0 S [n] (a@S) to 3 aligned
            p1 F [n] (b@T) to 3 aligned
            p2 U [n] (a@U) to 5 aligned
            p3 B [n] (a@S b@T) to 4 aligned
            p4 B [n] (a@S b@T c@B) to 5 aligned
            p5 M [n] (a@M b@M c@M) to 6
            f0 S in 0 source: 3+B? 5+B?
            f1 T in 1 source: 3+B?
            f2 U in 2 source: 5+B?
            """);
    }
}
