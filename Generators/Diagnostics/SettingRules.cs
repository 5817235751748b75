using Microsoft.CodeAnalysis;

namespace Distil.Generators.Diagnostics;

/// <summary>Rules about settings: DSTL0401 to DSTL0499.</summary>
internal static class SettingRules
{
    public static readonly DiagnosticDescriptor ConcurrencyAlone = new(
        "DSTL0401",
        "Sources and global steps have one call",
        "'{0}' is {1} and has Concurrency = {2}; expected 1",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A source is read by one loop, and a global step is called once.",
        Rule.HelpLink("DSTL0401"));

    public static readonly DiagnosticDescriptor BatchSizeTooSmall = new(
        "DSTL0402",
        "A batch has a row",
        "'{0}' has BatchSize = {1}; expected at least 1",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A batch method is called with BatchSize rows.",
        Rule.HelpLink("DSTL0402"));

    public static readonly DiagnosticDescriptor BatchSizeWithoutBatches = new(
        "DSTL0403",
        "A batch size is for batches",
        "'{0}' takes {1} and has a BatchSize; expected it on a batch step or a source",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Only methods whose name has Batch see rows in batches; on a source the size is a hint.",
        Rule.HelpLink("DSTL0403"));

    public static readonly DiagnosticDescriptor NullOnAnotherKind = new(
        "DSTL0404",
        "OnError.Null is for steps",
        "'{0}' is {1}; expected OnError.Null on a [Step] with a row or batch method alone",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Where a step failed, its columns are null. Other kinds make no columns, or rows.",
        Rule.HelpLink("DSTL0404"));

    public static readonly DiagnosticDescriptor TimeoutWithoutToken = new(
        "DSTL0405",
        "A timeout needs a token",
        "'{0}' has a Timeout, and '{1}' takes no CancellationToken that could end the call",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A call that ran into its timeout is cancelled by its token; without one it could not be ended.",
        Rule.HelpLink("DSTL0405"));

    public static readonly DiagnosticDescriptor OutOfRange = new(
        "DSTL0406",
        "A setting is in its range",
        "'{0}' has {1} = {2}; expected {3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The value could not be used at run time.",
        Rule.HelpLink("DSTL0406"));

    public static readonly DiagnosticDescriptor SettingsOfAnotherKind = new(
        "DSTL0407",
        "Settings on a property are of the step's kind",
        "'{0}' is a [{2}] and has [{1}]; expected [{2}]",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Settings on the property are given by the same attribute that the step's class has.",
        Rule.HelpLink("DSTL0407"));

    public static readonly DiagnosticDescriptor NullOnErrorRead = new(
        "DSTL0408",
        "What OnError.Null makes null is taken as nullable",
        "'{0}' takes the column '{1}' as '{2}', and '{3}' makes it null where it fails (OnError.Null)",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "With OnError.Null the columns of a step are nullable below it.",
        Rule.HelpLink("DSTL0408"));

    public static readonly DiagnosticDescriptor SkipOnNoGlobalLeaf = new(
        "DSTL0409",
        "OnError.Skip is for global leaves",
        "'{0}' is {1}; expected OnError.Skip on a global step that is a leaf",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "What is skipped is the data set of a global step that failed.",
        Rule.HelpLink("DSTL0409"));

    public static readonly DiagnosticDescriptor NewRowsOnNoGlobal = new(
        "DSTL0410",
        "New rows are made by global steps",
        "'{0}' has NewRows = true and its method is '{1}'; expected ProcessAll or ProcessAllAsync",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Only a step that has seen every row can replace them. One row that becomes several is an [Expand].",
        Rule.HelpLink("DSTL0410"));

    public static readonly DiagnosticDescriptor SettingWithoutMeaning = new(
        "DSTL0411",
        "A setting has a meaning for its kind",
        "'{0}' has {1}, and it is {2}; {3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The setting would be ignored.",
        Rule.HelpLink("DSTL0411"));

    public static readonly DiagnosticDescriptor FingerprintUnknown = new(
        "DSTL0412",
        "Constructor arguments are part of the fingerprint",
        "'{0}' is {1} and takes constructor arguments that its fingerprint does not show; implement IFingerprint or set Version",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "When the arguments change what the step answers, the answers of an earlier run would be taken for its own.",
        Rule.HelpLink("DSTL0412"));

    public static readonly DiagnosticDescriptor CalledTypeUnnamed = new(
        "DSTL0413",
        "A durable step names the types that it calls",
        "'{0}' is durable and calls '{1}', whose code its fingerprint does not show; name it with "
            + "DependsOn = new[] {{ typeof({1}) }}, or set Version",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Called code is not followed: when it changes, the answers of an earlier run would be taken for the step's own.",
        Rule.HelpLink("DSTL0413"));

    public static readonly DiagnosticDescriptor NotDurable = new(
        "DSTL0416",
        "A step is durable where files hold its columns",
        "'{0}' is not durable, since no file can hold its column '{1}' of type '{2}'{3}: its calls are made again in each run; list the "
            + "type with [JsonSerializable] on the context of [Pipeline(Json = ...)], or set Durable = false to say that it is meant",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Awaited row and batch methods are durable by default: their answers are kept in files. Where a file cannot hold what a step "
            + "takes or makes, nothing is kept.",
        Rule.HelpLink("DSTL0416"));

    public static readonly DiagnosticDescriptor DurableWithoutFile = new(
        "DSTL0417",
        "A durable step's columns can be written",
        "'{0}' has Durable = true, and no file can hold its column '{1}' of type '{2}'{3}; list the type with [JsonSerializable] on the "
            + "context of [Pipeline(Json = ...)], leave the column out with [Drop], or set Durable = false",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The answers of a durable step are kept in files, with what they are answers to.",
        Rule.HelpLink("DSTL0417"));
}
