using System.Globalization;
using Distil.IO;

namespace Distil.Journal;

/// <summary>Why a journal has failed, and what could not be written because of it.</summary>
/// <param name="path">The file or folder.</param>
/// <param name="cause">What the file system threw first.</param>
internal sealed class JournalFailure(string path, Exception cause)
{
    private long _answers;
    private long _bytes;

    /// <summary>Adds answers that could not be written.</summary>
    public void Lose(int answers, long bytes)
    {
        _answers += answers;
        _bytes += bytes;
    }

    /// <summary>The failure as an exception that names the file, the cause and what has been lost so far.</summary>
    public RunDirectoryException ToException()
    {
        var failure = IoErrors.OnWrite(path, cause);
        if (_answers == 0)
        {
            return failure;
        }

        var answers = _answers == 1
            ? "1 answer was not written: its call is"
            : $"{Text(_answers)} answers were not written: their calls are";
        var room = IoErrors.IsDiskFull(cause) ? $" Their records need {Text(_bytes)} bytes on the disk." : "";
        return new($"{failure.Message} {answers} made again by the next run.{room}", path, cause);
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
