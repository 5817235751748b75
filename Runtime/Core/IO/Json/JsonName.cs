using System.Text;
using System.Text.Json;
using Distil.Engine;

namespace Distil.IO.Json;

/// <summary>
/// A name on which a reader stands, to be compared with members. Most names are plain ASCII and are compared where they stand; what is
/// escaped, or has letters beyond ASCII, is decoded once.
/// </summary>
internal readonly struct JsonName
{
    private readonly string? _text;
    private readonly string? _key;

    private JsonName(string? text)
    {
        _text = text;
        _key = text is null ? null : JsonMember.Key(text);
    }

    /// <summary>The name on which a reader stands.</summary>
    public static JsonName Of(ref Utf8JsonReader reader) =>
        new(reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan) ? JsonValueReader.ReadName(ref reader) : null);

    /// <summary>Whether it is the member's name, letter by letter.</summary>
    public bool Is(ref Utf8JsonReader reader, JsonMember member) =>
        !member.IsIgnored && (_text is null ? reader.ValueSpan.SequenceEqual(member.Utf8Name) : _text == member.Name);

    /// <summary>Whether it names the member: names compare without case or underscores, unless the member's is exact.</summary>
    public bool Matches(ref Utf8JsonReader reader, JsonMember member) =>
        member.IsExact ? Is(ref reader, member)
        : !member.IsIgnored && (_key is null ? Matches(reader.ValueSpan, member.Utf8Name) : _key == member.ComparedName);

    /// <summary>Both are read letter by letter, underscores passed over, until one differs: mostly the first.</summary>
    private static bool Matches(ReadOnlySpan<byte> given, ReadOnlySpan<byte> name)
    {
        var at = 0;
        foreach (var letter in name)
        {
            if (letter == '_')
            {
                continue;
            }

            while (at < given.Length && given[at] == '_')
            {
                at++;
            }

            if (at == given.Length || ToLower(given[at]) != ToLower(letter))
            {
                return false;
            }

            at++;
        }

        return given[at..].IndexOfAnyExcept((byte)'_') < 0;
    }

    private static int ToLower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter;
}
