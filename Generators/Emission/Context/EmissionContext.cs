using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Json;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Context;

/// <summary>What the parts of the emitter share: the model, the text, and the names of what is generated.</summary>
internal sealed class EmissionContext
{
    public EmissionContext(PipelineModel model)
    {
        Model = model;
        Types = new NameScope([.. NameScope.ObjectMembers, .. PipelineModel.FixedNames]);
        Types.Reserve(model.Steps.Select(step => step.Name));
        Types.Reserve(model.Leaves.Where(leaf => !leaf.IsUserType).Select(leaf => leaf.RowType));
        Types.Reserve(model.ContainingTypes.Select(type => type.Identifier));
        Types.Reserve([model.Declaration.Identifier]);
        Types.Reserve(model.TakenNames);

        Run = Own("RunAsync");
        Stream = Own("StreamAsync");
        Graph = Own("Graph");
        Result = Own("Result");
        Parameters = Own("Parameters");
        Definition = Types.Take("Definition");
        Ports = [.. model.Plan.Ports.Select(port => new PortNames(this, port))];
        foreach (var stage in model.Plan.Stages)
        {
            for (var branch = 0; branch < stage.Inputs.Count; branch++)
            {
                Ports[stage.Inputs[branch].Port].Readers.Add((stage.Index, branch));
            }
        }

        Stages = [.. model.Plan.Stages.Select(stage => Types.Take(Names.Capitalize(StageWord(stage)) + (stage.Head == HeadKind.Leaf ? "Leaf" : "Stage")))];
        Answers = [.. model.Plan.Stages
            .Where(stage => stage.Head is HeadKind.Call or HeadKind.Batch or HeadKind.All || model.Steps[stage.Step].Json is not null && stage.Head == HeadKind.Source)
            .Select(stage => new AnswersNames(this, stage))];
        Json = new JsonEmitter(this);
    }

    public PipelineModel Model { get; }

    public IndentedWriter Writer { get; } = new();

    /// <summary>The names taken in the pipeline class.</summary>
    public NameScope Types { get; }

    /// <summary>The members that the user sees. They have their names, but where the user has taken those, which is an error.</summary>
    public string Run { get; }

    public string Stream { get; }

    public string Graph { get; }

    public string Result { get; }

    public string Parameters { get; }

    /// <summary>The class that describes the pipeline to the engine.</summary>
    public string Definition { get; }

    /// <summary>By port.</summary>
    public IReadOnlyList<PortNames> Ports { get; }

    /// <summary>The class of each stage.</summary>
    public IReadOnlyList<string> Stages { get; }

    public IReadOnlyList<AnswersNames> Answers { get; }

    public JsonEmitter Json { get; }

    /// <summary>The pipeline class as its own members name it.</summary>
    public string Pipeline => Model.Declaration.Name;

    /// <summary>The pipeline class where a member of the same name would hide it.</summary>
    public string QualifiedPipeline =>
        "global::" + (Model.Namespace is { } space ? space + "." : "") + string.Join(".", Model.ContainingTypes.Append(Model.Declaration).Select(type => type.Name));

    public StepModel Step(int index) => Model.Steps[index];

    public ColumnModel Column(int id) => Model.Columns[id];

    /// <summary>Whether the column travels as it stood in a file.</summary>
    public bool IsAsJson(int column) => Model.Plan.AsJson.Contains(column);

    /// <summary>The type of a local that holds the column; null is the empty span where it travels as it stood in a file.</summary>
    public string LocalType(int column) => IsAsJson(column) ? CSharpTypes.JsonCell : Column(column).Type;

    public AnswersNames AnswersOf(StageModel stage) => Answers.First(answers => answers.Stage == stage.Index);

    /// <summary>The steps of a stage as text.</summary>
    public string Title(StageModel stage) =>
        stage.Head == HeadKind.Leaf ? Step(stage.Step).Name + " (data set)"
        : stage.Steps.Count == 0 ? $"to {Step(stage.Step).Name}"
        : string.Join(", ", stage.Steps.Select(step => Step(step).Name));

    /// <summary>Forks whose rows the stage's code numbers. A source's place needs no other number.</summary>
    public IReadOnlyList<int> CountedForks(StageModel stage) =>
        [.. stage.Forks.Where(id => !Model.Plan.Forks[id].IsSource || Carries(KeyKind.Fork, id))];

    /// <summary>Whether a key travels with the rows on some edge.</summary>
    public bool Carries(KeyKind kind, int id) => Model.Plan.Ports.Any(port => port.Keys.Any(key => key.Kind == kind && key.Id == id));

    /// <summary>The step that gives a stage its name.</summary>
    public string StageWord(StageModel stage) => Step(stage.Steps.Count == 0 ? stage.Step : stage.Steps[0]).Name;

