using System.Text;

namespace Distil;

/// <summary>The text of exceptions whose members may be the user's: reading it never throws.</summary>
internal static class ExceptionText
{
    /// <summary>The full name of the type.</summary>
    public static string TypeOf(Exception exception) =>
        exception is EarlierFailureException earlier ? earlier.TypeName : exception.GetType().FullName ?? exception.GetType().Name;

    /// <summary>The message; where it cannot be read, a text that says so.</summary>
    public static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception unreadable)
        {
            return $"(its message cannot be read: {unreadable.GetType().FullName})";
        }
    }

    /// <summary>The whole text, with stack trace and causes; where it cannot be read, type and message.</summary>
    public static string Of(Exception exception)
    {
        try
        {
            return exception.ToString() ?? "";
        }
        catch (Exception unreadable)
        {
            return $"{exception.GetType().FullName}: {MessageOf(exception)} (the rest cannot be read: {unreadable.GetType().FullName})";
        }
    }

    /// <summary>The text without halves of characters: a message may quote the very text that is no valid UTF-16.</summary>
    public static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
