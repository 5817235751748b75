using System.IO.Compression;
using System.Reflection;
using Distil.Generators.Tests.Docs;

[assembly: AssemblyFixture(typeof(Distil.Package.Tests.PackedDistil))]

namespace Distil.Package.Tests;

/// <summary>
/// The package, made once, in a folder that stands beside the machine's sources: what a fresh project restores from. All of it lies in a
/// folder of this run and goes with it.
/// </summary>
public sealed class PackedDistil : IAsyncLifetime
{
    private static readonly ILookup<string, string?> s_metadata =
        typeof(PackedDistil).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(data => data.Key, data => data.Value);

    private readonly string _folder = Directory.CreateTempSubdirectory("distil-package-").FullName;

    /// <summary>A version that no other source can have.</summary>
    public static string Version { get; } = "0.1.0-fresh" + Guid.NewGuid().ToString("N")[..8];

    /// <summary>As these tests are built.</summary>
    public static string Configuration => s_metadata["Configuration"].Single()!;

    /// <summary>The package's file.</summary>
    public string File { get; private set; } = "";

    /// <summary>The packages that were restored here; the machine's own serve all but Distil.</summary>
    public string Restored => Path.Combine(_folder, "restored");

    public async ValueTask InitializeAsync()
    {
        var packages = Path.Combine(_folder, "packages");
        Directory.CreateDirectory(packages);
        string[] pack = ["pack", "Runtime/Core/Distil.Runtime.csproj", "--no-build", "-c", Configuration, "-o", packages, "-warnaserror", $"-p:PackageVersion={Version}"];
        (await Sdk.RunAsync(Repository.Root, null, pack)).Succeeded();
        File = Assert.Single(Directory.GetFiles(packages, "*.nupkg"));

        // No source of the machine is named here: those that it is configured with are used beside this one.
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packages}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{s_metadata["MachinePackages"].Single()}" />
              </fallbackPackageFolders>
              <config>
                <add key="signatureValidationMode" value="accept" />
              </config>
            </configuration>
            """);
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "Directory.Build.props"), "<Project />");
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "Directory.Build.targets"), "<Project />");
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "Directory.Packages.props"), "<Project />");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A new folder in which a project finds the package.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>Calls the SDK in a folder from <see cref="NewFolder"/>.</summary>
    internal Task<Said> RunAsync(string folder, params string[] arguments) => Sdk.RunAsync(folder, Restored, arguments);

    /// <summary>The names and bytes of what the package holds.</summary>
    internal static async Task<Dictionary<string, byte[]>> ReadAsync(string file)
    {
        var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var archive = await ZipFile.OpenReadAsync(file);
        foreach (var entry in archive.Entries)
        {
            await using var stream = await entry.OpenAsync();
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            entries.Add(entry.FullName, bytes.ToArray());
        }

        return entries;
    }
}
