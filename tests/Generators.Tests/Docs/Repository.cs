using System.Runtime.CompilerServices;

namespace Distil.Generators.Tests.Docs;

/// <summary>The files of the checkout that this test was compiled from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every page that a reader reads, by its path from the root.</summary>
    public static IEnumerable<string> Pages =>
    [
        "README.md",
        .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(FullPath(page)).ReplaceLineEndings("\n");

    public static string FullPath(string page) => Path.Combine(Root, page);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Distil.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests were not compiled inside a checkout.");
    }
}
