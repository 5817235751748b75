using Distil.Drawing;

namespace Distil.Runtime.Tests.Drawing;

/// <summary>Graphs that look like pipelines, each made of a seed.</summary>
internal static class RandomGraph
{
    /// <summary>
    /// Steps that mostly read one step that is not far above, some of them several: joins and merges. The same is drawn in tests/Pages, where
    /// another program lays it out too.
    /// </summary>
    public static (LayoutBox[] Boxes, LayoutArrow[] Arrows) Of(int seed, int steps)
    {
        var random = new Numbers(seed);
        var arrows = new List<LayoutArrow>();
        var boxes = new LayoutBox[steps];
        for (var step = 0; step < steps; step++)
        {
            boxes[step] = new(80 + random.Next(80), 44 + (random.Next(3) * 15));
            if (step == 0 || random.Next(12) == 0)
            {
                continue;
            }

            var wanted = random.Next(4) == 0 ? 2 + random.Next(2) : 1;
            var read = new HashSet<int>();
            for (var edge = 0; edge < wanted; edge++)
            {
                var from = Math.Max(0, step - 1 - random.Next(8));
                if (read.Add(from))
                {
                    arrows.Add(new(from, step, random.Next(2) == 0 ? default : new(30 + random.Next(60), 15)));
                }
            }
        }

        return (boxes, [.. arrows]);
    }

    /// <summary>Layers of steps, each of which reads some of the layer above.</summary>
    public static (LayoutBox[] Boxes, LayoutArrow[] Arrows) Dense(int seed, int width, int depth)
    {
        var random = new Numbers(seed);
        var arrows = new List<LayoutArrow>();
        var boxes = new LayoutBox[width * depth];
        for (var step = 0; step < boxes.Length; step++)
        {
            boxes[step] = new(40 + random.Next(40), 30);
            for (var above = (step / width * width) - width; above >= 0 && above < step / width * width; above++)
            {
                if (random.Next(2) == 0)
                {
                    arrows.Add(new(above, step, default));
                }
            }
        }

        return (boxes, [.. arrows]);
    }

    /// <summary>Numbers that are the same on every platform.</summary>
    private sealed class Numbers(int seed)
    {
        private ulong _state = ((ulong)seed * 2) + 1;

        public int Next(int below)
        {
            _state = (_state * 6364136223846793005UL) + 1442695040888963407UL;
            return (int)((_state >> 33) % (ulong)below);
        }
    }
}
