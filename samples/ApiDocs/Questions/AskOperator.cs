using Distil;

namespace ApiDocs;

/// <summary>Asks about an operator or a conversion.</summary>
[Step]
public sealed class AskOperator
{
    /// <summary>The question that the passage answers.</summary>
    [return: Column("question")]
    public string Process(string name, Section section, string? subject) => section switch
    {
        Section.Summary => $"What does `{name}` do?",
        _ => Ask.Other(name, section, subject),
    };
}
