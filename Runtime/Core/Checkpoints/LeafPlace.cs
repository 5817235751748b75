namespace Distil.Checkpoints;

/// <summary>A place in the files of a data set.</summary>
/// <param name="Below">Every row with a smaller number stands before the place, and none with this number or above.</param>
/// <param name="Rows">Rows before it.</param>
/// <param name="Files">Files that there were; the place is in the last.</param>
/// <param name="RowsOfFile">Rows of the last file before it.</param>
/// <param name="Bytes">Bytes of the last file before it.</param>
/// <param name="Checksum">The CRC-32C of these bytes.</param>
internal readonly record struct LeafPlace(long Below, long Rows, int Files, long RowsOfFile, long Bytes, uint Checksum);
