namespace Distil;

/// <summary>The text of exceptions whose members may be the user's: reading it never throws.</summary>
internal static class ExceptionText
{
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
}
