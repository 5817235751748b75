namespace Distil;

/// <summary>The directory of a run cannot be used, or a file in it could not be written or read. The message says what to do.</summary>
public sealed class RunDirectoryException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="path">The directory or file.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public RunDirectoryException(string message, string path, Exception? innerException = null)
        : base(message, innerException)
        => Path = path;

    /// <summary>The directory or file that the message is about.</summary>
    public string Path { get; }
}
