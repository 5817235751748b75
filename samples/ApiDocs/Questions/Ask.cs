namespace ApiDocs;

/// <summary>The questions that are asked alike whatever the kind of member.</summary>
internal static class Ask
{
    /// <summary>A question whose answer is a passage that is not the summary.</summary>
    public static string Other(string name, Section section, string? subject) => section switch
    {
        Section.Returns => $"What does `{name}` return?",
        Section.Parameter => $"What is the parameter `{subject}` of `{name}`?",
        Section.TypeParameter => $"What does the type parameter `{subject}` of `{name}` stand for?",
        Section.Exception => $"When does `{name}` throw `{subject}`?",
        _ => $"What should I know about `{name}` before I use it?",
    };
}
