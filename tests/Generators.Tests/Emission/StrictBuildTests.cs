using System.Diagnostics;
using System.Runtime.InteropServices;
using Distil.Generators.Tests.Docs;
using Distil.Generators.Tests.Snapshots;

namespace Distil.Generators.Tests.Emission;

/// <summary>
/// What is generated, handed to the SDK as if a person had written it: every analyzer at its strictest, nullable, documentation and
/// unused usings checked, and every warning an error.
/// </summary>
public sealed class StrictBuildTests
{
    /// <summary>Generous: the whole SDK runs, on a machine that may be busy. It takes half a minute on two idle cores.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    /// <summary>Rules that are broken and not to be kept, each with why.</summary>
    private static readonly (string Rule, string Why)[] s_notKept =
    [
        ("CA1031", "Whatever a step throws is the failure of its row."),
        ("CA1034", "Result, Parameters and the row types belong to one pipeline and are named after it."),
        ("CA1050", "A pipeline in the global namespace has its members there."),
        ("CA1056", "A column is a text where the user made it one, whatever it is called."),
        ("CA1720", "A step is called as the user called it."),
        ("CA1812", "Parameters are made by the user, or by nobody."),
        ("CA1819", "A column is an array where the user made it one."),
        ("CA1859", "A value is read from a file as its column's type."),
    ];

    private const string EditorConfig = """
        root = true

        [User/**.cs]
        generated_code = true

        [*.cs]
        dotnet_diagnostic.IDE0005.severity = error
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>preview</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>disable</ImplicitUsings>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <WarningsNotAsErrors>$(NotKept)</WarningsNotAsErrors>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="$(Tests)Distil.*.dll" Exclude="$(Tests)Distil.Generators*.dll" />
            <Reference Include="$(Tests)Microsoft.Extensions.*.dll" />
          </ItemGroup>
          <!-- One of the pipelines stands in for the serializer's own generator. -->
          <Target Name="LeaveOutJsonGenerator" BeforeTargets="CoreCompile">
            <ItemGroup>
              <Analyzer Remove="@(Analyzer)" Condition="'%(Filename)' == 'System.Text.Json.SourceGeneration'" />
            </ItemGroup>
          </Target>
        </Project>
        """;

    [Fact(Timeout = 540_000)]
    public async Task Generated_code_builds_without_a_warning_as_if_it_were_written()
    {
        var folder = Directory.CreateTempSubdirectory("distil-strict");
        try
        {
            Write("Directory.Build.props", "<Project />");
            Write("Directory.Build.targets", "<Project />");
            Write("Directory.Packages.props", "<Project />");
            Write("Strict.csproj", Project
                .Replace("$(Tests)", AppContext.BaseDirectory, StringComparison.Ordinal)
                .Replace("$(NotKept)", string.Join(";", s_notKept.Select(rule => rule.Rule)), StringComparison.Ordinal));
            Write(".editorconfig", EditorConfig);
            Write("User/Usings.cs", Generated.Usings);
            foreach (var name in SnapshotPipelines.Names.Except(SnapshotPipelines.Wrong))
            {
                Add(name, [(name, SnapshotPipelines.Source(name))]);
            }

            Add("ApiDocs", [.. SampleFiles()]);
            var (code, output) = await BuildAsync(folder.FullName, TestContext.Current.CancellationToken);
            Assert.True(code == 0, Findings(output));

            // That these are found shows that the analyzers looked; one that is found no longer is to be kept from now on.
            Assert.Equal(s_notKept.Select(rule => rule.Rule), WarningsIn(output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string path, string text)
        {
            var file = new FileInfo(Path.Combine(folder.FullName, path));
            file.Directory!.Create();
            File.WriteAllText(file.FullName, text);
        }

        void Add(string name, (string Path, string Text)[] files)
        {
            foreach (var (path, text) in files)
            {
                Write($"User/{name}/{path}.cs", "#nullable enable\n#pragma warning disable\n" + text);
            }

            // Without the header and the attribute the analyzers take it for a person's.
            var lines = Compiling.Unquieted(new Generated(files).Text).Split('\n');
            Write($"Written/{name}.cs", string.Join("\n", lines.Where(line => line != "// <auto-generated/>" && !line.TrimStart().StartsWith("[global::System.CodeDom.Compiler.GeneratedCode(", StringComparison.Ordinal))));
        }
    }

    /// <summary>The sample's steps and its pipeline, without the program round it.</summary>
    private static IEnumerable<(string Path, string Text)> SampleFiles()
    {
        var sample = Path.Combine(Repository.Root, "samples", "ApiDocs");
        return Directory.GetFiles(sample, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(sample, path).Replace('\\', '/'))
            .Where(path => path != "Program.cs" && !path.StartsWith("Console/", StringComparison.Ordinal)
                && !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (path[..^".cs".Length], File.ReadAllText(Path.Combine(sample, path))));
    }

    private static async Task<(int Code, string Output)> BuildAsync(string folder, CancellationToken token)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(dotnet, ["build", "Strict.csproj", "--nologo", "-v", "q", "-nodeReuse:false", "-clp:NoSummary"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the build that runs this test was told is not for this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEndAsync(token);
        var errors = build.StandardError.ReadToEndAsync(token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(s_limit);
        try
        {
            await build.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            build.Kill(entireProcessTree: true);
            Assert.Fail($"The build did not end within {s_limit}.\n{await output}{await errors}");
        }

        return (build.ExitCode, await output + await errors);
    }

    /// <summary>The rules that were warned of, sorted.</summary>
    private static IEnumerable<string> WarningsIn(string output) => output.Split('\n')
        .Where(line => line.Contains(": warning ", StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(": warning ", StringComparison.Ordinal) + ": warning ".Length)..].Split(':')[0])
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    /// <summary>Each rule once, with how often it was broken and the first place.</summary>
    private static string Findings(string output)
    {
        var lines = output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        var rules = lines.GroupBy(line => line[(line.IndexOf(": error ", StringComparison.Ordinal) + ": error ".Length)..].Split(':')[0]);
        return lines.Count == 0 ? output : string.Join("\n", rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => $"{rule.Count(),4} × {rule.First()}"));
    }
}
