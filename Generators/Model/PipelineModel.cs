namespace Distil.Generators.Model;

/// <summary>Everything the emitter prints for one <c>[Pipeline]</c> class. Compares by value; holds no symbol, node or location.</summary>
/// <param name="HintName">The generated file's name: the full metadata name, made safe, with <c>.g.cs</c>.</param>
/// <param name="ContainingTypes">Outermost first; each must be reopened as a partial type.</param>
/// <param name="Declaration">The pipeline class itself.</param>
/// <param name="MemberAccessibility">
/// Of <c>RunAsync</c>, <c>Result</c> and the other members: <c>public</c>, <c>internal</c> or <c>private</c>, the least visible type in
/// them.
/// </param>
/// <param name="HasErrors">The graph cannot run: members are emitted that compile, and throw when called.</param>
/// <param name="HasHosting">
/// Whether the host's extension method can be emitted (its types are referenced, the class is visible enough and not generic).
/// </param>
/// <param name="JsonContext">The user's <c>JsonSerializerContext</c> of <c>[Pipeline(Json = …)]</c>, fully qualified.</param>
/// <param name="Plan">Empty as long as the pipeline is not planned: the plan follows from the rest, and need not be compared.</param>
/// <param name="Mermaid">The graph as Mermaid text, lines separated by <c>\n</c>.</param>
/// <param name="IsPublic">The pipeline is seen outside its assembly.</param>
/// <param name="TakenNames">
/// Names of the user's members of the class and its bases that are no steps, and of type parameters: no generated member may have one.
/// </param>
/// <param name="HasSummary">The user's part of the class has a summary in its doc comment.</param>
/// <param name="Clashes">
/// Names that generated members should have and cannot, since the user's own members have them, which is an error.
/// </param>
/// <param name="Hiding">Names of generated members under which the class inherits others, which they hide.</param>
/// <param name="UsesObsolete">Something that it uses is <c>[Obsolete]</c> as an error: only what is itself obsolete can.</param>
/// <param name="IsObsolete">The class, or a type around it, is <c>[Obsolete]</c> as an error.</param>
internal sealed record PipelineModel(
    string HintName,
    string? Namespace,
    EquatableArray<TypeDeclarationModel> ContainingTypes,
    TypeDeclarationModel Declaration,
    string MemberAccessibility,
    bool HasErrors,
    bool HasHosting,
    string? JsonContext,
    EquatableArray<StepModel> Steps,
    EquatableArray<ColumnModel> Columns,
    EquatableArray<LeafModel> Leaves,
    EquatableArray<JsonTypeModel> JsonTypes,
    PlanModel Plan,
    string Mermaid,
    bool IsPublic = false,
    EquatableArray<string> TakenNames = default,
    bool HasSummary = false,
    EquatableArray<string> Clashes = default,
    EquatableArray<string> Hiding = default,
    bool UsesObsolete = false,
    bool IsObsolete = false)
{
    /// <summary>
    /// The types of which keys are made, those of rows of sources and of inputs of durable steps, and all that they hold.
    /// </summary>
    public EquatableArray<KeyTypeModel> KeyTypes { get; init; } = EquatableArray<KeyTypeModel>.Empty;

    /// <summary>How the pipeline is made from services and values; null: its class is abstract.</summary>
    public CreationModel? Creation { get; init; }

    /// <summary>How the header of what is generated ends for a pipeline with errors. The analyzer looks for it.</summary>
    public const string FallbackMark = " has errors: its members are here, and throw.";

    /// <summary>The names of the members that every pipeline gets, <c>StreamAsync</c> where there is one leaf.</summary>
    public static readonly string[] FixedNames = ["RunAsync", "StreamAsync", "Graph", "Parameters", "Result"];

    /// <summary>Whether rows can be streamed. With an error nobody knows which leaf would be the only one.</summary>
    public bool HasStream => Leaves.Count == 1 || (HasErrors && Leaves.Count > 0);

    /// <summary>The names of the generated members that a user sees.</summary>
    public IEnumerable<string> MemberNames => FixedNames
        .Where(name => (name != "StreamAsync" || HasStream) && !Clashes.Contains(name, StringComparer.Ordinal))
        .Concat(Leaves.Where(leaf => !leaf.IsUserType).Select(leaf => leaf.RowType));

    public static bool IsMethod(string name) => name is "RunAsync" or "StreamAsync";
}

/// <summary>A partial type to be reopened.</summary>
/// <param name="Keyword"><c>class</c>, <c>record</c>, <c>struct</c>, <c>record struct</c>, <c>interface</c>.</param>
/// <param name="Name">With type parameters, <c>@</c>-escaped where it is a keyword.</param>
/// <param name="Identifier">The bare name without type parameters or escape.</param>
/// <param name="VariantName">
/// The name with the variance of its type parameters, which each part of an interface must repeat; null: there is none.
/// </param>
internal sealed record TypeDeclarationModel(string Keyword, string Name, string Identifier, string? VariantName = null)
{
    /// <summary>What a part of the type begins with, behind <c>partial</c>.</summary>
    public string Header => $"{Keyword} {VariantName ?? Name}";
}
