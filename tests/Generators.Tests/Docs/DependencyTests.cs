using System.Text.RegularExpressions;

namespace Distil.Generators.Tests.Docs;

public sealed partial class DependencyTests
{
    [Fact]
    public void Every_package_that_a_project_refers_to_is_listed_and_no_other()
    {
        var projects = Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository.Root, "Directory.Build.props", SearchOption.AllDirectories));
        var used = projects.SelectMany(path => Reference().Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value);
        var listed = Row().Matches(Repository.Read("docs/dependencies.md")).Select(match => match.Groups["name"].Value);
        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("<PackageReference Include=\"(?<name>[^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\| (?<name>[A-Z]\w+(\.\w+)*|xunit\.v3) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
