using Distil.Generators.Tests.Docs;

namespace Distil.Package.Tests;

/// <summary>
/// A new solution as a user would start it, which knows the package and nothing of this repository. Golden is the sample of the design
/// as it stands, App the sample of the README and a pipeline of another assembly's steps, Library that other assembly.
/// </summary>
public sealed class FreshSolution(PackedDistil packed) : IAsyncLifetime
{
    private const string Framework = "net10.0";

    /// <summary>The solution's folder.</summary>
    public string Folder { get; } = packed.NewFolder("Fresh");

    /// <summary>What the first build said.</summary>
    internal Said Built { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Write("Fresh.slnx", """
            <Solution>
              <Project Path="Golden/Golden.csproj" />
              <Project Path="Library/Library.csproj" />
              <Project Path="App/App.csproj" />
            </Solution>
            """);

        Write("Golden/Golden.csproj", Project(Framework, "<OutputType>Exe</OutputType>", """<Using Include="Models" Static="true" />"""));
        foreach (var name in (string[])["Preferences.cs", "Program.cs", "Supplied.cs"])
        {
            Write("Golden/" + name, Repository.Read("tests/Pipelines.Tests/Golden/" + name));
        }

        Write("Library/Library.csproj", Project("net8.0", "<GenerateDocumentationFile>true</GenerateDocumentationFile>", """<InternalsVisibleTo Include="App" />"""));
        Write("Library/Steps.cs", FreshSources.Library);
        Write("App/App.csproj", Project(Framework, "<OutputType>Exe</OutputType>", """<ProjectReference Include="../Library/Library.csproj" />"""));
        var readme = Page.Read("README.md");
        Write("App/Reviews.cs", readme.Code("sample"));
        Write("App/Graded.cs", FreshSources.Pipeline);
        Write("App/Program.cs", FreshSources.Program(readme.Blocks.Single(block => block.Name == "run").Text));

        Built = await BuildAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Builds all of it.</summary>
    internal Task<Said> BuildAsync() => packed.RunAsync(Folder, "build", "Fresh.slnx", "-c", "Release");

    /// <summary>Runs one of its programs.</summary>
    internal Task<Said> RunAsync(string project) => packed.RunAsync(Path.Combine(Folder, project), Path.Combine("bin", "Release", Framework, project + ".dll"));

    /// <summary>A project file with a reference to the package, warnings as errors.</summary>
    internal static string Project(string framework, string properties = "", string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>{framework}</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Distil" Version="{PackedDistil.Version}" />
            {items}
          </ItemGroup>
        </Project>
        """;

    private void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
