using Distil;

namespace ApiDocs;

/// <summary>Asks about a field, a constant or a member of an enum.</summary>
[Step]
public sealed class AskField
{
    /// <summary>The question that the passage answers.</summary>
    [return: Column("question")]
    public string Process(string name, Section section, string? subject) => section switch
    {
        Section.Summary => $"What does the field `{name}` stand for?",
        Section.Returns => $"What is the value of the field `{name}`?",
        _ => Ask.Other(name, section, subject),
    };
}
