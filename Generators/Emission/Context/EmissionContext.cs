using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Json;
using Distil.Generators.Emission.Keys;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Planning;

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
        SourceArguments = Types.Take("_sourceArguments");
        Outlets = [.. model.Plan.Outlets.Select(outlet => new OutletNames(this, outlet))];
        foreach (var stage in model.Plan.Stages)
        {
            for (var branch = 0; branch < stage.Inputs.Count; branch++)
            {
                Outlets[stage.Inputs[branch].Outlet].Readers.Add((stage.Index, branch));
            }
        }

        ChildDepths = [.. model.Plan.Outlets
            .SelectMany(outlet => outlet.Keys)
            .Where(key => key.Kind == KeyKind.Child)
            .Select(key => key.Id)
            .Distinct()];
        HasRepeats = model.Plan.Outlets.Any(outlet => outlet.Keys.Contains(KeyModel.Repeat));
        Stages =
        [
            .. model.Plan.Stages.Select(stage =>
                Types.Take(Names.Capitalize(StageWord(stage)) + (stage.Head == HeadKind.Leaf ? "LeafKernel" : "Kernel"))),
        ];
        Held = HeldNames.Of(this);
        Results = [.. model.Plan.Stages.Where(HasResults).Select(stage => new ResultsNames(this, stage))];
        Json = new JsonEmitter(model, Types, Writer);
        Keys = new KeyEmitter(model, Json, Types, Writer);
    }

    public PipelineModel Model { get; }

    public IndentedWriter Writer { get; } = new();

    /// <summary>The names taken in the pipeline class.</summary>
    public NameScope Types { get; }

    /// <summary>The names of the members that the user sees. A name is changed only if the user has taken it, which is an error.</summary>
    public string Run { get; }

    public string Stream { get; }

    public string Graph { get; }

    public string Result { get; }

    public string Parameters { get; }

    /// <summary>The class that describes the pipeline to the engine.</summary>
    public string Definition { get; }

    /// <summary>The field that holds the arguments of the constructor on which sources depend.</summary>
    public string SourceArguments { get; }

    /// <summary>By outlet.</summary>
    public IReadOnlyList<OutletNames> Outlets { get; }

    /// <summary>The depths of the children whose numbers cross edges.</summary>
    public IReadOnlyList<int> ChildDepths { get; }

    /// <summary>Whether the repeats of rows cross edges.</summary>
    public bool HasRepeats { get; }

    /// <summary>The class of each stage.</summary>
    public IReadOnlyList<string> Stages { get; }

    public IReadOnlyList<ResultsNames> Results { get; }

    /// <summary>The inputs whose rows are held on disk.</summary>
    public IReadOnlyList<HeldNames> Held { get; }

    public JsonEmitter Json { get; }

    public KeyEmitter Keys { get; }

    /// <summary>The pipeline class as its own members name it.</summary>
    public string Pipeline => Model.Declaration.Name;

    /// <summary>The pipeline class where a member of the same name would hide it.</summary>
    public string QualifiedPipeline => "global::"
        + (Model.Namespace is { } space ? space + "." : "")
        + string.Join(".", Model.ContainingTypes.Append(Model.Declaration).Select(type => type.Name));

    public StepModel Step(int index) => Model.Steps[index];

    public ColumnModel Column(int id) => Model.Columns[id];

    /// <summary>Whether the column travels as it stood in a file.</summary>
    public bool IsRawJson(int column) => Model.Plan.RawJson.Contains(column);

    /// <summary>The type of a local that holds the column; null is the empty span where it travels as it stood in a file.</summary>
    /// <summary>The columns that a step is given, those of a row that is made for it included, without what travels as JSON.</summary>
    public List<int> GivenColumns(StepModel step)
    {
        var builds = Model.Steps.SelectMany(other => other.Builds).ToList();
        return
        [
            .. step.ArgumentColumns
                .SelectMany(column => builds.Find(build => build.Column == column) is { } build
                    ? build.Members.Select(member => member.Column)
                    : [column])
                .Distinct()
                .Where(column => !IsRawJson(column)),
        ];
    }

    public string LocalType(int column) => IsRawJson(column) ? CSharpTypes.JsonCell : Column(column).Type;

    public ResultsNames ResultsOf(StageModel stage) => Results.First(results => results.Stage == stage.Index);

    /// <summary>The steps of a stage as text.</summary>
    public string Title(StageModel stage) =>
        stage.Head == HeadKind.Leaf ? Step(stage.Step).Name + " (data set)"
        : stage.Steps.Count == 0 ? $"to {Step(stage.Step).Name}"
        : string.Join(", ", stage.Steps.Select(step => Step(step).Name));

    /// <summary>Forks whose rows the stage's code numbers.</summary>
    public IReadOnlyList<int> CountedForks(StageModel stage) => [.. stage.Forks.Where(id => Model.Plan.Forks[id].IsCounted)];

    /// <summary>The step that gives a stage its name.</summary>
    public string StageWord(StageModel stage) => Step(stage.Steps.Count == 0 ? stage.Step : stage.Steps[0]).Name;

    /// <summary><c>new </c>, if the member hides an inherited one; otherwise empty.</summary>
    public string New(string member) => Model.Hiding.Contains(member, StringComparer.Ordinal) ? "new " : "";

    /// <summary>Whether the head's results, or the rows of a file, come as columns.</summary>
    private bool HasResults(StageModel stage) =>
        stage.Head is HeadKind.Call or HeadKind.Expand or HeadKind.Batch or HeadKind.All
        || (stage.Head == HeadKind.Source && Step(stage.Step).Json is not null);

    private string Own(string name) => Model.Clashes.Contains(name, StringComparer.Ordinal) ? Types.Take(name) : name;
}
