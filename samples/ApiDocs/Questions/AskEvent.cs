using Distil;

namespace ApiDocs;

/// <summary>Asks about an event.</summary>
[Step]
public sealed class AskEvent
{
    /// <summary>The question that the passage answers.</summary>
    [return: Column("question")]
    public string Process(string name, Section section, string? subject) => section switch
    {
        Section.Summary => $"When is the event `{name}` raised?",
        _ => Ask.Other(name, section, subject),
    };
}
