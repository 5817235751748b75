namespace Distil.Generators.Model;

/// <summary>One property of the pipeline class: a step, all that its attributes say, and the columns that pass it.</summary>
/// <param name="Index">Its index among the steps, in declared order.</param>
/// <param name="Name">The property's name.</param>
/// <param name="Type">The step class, fully qualified.</param>
/// <param name="Summary">One line for documentation: the class's name without namespace.</param>
/// <param name="SourceIndex">
/// For a source, and for a global step that makes new rows: its number among those, in declared order; otherwise -1.
/// </param>
/// <param name="Arguments">What is passed to the method, in the method's order; omitted optional parameters included.</param>
/// <param name="Refinements">
/// Columns that leave the step under another id: not null below this filter, or renamed by this <c>Pass</c>.
/// </param>
/// <param name="InputColumns">Ids of the columns on its input, after the combination of its edges.</param>
/// <param name="OutputColumns">
/// Ids of the columns that leave it: input columns not replaced, refined ones, its own; after Keep and Drop. Ordered as they were made.
/// </param>
/// <param name="LeafIndex">Its number among the leaves, in declared order; -1 if it is none.</param>
/// <param name="Json">For a source whose rows stand in files of JSON lines: the members of a line.</param>
internal sealed record StepModel(
    int Index,
    string Name,
    StepKind Kind,
    string Type,
    string Summary,
    int SourceIndex,
    MethodModel? Method,
    SettingsModel Settings,
    InputModel Input,
    EquatableArray<ArgumentModel> Arguments,
    OutputModel Output,
    EquatableArray<RefinementModel> Refinements,
    EquatableArray<int> InputColumns,
    EquatableArray<int> OutputColumns,
    EquatableArray<ParameterModel> Parameters,
    RouteTypeModel? RouteType,
    bool HasLifecycle,
    bool HasFingerprint,
    int LeafIndex,
    JsonInputModel? Json = null)
{
    /// <summary>Rows that are made of columns before or behind it.</summary>
    public EquatableArray<RowBuildModel> Builds { get; init; } = EquatableArray<RowBuildModel>.Empty;

    /// <summary>
    /// Of a source that reads no files of JSON lines: the parameters of the pipeline's constructor that its initialiser names and whose
    /// values can be compared.
    /// </summary>
    public EquatableArray<string> ConstructorParameters { get; init; } = EquatableArray<string>.Empty;

    /// <summary>The hash of the code by which the pipeline makes it; null: it is made with nothing.</summary>
    public string? Initialiser { get; init; }

    /// <summary>Of a source whose rows are in memory: how they are compared; null: it is another step.</summary>
    public RowKeyModel? RowKey { get; init; }

    /// <summary>Of a durable step: what is kept of its calls; null: it is another step.</summary>
    public AnswerModel? Answer { get; init; }

    /// <summary>Whether its method takes a <c>StepContext</c>.</summary>
    public bool TakesContext => Arguments.Any(argument => argument.Kind == ArgumentKind.Context);

    /// <summary>Ids of the columns that a call passes.</summary>
    public IEnumerable<int> ArgumentColumns => Arguments.SelectMany(argument => argument.Columns);

    /// <summary>
    /// Whether its row method is called by the stage's driver, a call a row, and not in a loop: it is awaited, or its settings ask for
    /// calls.
    /// </summary>
    public bool IsCalledByRow => Method is { Form: MethodForm.Row } method && (method.IsAsync || Settings.AskForCalls);

    /// <summary>
    /// Whether it is an expand whose children go on as they are made. A call that may be made again has its children collected first, since
    /// none of them must go on if it fails; so has one whose answer is kept, since nothing must see it before.
    /// </summary>
    public bool IsStreamed => Kind == StepKind.Expand && Settings.StopAtFirstFailure && !Settings.Durable;

    /// <summary>
    /// Whether its token fires at a stop, as that of a source does, and not only when calls are cancelled: it may have no end, and wait
    /// for what does not come.
    /// </summary>
    public bool EndsAtStop => IsStreamed && Arguments.Any(argument => argument.Kind == ArgumentKind.CancellationToken);
}

/// <summary>A column that a filter's <c>[NotNullWhen(true)]</c> promises not to be null below it, or that a <c>Pass</c> renames.</summary>
/// <param name="IsRename">It has another name and the same type.</param>
internal sealed record RefinementModel(int From, int To, bool IsRename = false);

/// <summary>The enum of a router.</summary>
/// <param name="Type">Fully qualified.</param>
/// <param name="Members">
/// The values of its members, sorted, as ranges without gaps; of flags, the one value that has all of their bits.
/// </param>
internal sealed record RouteTypeModel(string Type, bool IsFlags, EquatableArray<RouteRange> Members = default);

/// <summary>Values of an enum that follow each other.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
internal sealed record RouteRange(long First, long Last);

/// <summary>A <c>[RuntimeParameter]</c> of a step.</summary>
/// <param name="IsSecret">Its value may change when a run is resumed, and stands in no file.</param>
/// <param name="Default">What it is if nobody sets it, as users read it; null: it is not known.</param>
internal sealed record ParameterModel(
    string Name, string Type, bool IsRequired, string? Summary, bool IsSecret = false, string? Default = null);

/// <summary>A step's settings after the class, the property and the defaults are laid over each other.</summary>
/// <param name="BatchSize">Rows a call of a batch step; a hint for a source.</param>
/// <param name="RetryDelaySeconds">The pause before the first retry.</param>
/// <param name="MaxRetryDelaySeconds">The longest pause before a retry.</param>
/// <param name="TimeoutSeconds">Null: none.</param>
/// <param name="Window">Rows in flight; 0: the runtime chooses from the concurrency.</param>
/// <param name="Devices">How many devices it has to itself.</param>
internal sealed record SettingsModel(
    int BatchSize,
    int Concurrency,
    bool Ordered,
    ErrorPolicy OnError,
    int Retries,
    double? TimeoutSeconds,
    bool Durable,
    int Window,
    bool SplitBatches,
    bool NewRows,
    string? Version,
    double RetryDelaySeconds = SettingsModel.DefaultRetryDelay,
    double MaxRetryDelaySeconds = SettingsModel.DefaultMaxRetryDelay,
    int Devices = 0)
{
    /// <summary>
    /// A call is more than the call of the method: it is tried again where it fails or takes too long, or its answer is kept.
    /// </summary>
    public bool AskForCalls => Retries > 0 || TimeoutSeconds is not null || Durable;

    /// <summary>
    /// A call is made once, and the run stops if it fails. The children of such an expand may go on as they are made, so it is durable only
    /// on request.
    /// </summary>
    public bool StopAtFirstFailure => Retries == 0 && OnError == ErrorPolicy.Stop;

    /// <summary>What <see cref="RetryDelaySeconds"/> is if nothing is said.</summary>
    public const double DefaultRetryDelay = 0.2;

    /// <summary>What <see cref="MaxRetryDelaySeconds"/> is if nothing is said.</summary>
    public const double DefaultMaxRetryDelay = 30;
}

/// <summary>Mirrors <c>Distil.OnError</c>, value for value.</summary>
internal enum ErrorPolicy
{
    DeadLetter,
    Stop,
    Null,
    Skip,
}
