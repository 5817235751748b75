using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>
/// Checks that the columns that reach a file can be written, and that rows can be made of what files hold, and takes the types into
/// the table.
/// </summary>
internal sealed class FileChecks
{
    private readonly PipelineContext _context;
    private readonly JsonContextTypes _json;
    private readonly JsonTypeParser _types;

    /// <summary>The values about which an error was reported, so that each is reported once however many files it reaches.</summary>
    private readonly HashSet<int> _told = [];

    private FileChecks(INamedTypeSymbol? json, PipelineContext context)
    {
        _context = context;
        _json = new JsonContextTypes(json);
        _types = new JsonTypeParser(context.Compilation, _json);
    }

    public static EquatableArray<JsonTypeModel> Check(IReadOnlyList<LeafShape> leaves, INamedTypeSymbol? json, PipelineContext context)
    {
        var checks = new FileChecks(json, context);
        foreach (var step in context.Steps.Where(IsDurableOnRequest))
        {
            checks.CheckRequested(step);
        }

        checks.CheckSources();
        foreach (var leaf in leaves)
        {
            checks.CheckLeaf(leaf);
        }

        foreach (var step in context.Steps.Where(step => step.Settings.Durable && !IsDurableOnRequest(step)))
        {
            checks.CheckDefault(step);
        }

        checks.CheckAttributes(leaves);
        return checks._types.Types;
    }

    private void CheckSources()
    {
        foreach (var step in _context.Steps)
        {
            if (step.Shape.Method is not { Wrapper: ReturnWrapper.JsonRows, Result: INamedTypeSymbol result })
            {
                continue;
            }

            var row = RowParser.Parse(result, _context.Compilation);
            CheckDefaults(row, static file => !file.IsRead, step, $"by '{step.Name}'");
            foreach (var column in step.Made.Select(made => _context.Columns[made.Column]).Where(column => column.File.IsRead))
            {
                CheckWritten(column, column.Type, step, $"'{step.Name}' reads it from files");
            }
        }
    }

    private void CheckLeaf(LeafShape leaf)
    {
        var why = $"the data set '{leaf.Step.Name}'";
        if (leaf.Row is { } row)
        {
            CheckDefaults(row, IsLeftOut, leaf.Step, why);
        }

        for (var i = 0; i < leaf.Types.Count; i++)
        {
            if (leaf.Model.Members[i].Omits != Omission.Always)
            {
                CheckWritten(leaf.Columns[i], leaf.Types[i], leaf.Step, why);
            }
        }
    }

    private void CheckWritten(Column column, ITypeSymbol type, StepNode step, string why)
    {
        if (CanJudge(column, type) && Take(type, step, why) is { } problem && _told.Add(column.Value))
        {
            var part = SymbolEqualityComparer.Default.Equals(problem, type) ? "that" : $"'{TypeNames.Message(problem)}'";
            var hint = UnmarkedRows.Unmarked(problem, _context.Compilation) is { } unmarked
                ? $"; mark '{TypeNames.Message(unmarked)}' with [Row]"
                : "";
            _context.Bag.Report(ColumnRules.NotInFile, step.Location, column.Name, TypeNames.Message(type), why, part, hint);
        }
    }

    /// <summary>A step that the user asked to be durable keeps its answers, so every column of them is written.</summary>
    private void CheckRequested(StepNode step)
    {
        foreach (var column in Columns(step))
        {
            if (CanJudge(column, column.Type)
                && (Take(column.Type, step, Durable(step)) ?? KeyProblem(step, column)) is { } problem
                && _told.Add(column.Value))
            {
                var onProperty = NamedArguments.Find(step.SettingsAttribute, "Durable") is not null;
                _context.Bag.Report(
                    SettingRules.DurableWithoutFile,
                    onProperty ? SourceLocations.OfSetting(step.SettingsAttribute!, "Durable") ?? step.Location : step.Location,
                    step.Name,
                    column.Name,
                    TypeNames.Message(column.Type),
                    Part(column.Type, problem));
            }
        }
    }

    /// <summary>A step that is durable by default alone is not, where a file cannot hold what it takes or makes.</summary>
    private void CheckDefault(StepNode step)
    {
        foreach (var column in Columns(step))
        {
            if (CanJudge(column, column.Type)
                && (new JsonTypeParser(_context.Compilation, _json).Add(column.Type) ?? KeyProblem(step, column)) is { } problem)
            {
                step.Settings = step.Settings with { Durable = false };
                if (!_told.Contains(column.Value))
                {
                    _context.Bag.Report(
                        SettingRules.NotDurable,
                        step.Location,
                        step.Name,
                        column.Name,
                        TypeNames.Message(column.Type),
                        Part(column.Type, problem));
                }

                return;
            }
        }

        foreach (var column in Columns(step).Where(column => CanJudge(column, column.Type)))
        {
            Take(column.Type, step, Durable(step));
        }
    }

