using System.Runtime.InteropServices;

namespace ApiDocs;

/// <summary>Finds the documentation files: in a folder that was named, or in the SDK that runs this program.</summary>
public static class DocFolder
{
    private const string Pack = "Microsoft.NETCore.App.Ref";

    /// <summary>The documentation files of a folder, in ordinal order, so that every run reads the same rows in the same order.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DocumentationException($"{folder}: there is no such folder");
        }

        string[] files = Directory.GetFiles(folder, "*.xml");
        if (files.Length == 0)
        {
            throw new DocumentationException($"{folder}: there is no documentation file (*.xml) in this folder");
        }

        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>The folder of the documentation that the running SDK carries: the newest version of its reference pack.</summary>
    public static string OfRunningSdk()
    {
        List<string> roots = [];

        // <root>/shared/Microsoft.NETCore.App/<version>/ is where the running runtime lies.
        DirectoryInfo? shared = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent;
        if (shared?.Parent is { } besideShared)
        {
            roots.Add(besideShared.FullName);
        }

        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } named)
        {
            roots.Add(named);
        }

        foreach (string root in roots)
        {
            string pack = Path.Combine(root, "packs", Pack);
            if (Directory.Exists(pack) && NewestReference(pack) is { } found)
            {
                return found;
            }
        }

        throw new DocumentationException(
            $"The running SDK carries no documentation (looked for packs/{Pack} in {string.Join(", ", roots)}). "
            + "Install the .NET SDK, or name a folder of documentation files with --docs.");
    }

    private static string? NewestReference(string pack)
    {
        foreach (string version in Directory.GetDirectories(pack).Order(StringComparer.Ordinal).OrderByDescending(VersionOf))
        {
            string reference = Path.Combine(version, "ref");
            if (!Directory.Exists(reference))
            {
                continue;
            }

            foreach (string framework in Directory.GetDirectories(reference).Order(StringComparer.Ordinal))
            {
                if (Directory.EnumerateFiles(framework, "*.xml").Any())
                {
                    return framework;
                }
            }
        }

        return null;
    }

    private static Version VersionOf(string folder)
    {
        // A preview's version ends in a label that Version does not know: 10.0.0-rc.1.
        string name = Path.GetFileName(folder);
        int label = name.IndexOf('-', StringComparison.Ordinal);
        return Version.TryParse(label < 0 ? name : name[..label], out Version? version) ? version : new Version(0, 0);
    }
}
