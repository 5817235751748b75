using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.IO.Json;

/// <summary>The limits and options that all reading and writing of lines shares, so that what is written can be read.</summary>
internal static class JsonLimits
{
    /// <summary>Levels of objects and arrays in a line; the line's own object is the first.</summary>
    public const int Depth = 256;

    /// <summary>Levels of objects and arrays in a value of a line.</summary>
    public const int ValueDepth = Depth - 1;

    /// <summary>How a line is read.</summary>
    public static readonly JsonReaderOptions LineOptions = new() { MaxDepth = Depth };

    /// <summary>How a value of a line is read.</summary>
    public static readonly JsonReaderOptions ValueOptions = new() { MaxDepth = ValueDepth };

    /// <summary>
    /// How answers of a durable step are read. Around values of lines stand an array of columns, of an expand one of children, and one of
    /// rows where a batch is kept as a whole.
    /// </summary>
    public static readonly JsonReaderOptions AnswerOptions = new() { MaxDepth = ValueDepth + 3 };

    /// <summary>How a line is read to find out what is wrong with it, its depth included.</summary>
    public static readonly JsonReaderOptions AnyDepthOptions = new() { MaxDepth = int.MaxValue };

    /// <summary>How a value of a line is written. Text stays readable: nothing here is put into HTML.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = ValueDepth,
        SkipValidation = true,
    };

    /// <summary>A value would be nested too deep to be read again.</summary>
    public static ArgumentException TooDeep(Exception? cause = null) =>
        new($"objects and arrays are nested more than {Depth} levels deep, which is the most that a line holds.", cause);
}
