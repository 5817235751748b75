using System.Text.RegularExpressions;
using Distil.Generators.Tests.Docs;

namespace Distil.Generators.Tests.Structure;

/// <summary>What holds in the runtime alone: its namespaces, how few files of the engine name each other, and what writes to the disk.</summary>
public sealed partial class RuntimeStructureTests
{
    private const int LargestCycle = 3;

    private static readonly SourceFolders s_runtime = new("Runtime/Core", []);

    [Fact]
    public void No_more_than_three_files_of_the_engine_name_each_other()
    {
        var references = s_runtime.References(TestContext.Current.CancellationToken);
        var links = references.ToLookup(reference => reference.From, reference => reference.To);
        var cycles = Cycles(s_runtime.Files, links);
        var large = cycles.Where(cycle => cycle.Count > LargestCycle && cycle[0].StartsWith("Engine/", StringComparison.Ordinal));
        Assert.Empty(large.Select(cycle => string.Join(", ", cycle)));

        // What is looked for is there: a step's invoker and its retries name each other.
        Assert.Contains(cycles, cycle => cycle.Contains("Engine/Calls/StepInvoker.cs"));
    }

    [Fact]
    public void A_cycle_is_found()
    {
        (string From, string To)[] links = [("a", "b"), ("b", "c"), ("c", "a"), ("b", "d"), ("d", "e")];
        Assert.Equal(["a", "b", "c"], Assert.Single(Cycles(["a", "b", "c", "d", "e"], links.ToLookup(link => link.From, link => link.To))));
    }

    /// <summary>What users type is in <c>Distil</c>, what generated code calls in <c>Distil.Engine</c>, all else goes by its folder.</summary>
    [Fact]
    public void A_namespace_is_that_of_its_folder_or_of_its_readers()
    {
        // The generator compiles some files too.
        var generator = Repository.Read("Generators/Distil.Generators.csproj");
        Assert.All(s_runtime.Files.Where(file => !generator.Contains($"Runtime/Core/{file}\"", StringComparison.Ordinal)), file =>
        {
            string[] allowed = PublicType().IsMatch(s_runtime.Text(file)) ? ["Distil", "Distil.Engine"]
                : SourceFolders.Folder(file) is var folder && folder == "." ? ["Distil"]
                : ["Distil." + folder.Replace('/', '.')];
            Assert.All(s_runtime.Namespaces(file), space => Assert.Contains(space, allowed));
        });
    }

    /// <summary>A run writes through <c>IDisk</c> alone, so that tests can make each write fail.</summary>
    [Fact]
    public void Files_are_written_through_the_disk_alone()
    {
        Assert.Matches(Writing(), s_runtime.Text("IO/RealDisk.cs"));
        Assert.All(s_runtime.Files.Where(file => file != "IO/RealDisk.cs"), file => Assert.DoesNotMatch(Writing(), s_runtime.Text(file)));
    }

    /// <summary>The strongly connected parts of more than one file.</summary>
    private static List<List<string>> Cycles(IReadOnlyList<string> files, ILookup<string, string> links)
    {
        var reached = files.ToDictionary(file => file, file => Reached(file, links), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var cycles = new List<List<string>>();
        foreach (var file in files.Where(file => reached[file].Contains(file)))
        {
            if (seen.Add(file))
            {
                cycles.Add([.. files.Where(other => reached[file].Contains(other) && reached[other].Contains(file))]);
                seen.UnionWith(cycles[^1]);
            }
        }

        return cycles;
    }

    private static HashSet<string> Reached(string from, ILookup<string, string> links)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<string>([from]);
        while (left.TryPop(out var file))
        {
            foreach (var next in links[file].Where(reached.Add))
            {
                left.Push(next);
            }
        }

        return reached;
    }

    [GeneratedRegex(@"^public\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(
        @"\bFile\.(Append|Copy|Create|Delete|Move|OpenWrite|Replace|Set|Write)|\bDirectory\.(Create|Delete|Move)"
        + @"|\bFileMode\.(Append|Create|OpenOrCreate|Truncate)|\bFileAccess\.(Read)?Write")]
    private static partial Regex Writing();
}
