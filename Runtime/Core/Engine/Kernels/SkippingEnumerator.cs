namespace Distil.Engine.Kernels;

/// <summary>Passes over rows at the beginning of a sequence, when the first row is asked for.</summary>
/// <param name="rows">The sequence.</param>
/// <param name="skip">How many rows.</param>
/// <param name="isStopping">Whether to give up: the run stops.</param>
/// <param name="tooFew">Makes the exception for a sequence that ends within them.</param>
internal sealed class SkippingEnumerator<T>(IAsyncEnumerator<T> rows, long skip, Func<bool> isStopping, Func<long, Exception> tooFew)
    : IAsyncEnumerator<T>
{
    private bool _hasSkipped;

    public T Current => rows.Current;

    public async ValueTask<bool> MoveNextAsync()
    {
        for (long skipped = 0; !_hasSkipped && skipped < skip && !isStopping(); skipped++)
        {
            if (!await rows.MoveNextAsync().ConfigureAwait(false))
            {
                throw tooFew(skipped);
            }
        }

        _hasSkipped = true;
        return await rows.MoveNextAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();
}
