namespace Distil.Running;

/// <summary>
/// A place in the engine where one thread can overtake another. Tests hold threads up there by a seed, so that an order of events that a
/// machine shows once in a thousand runs can be made, and made again.
/// </summary>
internal enum RacePoint
{
    /// <summary>A batch is about to be written to the channel of one reader.</summary>
    Send,

    /// <summary>A channel is about to be completed.</summary>
    Complete,

    /// <summary>A loop is about to begin a block of rows.</summary>
    BeginBlock,

    /// <summary>A loop has ended a block of rows, and its outlets are still the loop's.</summary>
    EndBlock,

    /// <summary>A stage is about to send what its loop has written.</summary>
    Flush,

    /// <summary>The timer is about to send what a loop that stands has finished.</summary>
    SendStanding,

    /// <summary>A step is about to be called.</summary>
    BeginCall,

    /// <summary>A call has ended, and its result is not yet where others see it.</summary>
    EndCall,

    /// <summary>A replica of a loop has its batch, or has handled it and has not said so.</summary>
    Replica,

    /// <summary>A fan-in has dealt with rows, and has not woken the fork that waits for that.</summary>
    Gate,

    /// <summary>A join, merge or zip is about to look at its branches.</summary>
    Match,

    /// <summary>A leaf is about to keep rows.</summary>
    Keep,

    /// <summary>The run is stopping, and its stages are not woken yet.</summary>
    Stop,

    /// <summary>A stage has failed, and the others are not told yet.</summary>
    Fail,
}
