using System.Globalization;
using System.Text;
using System.Text.Json;
using Distil.IO.Json;

namespace Distil.IO.JsonLines;

/// <summary>The way from a line's object to a value in it, for messages: <c>parts[2].name</c>.</summary>
/// <param name="Text">The names and places.</param>
/// <param name="IsColumn">It is a value of the line's object itself.</param>
internal readonly record struct JsonPath(string Text, bool IsColumn)
{
    private const int MaxShown = 100;

    /// <summary>The way to what stands at a position.</summary>
    /// <param name="line">The line, which is valid JSON.</param>
    /// <param name="position">Where a value or a name stands, or the end of an object.</param>
    /// <param name="member">The member of that object; null: the value that stands there.</param>
    public static JsonPath Of(ReadOnlySpan<byte> line, long position, string? member)
    {
        var steps = new List<(string? Name, int Index)>();
        var reader = new Utf8JsonReader(line, JsonLimits.AnyDepthOptions);
        while (reader.Read())
        {
            if (steps is [.., (null, var index)] && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                steps[^1] = (null, index + 1);
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                steps[^1] = (Encoding.UTF8.GetString(reader.ValueSpan), 0);
            }

            if (reader.TokenStartIndex >= position)
            {
                break;
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    steps.Add(("", 0));
                    break;
                case JsonTokenType.StartArray:
                    steps.Add((null, -1));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    steps.RemoveAt(steps.Count - 1);
                    break;
            }
        }

        if (member is not null)
        {
            steps[^1] = (member, 0);
        }

        return new(Shown(steps), steps.Count == 1);
    }

    private static string Shown(List<(string? Name, int Index)> steps)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            if (name is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else
            {
                text.Append(text.Length == 0 ? "" : ".").Append(name);
            }
        }

        return text.Length <= MaxShown ? text.ToString() : "…" + text.ToString(text.Length - MaxShown, MaxShown);
    }
}
