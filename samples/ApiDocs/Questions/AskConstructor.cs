using Distil;

namespace ApiDocs;

/// <summary>Asks about a constructor.</summary>
[Step]
public sealed class AskConstructor
{
    /// <summary>The question that the passage answers.</summary>
    [return: Column("question")]
    public string Process(string name, Section section, string? subject) => section switch
    {
        Section.Summary => $"What does the constructor `{name}` do?",
        _ => Ask.Other(name, section, subject),
    };
}
