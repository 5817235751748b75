namespace Distil.Devices;

/// <summary>Devices that the steps of a run have until it is disposed of.</summary>
internal sealed class DeviceLoan(DevicePool pool, IReadOnlyList<IReadOnlyList<string>> devices) : IDisposable
{
    private int _isReturned;

    /// <summary>What each step has, in the order in which they asked; no list can be changed by a cast.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Devices => devices;

    /// <summary>Returns the devices; a second call does nothing, since another run may have them by then.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            pool.Return(devices.SelectMany(static step => step));
        }
    }
}
