using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Distil.Engine;

/// <summary>What a method gives that returns nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NoResult
{
    /// <summary>Awaits a method that returns nothing.</summary>
    /// <param name="call">The call.</param>
    /// <returns>Nothing, once it has ended.</returns>
    public static ValueTask<NoResult> Of(ValueTask call)
    {
        if (!call.IsCompletedSuccessfully)
        {
            return WaitAsync(call);
        }

        // A task that may be used again wants to be asked for its end, even where there is nothing to give.
        call.GetAwaiter().GetResult();
        return default;
    }

    /// <inheritdoc cref="Of(ValueTask)"/>
    public static ValueTask<NoResult> Of(Task call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Of(new ValueTask(call));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<NoResult> WaitAsync(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return default;
    }
}
