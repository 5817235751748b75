namespace Distil.Engine.Stages;

/// <summary>Says, while a loop handles a row of a block, which watermark the rows before it allow.</summary>
/// <param name="row">The index of the row that the loop is at.</param>
/// <param name="watermark">At the call, that of the last row that the driver has passed; becomes the one of this row.</param>
internal delegate void BlockWatermark(int row, long[] watermark);

/// <summary>
/// The rows that a loop handles between the beginning and the end of a block, and how the stage's watermark moves with them.
/// </summary>
/// <param name="First">The index of the first.</param>
/// <param name="Keys">The rows, if their keys are the watermark.</param>
/// <param name="Watermark">What says the watermark otherwise.</param>
/// <param name="AreNumbered">Whether the watermark is a number, and each row has the next one.</param>
internal readonly record struct BlockRows(int First, RowBatch? Keys, BlockWatermark? Watermark, bool AreNumbered)
{
    /// <summary>User code that handles no row of the loop: the watermark stays as it is.</summary>
    public static BlockRows None => default;

    /// <summary>Whether the loop handles one row after the other; the kernel says which it is at.</summary>
    public bool HandlesRows => AreNumbered || Keys is not null || Watermark is not null;

    /// <summary>Rows that are numbered from the watermark on.</summary>
    /// <param name="first">The index of the first.</param>
    public static BlockRows Numbered(int first = 0) => new(first, null, null, AreNumbered: true);

    /// <summary>Rows of a batch.</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="first">The first row.</param>
    public static BlockRows Of(RowBatch rows, int first) => new(first, rows, null, AreNumbered: false);

    /// <summary>Rows of several batches.</summary>
    /// <param name="watermark">Says the watermark.</param>
    /// <param name="first">The first row.</param>
    public static BlockRows Of(BlockWatermark watermark, int first) => new(first, null, watermark, AreNumbered: false);
}
