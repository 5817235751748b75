using System.Diagnostics.CodeAnalysis;

namespace Distil.Engine;

/// <content>What a batch or global method returned: a list with one result for each row, and its way into the columns.</content>
[SuppressMessage("Design", "MA0016", Justification = "A list is read without a virtual call as what it is.")]
public abstract partial class BatchKernel<TIn, TResults>
{
    /// <summary>Checks the list that a method returned.</summary>
    /// <typeparam name="T">The type of a result.</typeparam>
    /// <param name="list">What was returned.</param>
    /// <param name="count">How many results there must be; null: any number.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The list.</returns>
    /// <exception cref="InvalidOperationException">It is null, or has another number of results.</exception>
    protected static T[] CheckResults<T>(T[]? list, int? count, string step, string method)
    {
        CheckCount(list?.Length, count, step, method);
        return list!;
    }

    /// <inheritdoc cref="CheckResults{T}(T[], int?, string, string)"/>
    protected static List<T> CheckResults<T>(List<T>? list, int? count, string step, string method)
    {
        CheckCount(list?.Count, count, step, method);
        return list!;
    }

    /// <inheritdoc cref="CheckResults{T}(T[], int?, string, string)"/>
    protected static IReadOnlyList<T> CheckResults<T>(IReadOnlyList<T>? list, int? count, string step, string method)
    {
        CheckCount(list?.Count, count, step, method);
        return list!;
    }

    /// <inheritdoc cref="CheckResults{T}(T[], int?, string, string)"/>
    protected static ReadOnlyMemory<T> CheckMemory<T>(ReadOnlyMemory<T> list, int? count, string step, string method)
    {
        CheckCount(list.Length, count, step, method);
        return list;
    }

    /// <summary>Copies results that are a column as they are.</summary>
    /// <typeparam name="T">The column's type.</typeparam>
    /// <param name="list">The results.</param>
    /// <param name="column">The column that receives them.</param>
    /// <param name="from">The index of the first.</param>
    protected static void Copy<T>(IReadOnlyList<T> list, T[] column, int from)
    {
        switch (list)
        {
            case ICollection<T> collection:
                collection.CopyTo(column, from);
                break;
            default:
                for (var row = 0; row < list.Count; row++)
                {
                    column[from + row] = list[row];
                }

                break;
        }
    }

    /// <inheritdoc cref="Copy{T}(IReadOnlyList{T}, T[], int)"/>
    protected static void CopyMemory<T>(ReadOnlyMemory<T> list, T[] column, int from) => list.Span.CopyTo(column.AsSpan(from));

    /// <summary>Checks that a column, whose type is not nullable, has a value for each row.</summary>
    /// <typeparam name="T">The column's type.</typeparam>
    /// <param name="column">The column.</param>
    /// <param name="from">The index of the first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="step">The name of the step that gave the values.</param>
    /// <param name="name">The column's name.</param>
    /// <exception cref="InvalidOperationException">A value is null.</exception>
    protected static void RequireValues<T>(T[] column, int from, int count, string step, string name)
        where T : class
    {
        foreach (var value in column.AsSpan(from, count))
        {
            if (value is null)
            {
                throw NoValue(step, name);
            }
        }
    }

    private static void CheckCount(int? actual, int? expected, string step, string method)
    {
        if (actual is not { } count)
        {
            throw NoResults(step, method);
        }

        if (expected is { } rows && count != rows)
        {
            throw WrongCount(step, method, rows, count);
        }
    }
}
