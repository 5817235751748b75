using System.Diagnostics.CodeAnalysis;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace Distil.Checkpoints;

/// <summary>
/// Tells one build of a program from another: by the module version ids of the application's assemblies, those of the shared framework left
/// out; of a program in one file, by the hash of that file. A deterministic build of the same sources in the same place has the same.
/// </summary>
internal static class CodeIdentity
{
    private static readonly Lazy<string> s_application = new(OfApplication);

    /// <summary>The identity of this program and of types that may have been loaded from elsewhere.</summary>
    /// <param name="types">The types.</param>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is what tells a program in one file.")]
    public static string Of(IEnumerable<Type> types)
    {
        var hash = new StringBuilder(s_application.Value);
        if (typeof(CodeIdentity).Assembly.Location.Length > 0)
        {
            var modules = types.Select(static type => type.Assembly.ManifestModule.ModuleVersionId).Distinct().Order();
            hash.AppendJoin('\n', modules);
        }

        return Hash(hash.ToString());
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "As above.")]
    private static string OfApplication()
    {
        var isOneFile = typeof(CodeIdentity).Assembly.Location.Length == 0;
        if (isOneFile || AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is not string trusted)
        {
            using var program = File.OpenRead(Environment.ProcessPath!);
            return Convert.ToHexString(SHA256.HashData(program));
        }

        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var parts = trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) != framework && !IsOfSharedFramework(path, framework))
            .OrderBy(static path => Path.GetFileName(path), StringComparer.Ordinal)
            .Select(static path => $"{Path.GetFileName(path)} {ModuleOf(path)}");
        return Hash(string.Join('\n', parts));
    }

    /// <summary>Whether a file belongs to another shared framework, such as ASP.NET's: its folder is a sister of the first one's.</summary>
    private static bool IsOfSharedFramework(string path, string? framework) =>
        Path.GetDirectoryName(Path.GetDirectoryName(framework)) is { } shared
            && Path.GetFileName(shared) == "shared"
            && path.StartsWith(shared + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string ModuleOf(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            var metadata = image.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToString();
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            // Native code that lies beside the program.
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
