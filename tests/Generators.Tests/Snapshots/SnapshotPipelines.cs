using System.Runtime.CompilerServices;
using Distil.Generators.Tests.Parsing;

namespace Distil.Generators.Tests.Snapshots;

/// <summary>
/// The pipelines whose generated code is kept to be read: <c>Name.source.cs</c> beside the tests is what a user wrote,
/// <c>Name.verified.cs</c> what is generated for it.
/// </summary>
internal static class SnapshotPipelines
{
    private const string Extension = ".source.cs";

    /// <summary>The golden sample, whose text has a place of its own.</summary>
    private const string Golden = "Preferences";

    /// <summary>Pipelines that have an error.</summary>
    public static IReadOnlyList<string> Wrong { get; } = ["Broken"];

    /// <summary>Every pipeline, by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder(), "*" + Extension).Select(Path.GetFileName).Select(name => name![..^Extension.Length]).Append(Golden).Order(StringComparer.Ordinal)];

    public static string Source(string name) => name == Golden ? GoldenSample.Source : File.ReadAllText(Path.Combine(Folder(), name + Extension));

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
