namespace Distil.Generators.Model;

/// <summary>Everything the emitter prints for one <c>[Pipeline]</c> class. Compares by value; holds no symbol, node or location.</summary>
/// <param name="HintName">The generated file's name: the full metadata name, made safe, with <c>.g.cs</c>.</param>
/// <param name="ContainingTypes">Outermost first; each must be reopened as a partial type.</param>
/// <param name="Declaration">The pipeline class itself.</param>
/// <param name="MemberAccessibility">Of <c>RunAsync</c>, <c>Result</c> and the other members: <c>public</c>, <c>internal</c> or <c>private</c>, the least visible type in them.</param>
/// <param name="HasErrors">The graph cannot run: members are emitted that compile, and throw when called.</param>
/// <param name="HasHosting">Whether the host's extension method can be emitted (its types are referenced, the class is visible enough and not generic).</param>
/// <param name="JsonContext">The user's <c>JsonSerializerContext</c> of <c>[Pipeline(Json = …)]</c>, fully qualified.</param>
/// <param name="Plan">Empty as long as the pipeline is not planned: the plan follows from the rest, and need not be compared.</param>
/// <param name="Mermaid">The graph as Mermaid text, lines separated by <c>\n</c>.</param>
/// <param name="IsPublic">The pipeline is seen outside its assembly.</param>
/// <param name="TakenNames">Names of the user's members of the class and its bases that are no steps, and of type parameters: no generated member may have one.</param>
/// <param name="HasSummary">The user's part of the class has a summary in its doc comment.</param>
/// <param name="Clashes">Names that generated members should have and cannot, since the user's own members have them, which is an error.</param>
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
/// <param name="VariantName">The name with the variance of its type parameters, which each part of an interface must repeat; null: there is none.</param>
internal sealed record TypeDeclarationModel(string Keyword, string Name, string Identifier, string? VariantName = null)
{
    /// <summary>What a part of the type begins with, behind <c>partial</c>.</summary>
    public string Header => $"{Keyword} {VariantName ?? Name}";
}

/// <summary>A data set: the rows of a step that nothing reads.</summary>
/// <param name="Name">The step's name; the property on the result.</param>
/// <param name="RowType">The row type as the emitted code names it: <c>RankedRow</c> (nested, generated) or the user's type, fully qualified.</param>
/// <param name="IsUserType">The row type is the one of <c>[Leaf(typeof(…))]</c>.</param>
/// <param name="Members">The row's members in order, each from one column; for a generated type all are init properties.</param>
internal sealed record LeafModel(
    int Index,
    int Step,
    string Name,
    string RowType,
    bool IsUserType,
    EquatableArray<LeafMemberModel> Members);

/// <summary>One member of a leaf's row.</summary>
/// <param name="Name">Constructor parameter's or property's name.</param>
/// <param name="Type">Its type, as code: what stands in its file.</param>
/// <param name="JsonType">The key of its type in <see cref="PipelineModel.JsonTypes"/>.</param>
/// <param name="FileName">The column's name in files.</param>
internal sealed record LeafMemberModel(string Name, bool InConstructor, int Column, string Type, string JsonType, string FileName)
{
    /// <summary>Files have the name letter by letter; otherwise names compare without case or underscores.</summary>
    public bool IsExact { get; init; }

    /// <summary>When it is not written.</summary>
    public Omission Omits { get; init; }

    /// <summary>Where a data set is read back, the member has its default.</summary>
    public bool IsNotRead { get; init; }

    /// <summary>A row can be made without it.</summary>
    public bool IsOptional { get; init; }
}

internal enum JsonKind
{
    Text,
    Boolean,
    Char,

    /// <summary>Every built-in integer, <c>float</c>, <c>double</c>, <c>decimal</c>: the type name says which.</summary>
    Number,
    Enum,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    TimeSpan,
    Guid,

    /// <summary><c>byte[]</c>: base64.</summary>
    Bytes,

    /// <summary><c>Nullable&lt;T&gt;</c> of <see cref="JsonTypeModel.Element"/>.</summary>
    Nullable,
    Array,

    /// <summary>A list that a <c>T[]</c> or <c>List&lt;T&gt;</c> converts to.</summary>
    List,

    /// <summary>A nested <c>[Row]</c>.</summary>
    Row,

    /// <summary>Through the user's <c>JsonSerializerContext</c>.</summary>
    Context,
}

/// <summary>A type as it stands in files.</summary>
/// <param name="Key">Its name among the JSON types: the fully qualified type without nullable reference annotations.</param>
/// <param name="Type">As C# writes it.</param>
/// <param name="IsReference">A reference type, so that null is possible at run time.</param>
/// <param name="Element">The element's key, for Nullable, Array and List.</param>
/// <param name="EnumMembers">The enum's member names, distinct values only (the first name of a value).</param>
/// <param name="Members">A nested row's members.</param>
/// <param name="ContextProperty">The property on the user's context that holds the <c>JsonTypeInfo</c>.</param>
internal sealed record JsonTypeModel(
    string Key,
    string Type,
    JsonKind Kind,
    bool IsReference,
    string? Element,
    EquatableArray<string> EnumMembers,
    EquatableArray<JsonMemberModel> Members,
    string? ContextProperty)
{
    /// <summary>A <c>with</c> expression copies a row of the type.</summary>
    public bool CanCopy { get; init; }

    /// <summary>An enum that is marked with <c>[Flags]</c>.</summary>
    public bool IsFlags { get; init; }
}

/// <summary>A member of a nested row in a file.</summary>
/// <param name="Name">The property that is written.</param>
/// <param name="IsNullable">Null is a value of it, by its type's annotation or because its type has none; a file may also be without it.</param>
/// <param name="Parameter">The constructor's parameter that takes the value that was read, where it is not called like the property.</param>
/// <param name="IsOptional">It has a default, as far as the compiler can tell: a file may be without it.</param>
/// <param name="Default">The constructor parameter's default as C# writes it; null: there is none, or a row that is made without it has it.</param>
/// <param name="IsExact">Files have the name letter by letter; otherwise names compare without case or underscores.</param>
/// <param name="Omits">When it is not written.</param>
/// <param name="IsRead">Whether files are asked for it; false: it has its default.</param>
internal sealed record JsonMemberModel(
    string Name,
    string FileName,
    string JsonType,
    bool IsNullable,
    bool InConstructor,
    string? Parameter = null,
    bool IsOptional = false,
    string? Default = null,
    bool IsExact = false,
    Omission Omits = Omission.Never,
    bool IsRead = true)
{
    /// <summary>It is set where the object is made, and not afterwards.</summary>
    public bool IsInitOnly { get; init; }

    /// <summary>What shows that a row which was made without it has a default.</summary>
    public DefaultProof Proof { get; init; }

    /// <summary>Its default is what a row has that was made without it.</summary>
    public bool HasDefaultOfRow => IsOptional && Default is null;

    /// <summary>A file may be without it, as far as the compiler can tell.</summary>
    public bool MayBeMissing => IsOptional || IsNullable || !IsRead;

    /// <summary>The constructor parameter's or the property's name.</summary>
    public string Target => Parameter ?? Name;
}

/// <summary>What shows that a member has a default, where only a row that was made without it can.</summary>
internal enum DefaultProof
{
    /// <summary>Whatever it has is its default.</summary>
    None,

    /// <summary>It is not null.</summary>
    NotNull,

    /// <summary>It is not the default of its type: whether that was meant, nobody can tell.</summary>
    NotDefault,
}
