using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

/// <summary>How branches of different stages find each other again.</summary>
public sealed class MeetTests
{
    [Fact]
    public void Nested_forks_keep_the_outer_number_on_the_way()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var o = g.Pass("O", s);
        var x = g.Call("X", o, "b");
        var y = g.Call("Y", x, "c");
        var z = g.Call("Z", x, "d");
        var i = g.Pass("I", Input.Join(y, z));
        var w = g.Call("W", o, "e");
        g.Pass("J", Input.Join(i, w));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                O counts f0
                  -> p0
            stage 1 Call X reads p0
              X (head) counts f1
                -> p1
            stage 2 Call Y reads p1
              Y (head)
                -> p2
            stage 3 Call Z reads p1 ()
              Z (head)
                -> p3
            stage 4 Join I reads p2 by f1, p3 by f1
              I
                -> p4
            stage 5 Call W reads p0 ()
              W (head)
                -> p5
            stage 6 Join J reads p4 by f0, p5 by f0
              J
                -> p6
            stage 7 Leaf J reads p6
            p0 O [n f0] (a@S) to 1 5 aligned
            p1 X [n f0 f1] (a@S b@X) to 2 3 aligned
            p2 Y [n f0 f1] (a@S b@X c@Y) to 4 aligned
            p3 Z [n f0 f1] (d@Z) to 4 aligned
            p4 I [n f0] (a@S b@X c@Y d@Z) to 6 aligned
            p5 W [n f0] (e@W) to 6 aligned
            p6 J [n] (a@S b@X c@Y d@Z e@W) to 7
            f0 O in 0: 6
            f1 X in 1: 4
            """);
    }

    [Fact]
    public void Routers_in_routers_merge_from_the_inside_out()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Router("R", s, "A", "B");
        var q = g.Router("Q", Edge.On(r, "A"), "A", "B");
        var x = g.Call("X", Edge.On(q, "A"), "b");
        var y = g.Call("Y", Edge.On(q, "B"), "b");
        var m = g.Pass("M", Input.Merge(x, y));
        var z = g.Call("Z", Edge.On(r, "B"), "b");
        g.Pass("N", Input.Merge(m, z));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                R counts f0
                  A: Q counts f1
                    A: -> p0
                    B: -> p1
                  B: -> p2
            stage 1 Call X reads p0
              X (head)
                -> p3
            stage 2 Call Y reads p1
              Y (head)
                -> p4
            stage 3 Merge M reads p3 by f1, p4 by f1
              M
                -> p5
            stage 4 Call Z reads p2
              Z (head)
                -> p6
            stage 5 Merge N reads p5 by f0, p6 by f0
              N
                -> p7
            stage 6 Leaf N reads p7
            p0 Q [n f0 f1] (a@S) to 1 aligned
            p1 Q [n f0 f1] (a@S) to 2 aligned
            p2 R [n f0] (a@S) to 4 aligned
            p3 X [n f0 f1] (a@S b@X) to 3 aligned
            p4 Y [n f0 f1] (a@S b@Y) to 3 aligned
            p5 M [n f0] (a@S b@M) to 5 aligned
            p6 Z [n f0] (a@S b@Z) to 5 aligned
            p7 N [n] (a@S b@N) to 6
            f0 R in 0: 5
            f1 Q in 0: 3
            """);
    }

    [Fact]
    public void The_route_of_a_flags_router_travels_to_its_join()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Flags("R", s, "A", "B", "C");
        var x = g.Call("X", Edge.On(r, "A"), "b");
        var f = g.Filter("F", x, "b");
        var y = g.Call("Y", Edge.On(r, "B", "C"), "c");
        g.Pass("J", Input.Join(f, y, r));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                R counts f0
                  A: -> p0
                  B|C: -> p1
                  -> p2
            stage 1 Call X reads p0
              X (head)
                F
                  -> p3
            stage 2 Call Y reads p1
              Y (head)
                -> p4
            stage 3 Join J reads p3 by f0 if rR & 1, p4 by f0 if rR & 6, p2 by f0 if rR & 0
              J
                -> p5
            stage 4 Leaf J reads p5
            p0 R [n f0 rR] (a@S) to 1 aligned
            p1 R [n f0 rR] (a@S) to 2 aligned
            p2 R [n f0 rR] (a@S) to 3 aligned
            p3 F [n f0 rR] (a@S b@X) to 3 aligned
            p4 Y [n f0 rR] (a@S c@Y) to 3 aligned
            p5 J [n] (a@S b@X c@Y) to 4
            f0 R in 0: 3
            """);
    }

    [Fact]
    public void A_flags_router_joined_in_its_loop_needs_no_key()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Flags("R", s, "A", "B");
        var x = g.Step("X", Edge.On(r, "A"), new Shape { Makes = ["b"] });
        var y = g.Filter("Y", Edge.On(r, "B"), "a");
        g.Pass("J", Input.Join(x, y, r));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                R
                  A: X
                    -> meet 0 branch 0
                  B: Y
                    -> meet 0 branch 1
                  -> meet 0 branch 2
                  meet 0 Join by R 1,2,0
                    J
                      -> p0
            stage 1 Leaf J reads p0
            p0 J [n] (a@S b@X) to 1
            """);
    }

    [Fact]
    public void A_flags_router_that_is_merged_sends_no_route()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var r = g.Flags("R", s, "A", "B");
        var x = g.Call("X", Edge.On(r, "A"), "b");
        var y = g.Call("Y", Edge.On(r, "B"), "b");
        g.Pass("M", Input.Merge(x, y));

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
            stage 3 Merge M reads p2 by f0, p3 by f0
              M
                -> p4
            stage 4 Leaf M reads p4
            p0 R [n f0] (a@S) to 1 aligned
            p1 R [n f0] (a@S) to 2 aligned
            p2 X [n f0] (a@S b@X) to 3 aligned
            p3 Y [n f0] (a@S b@Y) to 3 aligned
            p4 M [n x] (a@S b@M) to 4
            f0 R in 0: 3
            """);
    }

    [Fact]
    public void A_fork_may_have_several_meetings()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var o = g.Pass("O", s);
        var x = g.Call("X", o, "b");
        var y = g.Call("Y", o, "c");
        var z = g.Call("Z", o, "d");
        g.Pass("J", Input.Join(x, y));
        g.Pass("K", Input.Join(y, z));

        Plans.Expect(g, """
            stage 0 Source S
              S (head)
                O counts f0
                  -> p0
            stage 1 Call X reads p0
              X (head)
                -> p1
            stage 2 Call Y reads p0
              Y (head)
                -> p2
            stage 3 Call Z reads p0 ()
              Z (head)
                -> p3
            stage 4 Join J reads p1 by f0, p2 (c@Y) by f0
              J
                -> p4
            stage 5 Join K reads p2 by f0, p3 by f0
              K
                -> p5
            stage 6 Leaf J reads p4
            stage 7 Leaf K reads p5
            p0 O [n f0] (a@S) to 1 2 3 aligned
            p1 X [n f0] (a@S b@X) to 4 aligned
            p2 Y [n f0] (a@S c@Y) to 4 5 aligned
            p3 Z [n f0] (d@Z) to 5 aligned
            p4 J [n] (a@S b@X c@Y) to 6
            p5 K [n] (a@S c@Y d@Z) to 7
            f0 O in 0: 4 5
            """);
    }
}
