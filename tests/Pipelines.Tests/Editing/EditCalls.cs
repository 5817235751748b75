using System.Globalization;

namespace Distil.Pipelines.Tests.Editing;

/// <summary>A call of a durable step: a row, or the rows of a batch.</summary>
public sealed record EditCall(string Step, IReadOnlyList<string> Inputs, IReadOnlyList<string> Answers);

/// <summary>Answers the calls of durable steps, never twice alike, and writes them down. It is shared by all runs of a directory.</summary>
public sealed class EditCalls
{
    private readonly Lock _lock = new();
    private readonly List<EditCall> _calls = [];
    private int _answers;
    private (int At, Action Then)? _event;

    /// <summary>What a row is answered; null: each call something else.</summary>
    public Func<string, string>? Answer { get; init; }

    /// <summary>Whether a step fails on an input.</summary>
    public Func<string, string, bool> Fails { get; set; } = static (_, _) => false;

    /// <summary>The calls since <see cref="Begin"/> that were answered.</summary>
    public IReadOnlyList<EditCall> Made
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Forgets the calls: another run begins.</summary>
    /// <param name="at">The call at which something else is done beside; 0: none.</param>
    /// <param name="then">What is done.</param>
    public void Begin(int at = 0, Action? then = null)
    {
        lock (_lock)
        {
            _calls.Clear();
            _event = then is null ? null : (at, then);
        }
    }

    public async Task<string> AskAsync(string step, string input) => (await AskAsync(step, (IReadOnlyList<string>)[input]))[0];

    public async Task<string[]> AskAsync(string step, IReadOnlyList<string> inputs)
    {
        await Task.Yield();
        if (inputs.FirstOrDefault(input => Fails(step, input)) is { } failing)
        {
            throw new InvalidOperationException($"{step} has no answer to '{failing}'.");
        }

        Action? then = null;
        string[] answers;
        lock (_lock)
        {
            answers =
            [
                .. inputs.Select(input => Answer?.Invoke(input) ?? string.Create(CultureInfo.InvariantCulture, $"~{++_answers:D6}~")),
            ];
            _calls.Add(new(step, [.. inputs], answers));
            if (_event is { } planned && planned.At == _calls.Count)
            {
                then = planned.Then;
            }
        }

        then?.Invoke();
        return answers;
    }

    /// <summary>What a step says besides its answer: a function of its input and, for one half of the inputs, of its code.</summary>
    /// <param name="input">The input.</param>
    /// <param name="code">What the code says: of each part that is edited one character, '1' before the edit.</param>
    public static string Kind(string input, string code) =>
        code.Trim('1').Length == 0 || input.Sum(static letter => letter) % 2 == 0 ? input : $"{input}'{code}";
}
