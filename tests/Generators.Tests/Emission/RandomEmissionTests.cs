using System.Collections;
using System.Reflection;
using Distil.Generators.Model;
using Distil.Generators.Tests.Planning;

namespace Distil.Generators.Tests.Emission;

/// <summary>Pipelines drawn at random, emitted, compiled, run, and compared with what the words of the contract say.</summary>
public sealed class RandomEmissionTests
{
    private const int GraphsAtOnce = 30;

    /// <summary>More are drawn where this variable says how many times as many.</summary>
    private static readonly int s_rounds = int.TryParse(Environment.GetEnvironmentVariable("DISTIL_RANDOM_ROUNDS"), out var rounds) ? rounds : 1;

    public static TheoryData<int> Rounds => [.. Enumerable.Range(0, s_rounds)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Emitted_pipelines_compile_without_a_warning_and_give_what_the_graph_says(int round)
    {
        var pipelines = Enumerable.Range(round * GraphsAtOnce, GraphsAtOnce).Select(seed => new ActedPipeline(seed, RandomGraph.Make(seed))).ToList();
        var compilation = Compiling.Compile(pipelines.SelectMany(pipeline => new[]
        {
            ($"P{pipeline.Namespace}.cs", pipeline.UserCode),
            ($"{pipeline.Namespace}.g.cs", pipeline.Emitted),
        }));
        var complaints = Compiling.Complaints(compilation);
        Assert.True(complaints.Length == 0, complaints);

        var assembly = Compiling.Load(compilation);
        foreach (var pipeline in pipelines)
        {
            AssertColumns(pipeline, assembly);
        }

        foreach (var pipeline in pipelines.Where(pipeline => !pipeline.HasUnequalZip))
        {
            var actual = await RunAsync(pipeline, assembly);
            var expected = Reference.Run(pipeline.Pipeline);
            foreach (var leaf in pipeline.Pipeline.Leaves)
            {
                Assert.True(
                    Expected(expected, leaf.Name, pipeline.IsOrdered) == actual[leaf.Name],
                    $"Seed {pipeline.Namespace}, leaf {leaf.Name}\nexpected {Expected(expected, leaf.Name, pipeline.IsOrdered)}\nactual   {actual[leaf.Name]}\n{PlanText.Of(pipeline.Pipeline)}");
            }
        }
    }

    /// <summary>The graph is told by what each step changes: the columns that pass must come out as they were planned.</summary>
    private static void AssertColumns(ActedPipeline pipeline, Assembly assembly)
    {
        var graph = (PipelineGraph)assembly.GetType(pipeline.Namespace + ".Acted")!.GetProperty("Graph")!.GetValue(null)!;
        foreach (var (planned, told) in pipeline.Model.Steps.Zip(graph.Steps))
        {
            Assert.Equal(planned.Name, told.Name);
            Assert.Equal(Columns(planned.InputColumns), Sorted(told.InputColumns));
            Assert.Equal(planned.Kind == StepKind.Sink ? [] : Columns(planned.OutputColumns), Sorted(told.OutputColumns));
        }

        // These models have them in an order of their own.
        IEnumerable<GraphColumn> Sorted(IEnumerable<GraphColumn> columns) => columns.OrderBy(column => column.Name, StringComparer.Ordinal);

        IEnumerable<GraphColumn> Columns(IEnumerable<int> ids) => Sorted(ids
            .Select(id => pipeline.Model.Columns[id])
            .Select(column => new GraphColumn(column.Name, Generators.Emission.Code.Docs.ShortType(column.Type), column.MadeBy)));
    }

    private static string Expected(string transcript, string leaf, bool isOrdered)
    {
        var line = transcript.Split('\n').FirstOrDefault(line => line.StartsWith($"data set {leaf}: ", StringComparison.Ordinal));
        return line is null ? "" : InOrder(line[($"data set {leaf}: ".Length)..].Split(' ').Select(row => row[row.IndexOf('(')..]), isOrdered);
    }

    private static async Task<Dictionary<string, string>> RunAsync(ActedPipeline pipeline, Assembly assembly)
    {
        var type = assembly.GetType(pipeline.Namespace + ".Acted")!;
        var instance = Activator.CreateInstance(type);
        var options = new RunOptions { HandleSignals = false };
        var task = (Task)type.GetMethod("RunAsync")!.Invoke(instance, [options, TestContext.Current.CancellationToken])!;
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {pipeline.Namespace}: {exception.Message}\n{PlanText.Of(pipeline.Pipeline)}", exception);
        }

        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        return pipeline.Pipeline.Leaves.ToDictionary(leaf => leaf.Name, leaf => InOrder(
            ((IEnumerable)result.GetType().GetProperty(leaf.Name)!.GetValue(result)!).Cast<object>().Select(row => "(" + string.Join(",", leaf.Members.Select(member => Value(row, member.Name))) + ")"),
            pipeline.IsOrdered));
    }

    private static long Value(object row, string name)
    {
        var value = row.GetType().GetProperty(name)!.GetValue(row)!;
        return new Cell((long)value.GetType().GetProperty("Raw")!.GetValue(value)!).Value;
    }

    private static string InOrder(IEnumerable<string> rows, bool isOrdered) => string.Join(" ", isOrdered ? rows : rows.Order(StringComparer.Ordinal));
}