    /// <summary>What a member's declaration says where it hides an inherited one.</summary>
    public string New(string member) => Model.Hiding.Contains(member, StringComparer.Ordinal) ? "new " : "";

    /// <summary>Prints the attributes of a class that generated code alone uses.</summary>
    public void MarkInner()
    {
        Writer.Line(CSharpTypes.GeneratedCode);
        if (Model.UsesObsolete)
        {
            Writer.Line(CSharpTypes.Obsolete + " // It uses what is obsolete as an error.");
        }
    }

    private string Own(string name) => Model.Clashes.Contains(name, StringComparer.Ordinal) ? Types.Take(name) : name;

}

/// <summary>What a port is called.</summary>
internal sealed class PortNames
{
    private static readonly string[] s_members =
    [
        .. NameScope.ObjectMembers, "Add", "Count", "Capacity", "Keys", "Marks", "ForColumns",
    ];

    public PortNames(EmissionContext context, PortModel port)
    {
        Port = port;
        var plan = context.Model.Plan;
        var readers = port.Readers.Select(reader => plan.Stages[reader]).ToList();
        var step = context.Step(port.Step).Name;
        var word = readers.Count switch
        {
            1 when readers[0].Head == HeadKind.Leaf => Names.Capitalize(step) + "Data",
            1 when readers[0].Steps.Contains(port.Step) => "Into" + Names.Capitalize(step),
            1 => Names.Capitalize(step) + "To" + Names.Capitalize(context.StageWord(readers[0])),
            _ => Names.Capitalize(step) + "Rows",
        };
        Class = context.Types.Take(word + "Batch");
        Variable = Names.Camel(Class.Substring(0, Class.LastIndexOf("Batch", StringComparison.Ordinal)) + Class.Substring(Class.LastIndexOf("Batch", StringComparison.Ordinal) + 5));

        var members = new NameScope(s_members);
        members.Reserve([Class]);
        foreach (var column in port.Columns)
        {
            Fields.Add(column, TakeMember(members, context.Column(column).Name));
        }
    }

    public PortModel Port { get; }

    /// <summary>Who reads it: each edge into a stage is a reader of its own.</summary>
    public List<(int Stage, int Branch)> Readers { get; } = [];

    /// <summary>The class of its batches.</summary>
    public string Class { get; }

    /// <summary>The edge, as a local or a parameter.</summary>
    public string Variable { get; }

    /// <summary>The array of each column.</summary>
    public Dictionary<int, string> Fields { get; } = [];

    /// <summary>The level of a key; -1 if it does not travel here.</summary>
    public int Level(KeyKind kind, int id)
    {
        for (var level = 0; level < Port.Keys.Count; level++)
        {
            if (Port.Keys[level].Kind == kind && Port.Keys[level].Id == id)
            {
                return level;
            }
        }

        return -1;
    }

    internal static string TakeMember(NameScope members, string column)
    {
        var name = members.Take(column);
        return name == Names.Escape(column) ? name : members.Take(column + "Column");
    }
}

/// <summary>What the answers of an awaited, batch or global method are called.</summary>
internal sealed class AnswersNames
{
    private static readonly string[] s_members =
    [
        .. NameScope.ObjectMembers, "Count", "Capacity", "EnsureCapacity", "ForColumns",
    ];

    public AnswersNames(EmissionContext context, StageModel stage)
    {
        var step = context.Step(stage.Step);
        Stage = stage.Index;
        Class = context.Types.Take(Names.Capitalize(step.Name) + "Answers");
        var members = new NameScope(s_members);
        members.Reserve([Class]);
        switch (step.Kind)
        {
            case StepKind.Filter:
                Single = members.Take("Keep");
                SingleType = "bool";
                break;
            case StepKind.Router:
                Single = members.Take("Route");
                SingleType = step.RouteType!.Type;
                break;
            case StepKind.Expand:
                Single = members.Take("Children");
                SingleType = $"{CSharpTypes.Generic}List<{step.Method!.ResultType}>?";
                break;
            case StepKind.Step or StepKind.Source:
                var used = FlowScan.Of(context, stage).Used;
                foreach (var member in step.Output.Members.Where(member => IsKept(step, member) || used.Contains(member.Column)))
                {
                    Fields.Add(member.Column, PortNames.TakeMember(members, context.Column(member.Column).Name));
                }

                break;
        }
    }

    /// <summary>An answer of a durable step is kept with each column that leaves the step.</summary>
    private static bool IsKept(StepModel step, OutputMemberModel member) => step.Settings.Durable && step.OutputColumns.Contains(member.Column);

    /// <summary>The stage that asks for them.</summary>
    public int Stage { get; }

    public string Class { get; }

    /// <summary>The one array of a filter, router or expand.</summary>
    public string? Single { get; }

    public string? SingleType { get; }

    /// <summary>The array of each column that the step makes.</summary>
    public Dictionary<int, string> Fields { get; } = [];
}
