using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distil.Engine;

/// <content>What a step's method returned: never null, and closed without hiding what went wrong before.</content>
[SuppressMessage(
    "Design", "MA0016", Justification = "A list is enumerated without an allocation as what it is; answers are kept as lists.")]
public abstract partial class Kernel
{
    /// <summary>Checks the task that a method returned.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="task">What was returned.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static T RequireTask<T>([NotNull] T? task, string step, string method)
        where T : Task
    {
        if (task is null)
        {
            throw ReturnedNull(step, method, "a task");
        }

        return task;
    }

    /// <summary>Checks the sequence that a method returned.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="rows">What was returned.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The sequence.</returns>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    protected static T RequireRows<T>([NotNull] T? rows, string step, string method)
        where T : class
    {
        if (rows is null)
        {
            throw ReturnedNull(step, method, "a sequence, which is empty where there are no rows");
        }

        return rows;
    }

    /// <summary>The children that an expand returned.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="rows">What was returned.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The same.</returns>
    protected static T[] Children<T>(T[]? rows, string step, string method) => RequireRows(rows, step, method);

    /// <inheritdoc cref="Children{T}(T[], string, string)"/>
    protected static List<T> Children<T>(List<T>? rows, string step, string method) => RequireRows(rows, step, method);

    /// <inheritdoc cref="Children{T}(T[], string, string)"/>
    protected ChildRows<T> Children<T>(IEnumerable<T>? rows, string step, string method) =>
        new(RequireRows(RequireRows(rows, step, method).GetEnumerator(), step, method), Run, step);

    /// <summary>All children that an expand returned: one that fails gives none.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="rows">What was returned.</param>
    /// <param name="into">Where they are collected, if they must be.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The children, until the next call.</returns>
    protected static ReadOnlySpan<T> AllChildren<T>(T[]? rows, List<T> into, string step, string method) => RequireRows(rows, step, method);

    /// <inheritdoc cref="AllChildren{T}(T[], List{T}, string, string)"/>
    protected static ReadOnlySpan<T> AllChildren<T>(List<T>? rows, List<T> into, string step, string method) =>
        CollectionsMarshal.AsSpan(RequireRows(rows, step, method));

    /// <inheritdoc cref="AllChildren{T}(T[], List{T}, string, string)"/>
    protected ReadOnlySpan<T> AllChildren<T>(IEnumerable<T>? rows, List<T> into, string step, string method)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        foreach (var child in Children(rows, step, method))
        {
            into.Add(child);
        }

        return CollectionsMarshal.AsSpan(into);
    }

    /// <summary>Collects the children that an expand returned.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="rows">What was returned.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The children.</returns>
    protected List<T> Collect<T>(IEnumerable<T>? rows, string step, string method)
    {
        var children = new List<T>();
        foreach (var child in Children(rows, step, method))
        {
            children.Add(child);
        }

        return children;
    }

    /// <summary>Collects the children that an expand returned.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="rows">What was returned.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="token">The call's token.</param>
    /// <returns>The children.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected async ValueTask<List<T>> CollectAsync<T>(IAsyncEnumerable<T>? rows, string step, string method, CancellationToken token)
    {
        var children = new List<T>();
        var enumerator = RequireRows(RequireRows(rows, step, method).GetAsyncEnumerator(token), step, method);
        try
        {
            while (await enumerator.MoveNextAsync().ConfigureAwait(false))
            {
                children.Add(enumerator.Current);
            }
        }
        catch
        {
            await Run.UserCode.RunAsync(step, () => enumerator.DisposeAsync().AsTask()).ConfigureAwait(false);
            throw;
        }

        await enumerator.DisposeAsync().ConfigureAwait(false);
        return children;
    }

    private static InvalidOperationException ReturnedNull(string step, string method, string expected) =>
        new($"{method} of step '{step}' returned null; it must return {expected}.");
}
