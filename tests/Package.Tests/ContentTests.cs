using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Distil.Generators.Tests.Docs;

namespace Distil.Package.Tests;

/// <summary>What the package holds.</summary>
public sealed partial class ContentTests(PackedDistil packed)
{
    private static readonly string[] s_assemblies =
    [
        "analyzers/dotnet/cs/Distil.Generators.dll",
        "analyzers/dotnet/roslyn4.14/cs/Distil.CodeFixes.dll",
        "lib/net10.0/Distil.Attributes.dll",
        "lib/net10.0/Distil.Runtime.dll",
        "lib/net8.0/Distil.Attributes.dll",
        "lib/net8.0/Distil.Runtime.dll",
    ];

    [Fact]
    public async Task Each_part_lies_where_it_is_looked_for()
    {
        var entries = await PackedDistil.ReadAsync(packed.File);
        var pages = Directory.GetFiles(Repository.FullPath("docs"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));
        string[] expected =
        [
            .. s_assemblies,
            .. s_assemblies.Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Select(name => Path.ChangeExtension(name, ".xml")),
            "buildTransitive/Distil.props",
            "buildTransitive/Distil.targets",
            "README.md",
            "LICENSE",
            "icon.png",
            "Distil.nuspec",
            .. pages,
        ];
        var packaging = entries.Keys.Where(name => name is "[Content_Types].xml" || name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), entries.Keys.Except(packaging).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_picture_on_a_page_is_there()
    {
        var entries = await PackedDistil.ReadAsync(packed.File);
        var pictures = entries.Where(entry => entry.Key.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(page => Picture().Matches(Encoding.UTF8.GetString(page.Value)).Select(match => (Page: page.Key, File: match.Groups["file"].Value)))
            .ToList();
        Assert.Contains(("docs/performance.md", "performance.svg"), pictures);
        Assert.All(pictures, picture => Assert.Contains(
            Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(picture.Page)!, picture.File)).Replace('\\', '/'),
            entries.Keys));
    }

    [Fact]
    public async Task It_describes_itself_and_names_what_it_needs()
    {
        var nuspec = XDocument.Parse(Encoding.UTF8.GetString((await PackedDistil.ReadAsync(packed.File))["Distil.nuspec"]).TrimStart('\uFEFF'));
        var space = nuspec.Root!.Name.Namespace;
        var metadata = nuspec.Root.Element(space + "metadata")!;
        Assert.Equal("Distil", metadata.Element(space + "id")!.Value);
        Assert.Equal("Apache-2.0", metadata.Element(space + "license")!.Value);
        Assert.Equal("README.md", metadata.Element(space + "readme")!.Value);
        Assert.Equal("icon.png", metadata.Element(space + "icon")!.Value);
        Assert.Null(metadata.Element(space + "projectUrl"));
        Assert.Null(metadata.Element(space + "repository")?.Attribute("url"));

        var groups = metadata.Element(space + "dependencies")!.Elements(space + "group").ToDictionary(
            group => group.Attribute("targetFramework")!.Value,
            group => group.Elements(space + "dependency").Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal).ToList());
        Assert.Equal(["net10.0", "net8.0"], groups.Keys.Order(StringComparer.Ordinal));
        Assert.All(groups.Values, needed => Assert.Equal(
            ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Polly.Core"],
            needed));
    }

    [Fact]
    public async Task Its_assemblies_carry_their_symbols_and_no_path_of_the_machine()
    {
        var entries = await PackedDistil.ReadAsync(packed.File);
        foreach (var name in s_assemblies)
        {
            using var assembly = new PEReader(new MemoryStream(entries[name]));
            Assert.True(assembly.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb), name);
            Assert.True(assembly.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible), name);
            Assert.DoesNotContain(Repository.Root, Encoding.Latin1.GetString(entries[name]), StringComparison.Ordinal);
        }
    }

    /// <summary>Builds everything that is shipped once more, from a copy of the sources; what analyzers say of them is known.</summary>
    [Fact]
    public async Task A_second_build_in_another_folder_gives_the_same_assemblies()
    {
        // Not among the fresh projects: it restores as the repository does.
        var copy = Directory.CreateTempSubdirectory("distil-copy-").FullName;
        try
        {
            foreach (var name in (string[])["Attributes", "Generators", "Runtime", "docs"])
            {
                Copy(new DirectoryInfo(Repository.FullPath(name)), Path.Combine(copy, name));
            }

            foreach (var file in new DirectoryInfo(Repository.Root).GetFiles().Where(file => file.Extension is ".props" or ".json" or ".md" or ".config" || file.Name is "LICENSE" or ".editorconfig"))
            {
                file.CopyTo(Path.Combine(copy, file.Name));
            }

            (await Sdk.RunAsync(copy, null, "pack", "Runtime/Core/Distil.Runtime.csproj", "-c", PackedDistil.Configuration, "-o", "out", "-warnaserror", "-p:RunAnalyzers=false")).Succeeded();
            var first = await PackedDistil.ReadAsync(packed.File);
            var second = await PackedDistil.ReadAsync(Assert.Single(Directory.GetFiles(Path.Combine(copy, "out"), "*.nupkg")));
            var made = first.Keys.Where(name => name.EndsWith(".dll", StringComparison.Ordinal) || (name.EndsWith(".xml", StringComparison.Ordinal) && name.StartsWith("lib/", StringComparison.Ordinal)));
            Assert.All(made, name => Assert.True(first[name].AsSpan().SequenceEqual(second[name]), $"{name} is not the same."));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [GeneratedRegex(@"!\[[^\]]*\]\((?<file>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Picture();

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.GetFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.GetDirectories().Where(folder => folder.Name is not ("bin" or "obj")))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }
}
