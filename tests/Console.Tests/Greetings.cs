using Distil;

namespace ConsoleSamples;

/// <summary>Says the greetings: a service that the pipeline is given.</summary>
public interface IVoice
{
    string Say(string text);
}

public sealed class PlainVoice : IVoice
{
    public string Say(string text) => text;
}

public enum Tone
{
    Calm,
    Loud,
}

[Row]
public sealed record Guest(string Name);

/// <summary>Greets a guest.</summary>
[Step]
public sealed class Greet(IVoice voice, string greeting)
{
    /// <summary>How it sounds.</summary>
    [RuntimeParameter]
    public Tone Tone { get; set; }

    /// <summary>How often it is said.</summary>
    [RuntimeParameter]
    public int Times { get; set; } = 1;

    [RuntimeParameter(Secret = true)]
    public string Password { get; set; } = "swordfish";

    [return: Column("said")]
    public string Process(string name)
    {
        if (name.StartsWith("bad", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{name} is not\nwelcome.");
        }

        var said = voice.Say($"{greeting}, {name}");
        return string.Join(' ', Enumerable.Repeat(Tone == Tone.Loud ? said.ToUpperInvariant() : said, Times));
    }
}

/// <summary>Lets nobody in.</summary>
[Filter(OnError = OnError.Stop)]
public sealed class Door
{
    [RuntimeParameter]
    public bool IsShut { get; set; }

    public bool Keep(string said) => IsShut ? throw new InvalidOperationException("The door is shut.") : said.Length > 0;
}

[Pipeline]
public sealed partial class EveningGreetings(IVoice voice, int guests, string greeting = "Good evening", int bad = 0)
{
    Rows<Guest> Guests { get; } = Rows.From(
        Enumerable.Range(1, guests).Select(number => new Guest((number <= bad ? "bad" : "guest") + number)).ToList());
    [From(nameof(Guests))] Greet Greeted { get; } = new(voice, greeting);
    [From(nameof(Greeted))] Door In { get; } = new();
}
