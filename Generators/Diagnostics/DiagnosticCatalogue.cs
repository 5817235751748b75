using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Diagnostics;

/// <summary>Every rule, and what they have in common.</summary>
internal static class DiagnosticCatalogue
{
    public const string Category = "Distil";

    /// <summary>Every rule, by id. Made when asked for: the rules' own initialisers call this class.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All =>
        ImmutableArray.Create(
            ShapeRules.PipelineNotPartial,
            ShapeRules.OuterTypeNotPartial,
            ShapeRules.StepNotGetOnly,
            ShapeRules.NotAStep,
            ShapeRules.NoStepMethod,
            ShapeRules.SeveralStepMethods,
            ShapeRules.WrongParameter,
            ShapeRules.WrongReturn,
            ShapeRules.WrongModifier,
            ShapeRules.UnnamedTupleElement,
            ShapeRules.ReservedName,
            ShapeRules.SeveralKinds,
            ShapeRules.RowWithoutColumns,
            ShapeRules.StepKeepsState,
            ShapeRules.GeneratedRowAsInput,
            ShapeRules.ParameterNotSettable,
            ShapeRules.PipelineShape,
            ShapeRules.NoSteps,
            ShapeRules.SameStepName,
            ShapeRules.MadeByAnother,
            ShapeRules.GeneratedCodeCannotUse,
            ShapeRules.LanguageTooOld,
            GraphRules.UnknownStep,
            GraphRules.EdgeToItself,
            GraphRules.Cycle,
            GraphRules.NotConnected,
            GraphRules.SourceWithEdge,
            GraphRules.EdgeTwice,
            GraphRules.SeveralEdges,
            GraphRules.ReadsSink,
            GraphRules.TooFewBranches,
            GraphRules.LeafOnNoLeaf,
            ColumnRules.MissingColumn,
            ColumnRules.WrongType,
            ColumnRules.WrongNullability,
            ColumnRules.RowOrMembers,
            ColumnRules.UnknownParameter,
            ColumnRules.UnknownMember,
            ColumnRules.MappedTwice,
            ColumnRules.SameColumnTwice,
            ColumnRules.UnknownColumn,
            ColumnRules.KeepAndDrop,
            ColumnRules.InvalidColumnName,
            ColumnRules.NotInFile,
            ColumnRules.LeafTypeNoRow,
            ColumnRules.LeafMemberMissing,
            ColumnRules.LeafMemberType,
            ColumnRules.OptionalUnbound,
            ColumnRules.NoCommonType,
            ColumnRules.UnusedColumn,
            ColumnRules.NoLeaf,
            ColumnRules.ConstructorRunsAgain,
            ColumnRules.FileName,
            ColumnRules.NeedsFile,
            ColumnRules.JsonAttribute,
            RouteRules.WhenOnNoRouter,
            RouteRules.WhenOfAnotherType,
            RouteRules.WhenNoSingleMember,
            RouteRules.RouteWithoutEdge,
            RouteRules.ForeignRows,
            RouteRules.JoinBelowSingleRouteRouter,
            RouteRules.ConflictingColumns,
            RouteRules.GatherOnNoJoin,
            RouteRules.NothingToGather,
            RouteRules.GatherIntoExisting,
            RouteRules.ZipRows,
            RouteRules.ZippedAndMerged,
            RouteRules.WhenOnJoin,
            SettingRules.ConcurrencyAlone,
            SettingRules.BatchSizeTooSmall,
            SettingRules.BatchSizeWithoutBatches,
            SettingRules.NullOnAnotherKind,
            SettingRules.TimeoutWithoutToken,
            SettingRules.OutOfRange,
            SettingRules.SettingsOfAnotherKind,
            SettingRules.NullOnErrorRead,
            SettingRules.SkipOnNoGlobalLeaf,
            SettingRules.NewRowsOnNoGlobal,
            SettingRules.SettingWithoutMeaning,
            SettingRules.FingerprintUnknown,
            SettingRules.CalledTypeUnnamed,
            SettingRules.NotDurable,
            SettingRules.DurableWithoutFile);

    /// <summary>
    /// Where the page of a rule lies in the package. What is reported to a project leads there by <see cref="HelpLinks"/>.
    /// </summary>
    public static string HelpLink(string id) => "docs/diagnostics/" + id + ".md";
}
