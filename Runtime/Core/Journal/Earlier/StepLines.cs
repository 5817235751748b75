namespace Distil.Journal.Earlier;

/// <summary>
/// Which steps of several generations are one and the same, under one name or another: such a line of steps has its answers in common.
/// </summary>
/// <remarks>
/// A step goes on with the line of the newest generation that has its name with its fingerprint. Of what is left, those with equal
/// fingerprints are paired in declared order, one to one, the lines of the newest generation first: a step that was renamed keeps its
/// answers. Each generation is compared with those before it, in order, so that a step that gets an earlier name back has all the
/// answers, those that were taken over under the other name included.
/// </remarks>
internal sealed class StepLines
{
    private readonly Dictionary<(string Name, string Fingerprint), (int Line, long Generation)> _named = [];
    private readonly Dictionary<string, List<(int Line, long Generation, int Number)>> _lines = new(StringComparer.Ordinal);
    private readonly List<List<string>> _names = [];

    /// <summary>The names that a line has had.</summary>
    public IReadOnlyList<string> Names(int line) => _names[line];

    /// <summary>Finds the lines of the steps of the next generation.</summary>
    /// <param name="generation">The number of the generation: higher than those before.</param>
    /// <param name="steps">Its steps, in declared order.</param>
    /// <returns>The line of each step.</returns>
    public int[] Add(long generation, IReadOnlyList<DescribedStep> steps)
    {
        var lines = new int[steps.Count];
        Array.Fill(lines, -1);
        var used = new HashSet<int>();
        TakeNamed(steps, lines, used);
        TakeOthers(steps, lines, used);
        for (var step = 0; step < lines.Length; step++)
        {
            if (lines[step] < 0)
            {
                lines[step] = _names.Count;
                _names.Add([]);
            }

            Note(generation, steps[step], lines[step]);
        }

        return lines;
    }

    private void TakeNamed(IReadOnlyList<DescribedStep> steps, int[] lines, HashSet<int> used)
    {
        var named = new List<(int Step, int Line, long Generation)>();
        for (var step = 0; step < lines.Length; step++)
        {
            if (_named.TryGetValue((steps[step].Name, steps[step].Fingerprint), out var last))
            {
                named.Add((step, last.Line, last.Generation));
            }
        }

        foreach (var (step, line, _) in named.OrderByDescending(static one => one.Generation))
        {
            if (used.Add(line))
            {
                lines[step] = line;
            }
        }
    }

    private void TakeOthers(IReadOnlyList<DescribedStep> steps, int[] lines, HashSet<int> used)
    {
        for (var step = 0; step < lines.Length; step++)
        {
            if (lines[step] >= 0 || !_lines.TryGetValue(steps[step].Fingerprint, out var equal))
            {
                continue;
            }

            var left = equal.Where(one => !used.Contains(one.Line))
                .OrderByDescending(static one => one.Generation)
                .ThenBy(static one => one.Number)
                .Select(static one => one.Line);
            foreach (var line in left.Take(1).ToList())
            {
                used.Add(line);
                lines[step] = line;
            }
        }
    }

    private void Note(long generation, DescribedStep step, int line)
    {
        _named[(step.Name, step.Fingerprint)] = (line, generation);
        if (!_lines.TryGetValue(step.Fingerprint, out var equal))
        {
            _lines.Add(step.Fingerprint, equal = []);
        }

        equal.RemoveAll(one => one.Line == line);
        equal.Add((line, generation, step.Number));
        if (!_names[line].Contains(step.Name))
        {
            _names[line].Add(step.Name);
        }
    }
}
