using Distil;

namespace ApiDocs;

/// <summary>Asks about a type.</summary>
[Step]
public sealed class AskType
{
    /// <summary>The question that the passage answers.</summary>
    [return: Column("question")]
    public string Process(string name, Section section, string? subject) => section switch
    {
        Section.Summary => $"What is `{name}`?",
        Section.Returns => $"What does the delegate `{name}` return?", // Of the types, only delegates return anything.
        _ => Ask.Other(name, section, subject),
    };
}
