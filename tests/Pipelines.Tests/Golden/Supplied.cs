// What the golden sample asks of the one who runs it, and nothing else.

public interface IModel
{
    string Name { get; }

    ValueTask<Answer> AskAsync(string instruction, double temperature, CancellationToken ct);
}

public sealed class FakeModel(string name, int wordsAnAnswer) : IModel
{
    public string Name => name;

    public async ValueTask<Answer> AskAsync(string instruction, double temperature, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        var words = Enumerable.Range(0, wordsAnAnswer).Select(i => $"{name}{i}");
        return new Answer($"{string.Join(' ', words)} to: {instruction}", wordsAnAnswer);
    }
}

public static class Models
{
    public static IModel small { get; } = new FakeModel("small", 2);

    public static IModel large { get; } = new FakeModel("large", 7);
}

public static class Rubric
{
    /// <summary>Half a point for an answer that repeats the instruction, and a tenth a word of the question, up to five.</summary>
    public static (double Score, string Rationale) Apply(string instruction, string text)
    {
        var words = instruction.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var score = (text.EndsWith(instruction, StringComparison.Ordinal) ? 0.3 : 0.0) + (Math.Min(words, 5) / 10.0);
        return (score, $"{words} words");
    }
}

public static class Ranking
{
    /// <summary>1 for the highest score; of equal scores the earlier row is first.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<double> score)
    {
        var order = Enumerable.Range(0, score.Count).OrderByDescending(i => score[i]).ThenBy(i => i).ToArray();
        var ranks = new int[score.Count];
        for (var place = 0; place < order.Length; place++)
        {
            ranks[order[place]] = place + 1;
        }

        return ranks;
    }
}
