namespace Distil.Drawing;

/// <summary>
/// Decides in which layer each box stands: below every box that an arrow comes from. A box begins as high as it can, and then moves down to
/// where its arrows are shortest together.
/// </summary>
/// <remarks>
/// The first layers are those of the longest path (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
/// structures", 1981); the moves are those of Nikolov and Tarawneh, "Graph layering by promotion of nodes", 2006. Arrows that close a
/// circle are turned round for it.
/// </remarks>
internal static class Layering
{
    private const int MaxRounds = 50;

    /// <summary>Finds the layers.</summary>
    /// <param name="boxes">How many boxes there are.</param>
    /// <param name="arrows">The arrows.</param>
    /// <returns>The layer of each box, from 0, and which arrows point from a layer to one above.</returns>
    public static (int[] Layers, bool[] Reversed) Of(int boxes, IReadOnlyList<LayoutArrow> arrows)
    {
        var below = new List<int>[boxes];
        for (var box = 0; box < boxes; box++)
        {
            below[box] = [];
        }

        for (var arrow = 0; arrow < arrows.Count; arrow++)
        {
            below[arrows[arrow].From].Add(arrow);
        }

        var reversed = FindReversed(below, arrows);
        var (ins, outs) = (new List<int>[boxes], new List<int>[boxes]);
        for (var box = 0; box < boxes; box++)
        {
            (ins[box], outs[box]) = ([], []);
        }

        for (var arrow = 0; arrow < arrows.Count; arrow++)
        {
            var (from, to) = (arrows[arrow].From, arrows[arrow].To);
            if (from != to)
            {
                (from, to) = reversed[arrow] ? (to, from) : (from, to);
                outs[from].Add(to);
                ins[to].Add(from);
            }
        }

        var order = InOrder(ins, outs);
        var layers = new int[boxes];
        foreach (var box in order)
        {
            layers[box] = ins[box].Count == 0 ? 0 : ins[box].Max(from => layers[from]) + 1;
        }

        Shorten(layers, order, ins, outs);
        return (layers, reversed);
    }

    /// <summary>Walks the arrows depth first; those that lead back to a box on the way are reversed.</summary>
    private static bool[] FindReversed(List<int>[] below, IReadOnlyList<LayoutArrow> arrows)
    {
        var reversed = new bool[arrows.Count];
        var state = new int[below.Length];
        var next = new int[below.Length];
        var path = new Stack<int>();
        for (var start = 0; start < below.Length; start++)
        {
            if (state[start] != 0)
            {
                continue;
            }

            path.Push(start);
            state[start] = 1;
            while (path.TryPeek(out var box))
            {
                if (next[box] == below[box].Count)
                {
                    state[box] = 2;
                    path.Pop();
                    continue;
                }

                var arrow = below[box][next[box]++];
                var to = arrows[arrow].To;
                reversed[arrow] = state[to] == 1 && to != box;
                if (state[to] == 0)
                {
                    state[to] = 1;
                    path.Push(to);
                }
            }
        }

        return reversed;
    }

    /// <summary>The boxes, each behind those above it.</summary>
    private static List<int> InOrder(List<int>[] ins, List<int>[] outs)
    {
        var left = Array.ConvertAll(ins, static boxes => boxes.Count);
        var order = new List<int>(Enumerable.Range(0, left.Length).Where(box => left[box] == 0));
        for (var index = 0; index < order.Count; index++)
        {
            foreach (var to in outs[order[index]])
            {
                if (--left[to] == 0)
                {
                    order.Add(to);
                }
            }
        }

        return order;
    }

    /// <summary>Moves boxes that more arrows leave than reach downwards, and others upwards, while that makes arrows shorter.</summary>
    private static void Shorten(int[] layers, List<int> order, List<int>[] ins, List<int>[] outs)
    {
        var hasMoved = true;
        for (var round = 0; round < MaxRounds && hasMoved; round++)
        {
            hasMoved = false;
            for (var index = order.Count - 1; index >= 0; index--)
            {
                var box = order[index];
                if (outs[box].Count > ins[box].Count)
                {
                    hasMoved |= Move(box, outs[box].Min(to => layers[to]) - 1);
                }
            }

            foreach (var box in order)
            {
                if (ins[box].Count > outs[box].Count)
                {
                    hasMoved |= Move(box, ins[box].Max(from => layers[from]) + 1);
                }
            }
        }

        bool Move(int box, int layer)
        {
            var moves = layers[box] != layer;
            layers[box] = layer;
            return moves;
        }
    }
}
