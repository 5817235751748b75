using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Code;

/// <summary>What is passed to a step's method.</summary>
internal static class CallEmitter
{
    /// <summary>The call of a row method or a source, as an expression.</summary>
    /// <param name="instance">The step's object.</param>
    /// <param name="column">The value of a column.</param>
    /// <param name="token">The cancellation token.</param>
    /// <param name="stepContext">The <c>StepContext</c>.</param>
    public static string Call(StepModel step, string instance, Func<int, string> column, string token, string stepContext) =>
        Call(step, instance, argument => argument.Kind switch
        {
            ArgumentKind.Column => column(argument.Column),
            ArgumentKind.Row => NewRow(argument, column),
            ArgumentKind.CancellationToken => token,
            ArgumentKind.Context => stepContext,
            _ => "offset",
        });

    /// <summary>The call with each argument's expression.</summary>
    public static string Call(StepModel step, string instance, Func<ArgumentModel, string> value)
    {
        var arguments = new List<string>();
        var named = false;
        foreach (var argument in step.Arguments)
        {
            if (argument.Kind == ArgumentKind.Omitted)
            {
                named = true;
                continue;
            }

            arguments.Add((named ? Names.Escape(argument.Parameter) + ": " : "") + value(argument));
        }

        return $"{instance}.{Names.Escape(step.Method!.Name)}({string.Join(", ", arguments)})";
    }

    /// <summary>A <c>[Row]</c> put together from columns.</summary>
    public static string NewRow(ArgumentModel argument, Func<int, string> column) => NewRow(argument.Type, argument.Members, column);

    /// <summary>A <c>[Row]</c> of this type put together from columns.</summary>
    public static string NewRow(string type, EquatableArray<RowMemberModel> members, Func<int, string> column) =>
        New(type, members.Select(member => (member.Target, member.InConstructor, column(member.Column))));

    /// <summary>An object made with named constructor arguments and an initialiser.</summary>
    public static string New(string type, IEnumerable<(string Name, bool InConstructor, string Value)> members)
    {
        var all = members.ToList();
        var text = $"new {CSharpTypes.NotNullable(type)}";
        var constructor = string.Join(
            ", ", all.Where(member => member.InConstructor).Select(member => $"{Names.Escape(member.Name)}: {member.Value}"));
        var initialiser = string.Join(
            ", ", all.Where(member => !member.InConstructor).Select(member => $"{Names.Escape(member.Name)} = {member.Value}"));
        return initialiser.Length == 0 ? $"{text}({constructor})"
            : constructor.Length == 0 ? $"{text} {{ {initialiser} }}"
            : $"{text}({constructor}) {{ {initialiser} }}";
    }

    /// <summary>The call of a batch or global method, after statements that make the arrays that it takes.</summary>
    /// <param name="field">The array of a column in <c>rows</c>.</param>
    public static string BatchCall(
        IndentedWriter w, StepModel step, string instance, NameScope locals, Func<int, string> field, string stepContext)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in step.Arguments)
        {
            values[argument.Parameter] = argument.Kind switch
            {
                ArgumentKind.Column when !argument.NeedsConversion =>
                    Container(argument, $"rows.{field(argument.Column)}", "from"),
                ArgumentKind.Column => Container(argument, Converted(argument, $"rows.{field(argument.Column)}[from + i]"), "0"),
                ArgumentKind.Row =>
                    Container(argument, Converted(argument, NewRow(argument, column => $"rows.{field(column)}[from + i]")), "0"),
                ArgumentKind.CancellationToken => "call.Token",
                ArgumentKind.Context => stepContext,
                _ => "",
            };
        }

        return Call(step, instance, argument => values[argument.Parameter]);

        string Converted(ArgumentModel argument, string item)
        {
            var array = locals.Take(Names.Camel(argument.Parameter));
            w.Line($"var {array} = {CSharpTypes.NewArray(argument.Type, "count")};");
            using (w.Block("for (var i = 0; i < count; i++)"))
            {
                w.Line($"{array}[i] = {item};");
            }

            w.Gap();
            return array;
        }
    }

    private static string Container(ArgumentModel argument, string array, string from) => argument.Container switch
    {
        ColumnContainer.ReadOnlyMemory => $"new global::System.ReadOnlyMemory<{argument.Type}>({array}, {from}, count)",
        ColumnContainer.ReadOnlySpan => $"new global::System.ReadOnlySpan<{argument.Type}>({array}, {from}, count)",
        _ => $"new {CSharpTypes.Engine}ColumnView<{argument.Type}>({array}, {from}, count)",
    };
}