    /// <summary>
    /// The part of what a step is given by which calls cannot be told apart: what <c>[JsonIgnore]</c> leaves out of files may be of any
    /// type.
    /// </summary>
    private ITypeSymbol? KeyProblem(StepNode step, Column column) =>
        Columns(step.Arguments.SelectMany(argument => argument.Columns)).Contains(column)
            ? new KeyTypeParser(_context.Compilation, _json).Add(column.Type)
            : null;

    private static string Durable(StepNode step) => $"'{step.Name}' is durable";

    /// <summary>Takes a type into the table, checks the rows that it brings, and returns what of it no file can hold.</summary>
    private ITypeSymbol? Take(ITypeSymbol type, StepNode step, string why)
    {
        var known = _types.Rows.Count;
        if (_types.Add(type) is { } problem)
        {
            return problem;
        }

        foreach (var row in _types.Rows.Skip(known))
        {
            RowProblems.ReportFileName(row, step.Location, _context.Compilation, _context.Bag);
            RowProblems.ReportWithoutEffect(row, step.Location, _context.Compilation, _context.Bag);
            CheckDefaults(row, IsLeftOut, step, why);
        }

        return null;
    }

    /// <summary>A row that is read has defaults for what files leave out.</summary>
    private void CheckDefaults(RowShape row, Func<FileRules, bool> isLeftOut, StepNode step, string where)
    {
        foreach (var member in row.Members.Where(member => member.NeedsFile && isLeftOut(row.FileOf(member))))
        {
            _context.Bag.Report(
                ColumnRules.NeedsFile,
                step.Location,
                _context.Location(member.Property),
                [$"{TypeNames.Message(row.Type)}.{member.Name}", where]);
        }
    }

    /// <summary>The attributes of rows of other assemblies, at which no analyzer looks: here, where they are used.</summary>
    private void CheckAttributes(IReadOnlyList<LeafShape> leaves)
    {
        foreach (var step in _context.Steps)
        {
            if (step.Made.Count > 0 && step.Shape.Method?.Result is INamedTypeSymbol result && WellKnownTypes.IsRow(result))
            {
                RowProblems.ReportWithoutEffect(
                    RowParser.Parse(result, _context.Compilation), step.Location, _context.Compilation, _context.Bag);
            }
        }

        foreach (var leaf in leaves.Where(leaf => leaf.Row is not null))
        {
            RowProblems.ReportWithoutEffect(leaf.Row!, leaf.Step.Location, _context.Compilation, _context.Bag);
        }
    }

    /// <summary>Whether a data set that is read back lacks the member.</summary>
    private static bool IsLeftOut(FileRules file) => !file.IsRead || file.Omits == Omission.Always;

    private static bool CanJudge(Column column, ITypeSymbol type) => !WellKnownTypes.IsUnknown(type) && !column.IsSuspect;

    /// <summary>The ending of a message that names the part of a type that no file can hold; empty if it is the whole type.</summary>
    private static string Part(ITypeSymbol type, ITypeSymbol problem) =>
        SymbolEqualityComparer.Default.Equals(problem, type) ? "" : $" ('{TypeNames.Message(problem)}' cannot be written)";

    /// <summary>Whether the source says <c>Durable = true</c>, of a kind that keeps answers.</summary>
    private static bool IsDurableOnRequest(StepNode step) =>
        step.Settings.Durable
        && step.Kind is not (StepKind.Source or StepKind.Sink)
        && (NamedArguments.Find(step.SettingsAttribute, "Durable") ?? NamedArguments.Find(step.Shape.Attribute, "Durable")) is not null;

    /// <summary>
    /// What a call is told apart by and what it answers: the columns that the step takes, those of whole rows included, and those of its
    /// own that leave it.
    /// </summary>
    private IEnumerable<Column> Columns(StepNode step) => Columns(step.Arguments
        .SelectMany(argument => argument.Columns)
        .Concat(step.Made.Select(made => made.Column).Where(made => step.Outputs.Contains(_context.Columns[made]))));

    /// <summary>The columns, those that an object is made of in its place.</summary>
    private IEnumerable<Column> Columns(IEnumerable<int> ids) => ids
        .Select(id => _context.Columns[id])
        .SelectMany(column => column.IsObject ? column.Members.Select(id => _context.Columns[id]) : [column])
        .Distinct();
}
