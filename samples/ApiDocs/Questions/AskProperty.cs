using Distil;

namespace ApiDocs;

/// <summary>Asks about a property or an indexer.</summary>
[Step]
public sealed class AskProperty
{
    /// <summary>The question that the passage answers.</summary>
    [return: Column("question")]
    public string Process(string name, Section section, string? subject) => section switch
    {
        Section.Summary => $"What is the property `{name}` for?",
        Section.Returns => $"What is the value of the property `{name}`?",
        Section.Parameter => $"What is `{subject}` in the indexer `{name}`?",
        _ => Ask.Other(name, section, subject),
    };
}
