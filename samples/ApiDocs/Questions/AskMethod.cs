using Distil;

namespace ApiDocs;

/// <summary>Asks about a method.</summary>
[Step]
public sealed class AskMethod
{
    /// <summary>The question that the passage answers.</summary>
    [return: Column("question")]
    public string Process(string name, Section section, string? subject) => section switch
    {
        Section.Summary => $"What does the method `{name}` do?",
        _ => Ask.Other(name, section, subject),
    };
}
